"""The program itself in a process of its own, as often as one wants, and what a user does in it.

Each window is forked from a process that has imported everything and done nothing: imports take
longer than all the rest. The first process tells when a window has ended, and how.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Callable
from typing import Any, Protocol

from bpstudio.cli import main
from bpstudio.ui import app
from bpstudio.ui.main_window import MainWindow
from tests.trials.apart import tell

LONGEST = 300  # seconds for one window, then it is killed


class User(Protocol):
    """Who does something in the window."""

    def create_window(self, file: str | None = None) -> MainWindow:
        """Return the window, with something to do in it."""


def serve(user: Callable[[dict[str, Any]], User]) -> None:
    """Start a window for each line that comes in, and tell of its end."""
    for line in sys.stdin:
        case = json.loads(line)
        process = os.fork()
        if process == 0:
            _be_a_window(user, case)
        if case.get("is_told", False):
            tell(process=process)
        _, status, used = os.wait4(process, 0)
        ended, worked = time.monotonic(), used.ru_utime + used.ru_stime
        tell(ended=ended, worked=worked, status=os.waitstatus_to_exitcode(status))


def _be_a_window(user: Callable[[dict[str, Any]], User], case: dict[str, Any]) -> None:
    """Be ``bpstudio FILE``, to the end of the process."""
    signal.alarm(LONGEST)
    os.dup2(os.open(case["errors"], os.O_WRONLY | os.O_CREAT), sys.stderr.fileno())
    app.create_window = user(case).create_window
    sys.argv[1:] = [case["file"]] if case["file"] else []
    main()
