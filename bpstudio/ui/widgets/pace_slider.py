"""How fast to train: a slider from one update a second, over one epoch a refresh, to full."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal

from bpstudio.runtime.pace import EPOCH, Rate
from bpstudio.ui.numbers import count
from bpstudio.ui.teaching import field_tip
from bpstudio.ui.widgets.stop_slider import StopSlider

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

RATES: Final = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000)  # updates/s
PACES: Final[tuple[Rate, ...]] = (*RATES, EPOCH, None)
TICKS: Final = (0, PACES.index(EPOCH), len(PACES) - 1)


def pace_text(pace: Rate) -> str:
    """Return `pace` in words, such as ``100 updates/s``."""
    if pace is None:
        return "full"
    if pace == EPOCH:
        return "1 epoch a refresh"
    if pace == 1:
        return "1 update/s"
    return f"{count(round(pace)) if pace >= 1_000 else f'{pace:.3g}'} updates/s"


def _nearest_stop(pace: Rate) -> int:
    if isinstance(pace, int | float):
        return min(range(len(RATES)), key=lambda stop: abs(RATES[stop] - pace))
    return PACES.index(pace)


class PaceSlider(StopSlider):
    """The pace, one stop a key press; says what it is set to."""

    pace_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._pace: Rate = PACES[0]
        ends = ("slow", "full")
        super().__init__("pace", ends, len(PACES) - 1, TICKS, "1 epoch a refresh", parent)
        self.setObjectName("pace")
        self.setPageStep(3)
        self.setToolTip(field_tip("pace", "Pace"))
        self.describe()

    @property
    def pace(self) -> Rate:
        """What it is set to."""
        return self._pace

    def text(self) -> str:
        """Return the pace in words."""
        return pace_text(self._pace)

    def show_pace(self, pace: Rate) -> None:
        """Show `pace`, at the nearest stop, without telling anyone."""
        if pace == self._pace:
            return
        blocked = self.blockSignals(True)
        self.setValue(_nearest_stop(pace))
        self.blockSignals(blocked)
        self._pace = pace
        self.describe()
        self.update()

    def changed(self) -> None:
        """Take the stop's pace, and tell it."""
        self._pace = PACES[self.value()]
        super().changed()
        self.pace_changed.emit(self.pace)

    def go_to(self, x: float) -> None:
        """Set it to the stop nearest to a place, in px."""
        super().go_to(x)
        if self._pace != PACES[self.value()]:  # it lay beside the stop where the knob was
            self.changed()
