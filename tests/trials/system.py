"""What the system says of this process; elsewhere than on Linux less of it."""

import ctypes
import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")
KIBI = 1024
UNIT = 1 if sys.platform == "darwin" else KIBI  # of ru_maxrss


def memory_in_use() -> int:
    """Return the bytes of memory that this process has now; its peak where that isn't told.

    What was given back to the C library goes back to the system before, or it would hide what is
    taken next.
    """
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
    return _told("VmRSS") or _peak_ever()


def peak_memory() -> int:
    """Return the most bytes of memory that it has had since `reset_peak`, or ever."""
    return _told("VmHWM") or _peak_ever()


def reset_peak() -> None:
    """Let the peak begin from here, where that can be had."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        pass


def _told(name: str) -> int:
    try:
        lines = STATUS.read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * KIBI for line in lines if line.startswith(name)), 0)


def _peak_ever() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT
