"""The text for a report: the versions, the system, and what went wrong."""

from __future__ import annotations

import platform
import sys
from typing import TYPE_CHECKING

import numpy as np
import PySide6
from PySide6.QtCore import qVersion
from PySide6.QtGui import QGuiApplication

from bpstudio import __version__
from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.ui.faults.fault import Fault


def system_lines() -> list[str]:
    """Return what this runs on, line by line; nothing of the user's own."""
    return [
        f"bpstudio {__version__}",
        f"Python {platform.python_version()}, PySide6 {PySide6.__version__}, Qt {qVersion()}, "
        f"NumPy {np.__version__}",
        f"{platform.platform()}, {sys.platform}, {_screens()}",
    ]


def _screens() -> str:
    if QGuiApplication.instance() is None:
        return "no window"
    screens = [
        f"{size.width()}x{size.height()} at {screen.devicePixelRatio():g}"
        for screen in QGuiApplication.screens()
        for size in (screen.size(),)
    ]
    return f"{QGuiApplication.platformName()}, {', '.join(screens)}"


def report_text(faults: Iterable[Fault]) -> str:
    """Return the whole report, to be copied."""
    parts = ["\n".join(system_lines())]
    parts += [
        f"{fault.at:%Y-%m-%d %H:%M:%S}  {fault.title}: {fault.words}{times(fault)}\n{fault.trace}"
        for fault in faults
    ]
    return "\n\n".join(part.rstrip() for part in parts) + "\n"


def times(fault: Fault) -> str:
    """Return how often it has happened, in brackets, where that is more than once."""
    return f" ({count(fault.count)} times)" if fault.count > 1 else ""
