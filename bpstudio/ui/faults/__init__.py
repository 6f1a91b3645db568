"""Faults of the program itself: heard wherever they happen, told in one dialog, never swallowed."""

from functools import cache

from bpstudio.ui.faults.desk import FaultDesk
from bpstudio.ui.faults.dialog import FaultDialog
from bpstudio.ui.faults.fault import Fault
from bpstudio.ui.faults.hearing import Faults
from bpstudio.ui.faults.rescue import NoRescue, WindowRescue

__all__ = [
    "Fault",
    "FaultDesk",
    "FaultDialog",
    "Faults",
    "NoRescue",
    "WindowRescue",
    "fault_desk",
    "faults",
]


@cache
def faults() -> Faults:
    """Return what hears of the program's own faults; it listens from the first call on."""
    heard = Faults()
    heard.install()
    return heard


@cache
def fault_desk() -> FaultDesk:
    """Return what shows the faults over the windows."""
    return FaultDesk(faults())
