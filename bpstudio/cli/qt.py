"""What is done before Qt is imported, and after its window has gone."""

from __future__ import annotations

import signal

from bpstudio.cli.terminal import complain


def need_libraries(x11: bool | None = None) -> None:
    """End here, before Qt is imported, when the system lacks what it needs."""
    from bpstudio.system_libraries import apt_line, missing_libraries, wants_x11

    x11 = wants_x11() if x11 is None else x11
    if missing := missing_libraries(x11=x11):
        complain(f"bpstudio lacks {', '.join(missing)}. On Debian or Ubuntu: {apt_line(x11=x11)}")


def left(status: int) -> int:
    """Return `status`, unless a training thread can't end now: then the process ends here."""
    from bpstudio.ui.ending import leave

    return leave(status)


def let_ctrl_c_end_it() -> None:
    """Let Ctrl-C end the process at once until the window listens: Qt loses a KeyboardInterrupt."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
