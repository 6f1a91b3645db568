"""The end of the process, when the training thread is in the middle of something long.

An update of a huge network is a few products of matrices, and nothing stops NumPy within one. The
thread owns nothing that outlives the process, and files are replaced as a whole or not at all. So
it is left where it is. But Python, when it tidies up, takes from such a thread what it works
with, and the libraries' threads too, which may end in a crash: so it doesn't tidy up then.
"""

from __future__ import annotations

import logging
import os
import sys
import threading


def leave(status: int) -> int:
    """Return `status`, for an end in order, unless a thread is at work that nobody waits for.

    Then the process ends here and now, with all that was written put out.
    """
    main = threading.main_thread()
    others = [thread for thread in threading.enumerate() if thread is not main]
    if not any(thread.daemon for thread in others):
        return status
    for thread in others:
        if not thread.daemon:
            thread.join()
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)
