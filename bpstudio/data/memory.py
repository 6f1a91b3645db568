"""How much memory there is, and how to say so."""

import os
from pathlib import Path

from bpstudio.refusal import Refusal


def available_memory(meminfo: Path = Path("/proc/meminfo")) -> int | None:
    """Return the bytes of memory that can be had now, or None where that can't be told.

    Linux tells what is available; elsewhere it is the size of the physical memory.
    """
    try:
        for line in meminfo.read_text(encoding="ascii").splitlines():
            if line.startswith("MemAvailable:"):
                return int(line.split()[1]) * 1024
    except (OSError, ValueError, IndexError):
        pass
    return _physical_memory()


def _physical_memory() -> int | None:
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # Windows has no sysconf
        return None


def in_words(size: int) -> str:
    """Return a number of bytes for people: ``in_words(2_400_000)`` is ``"2.4 MB"``."""
    amount = float(size)
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if amount < 999.5:
            return f"{amount:.3g} {unit}"
        amount /= 1000
    return f"{amount:,.0f} PB"


def check_available(needed: int, place: str, what: str) -> None:
    """Refuse what needs more memory than there is, before any of it is taken."""
    there = available_memory()
    if there is not None and needed > there:
        reason = f"{what} would need {in_words(needed)} of memory; {in_words(there)} can be had"
        raise Refusal(place, reason)
