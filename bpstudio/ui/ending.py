"""The end of the process, when the training thread is in the middle of something long.

An update of a huge network is a few products of matrices, and nothing stops NumPy within one. The
thread owns nothing that outlives the process: all files are written by others, who are waited
for. So it is left where it is. But Python, when it tidies up, takes from such a thread what it
works with, and the libraries' threads too, which may end in a crash: so it doesn't tidy up then.
"""

from __future__ import annotations

import logging
import os
import sys
import threading

from bpstudio.runtime.worker import Worker


def leave(status: int) -> int:
    """Return `status`, for an end in order, unless a training thread is still at work.

    Then the process ends here and now, with all that was written put out.
    """
    if not any(isinstance(thread, Worker) for thread in threading.enumerate()):
        return status
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            stream.flush()
    os._exit(status)
