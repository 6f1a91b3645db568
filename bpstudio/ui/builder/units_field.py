"""The field for the number of units: it says what it doesn't take, and shows the old number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

from bpstudio.experiment.spec import MAX_UNITS
from bpstudio.ui.teaching import field_tip
from bpstudio.ui.wheel_guard import guard_from_wheel
from bpstudio.ui.widgets.fields import LEAST_WIDTH

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

MIXED = 0  # shown where layers differ: as an empty field


class UnitsField(QSpinBox):
    """Takes 1 to `MAX_UNITS`; digits beyond that can be typed, but are refused in the end.

    Signals
    -------
    refused
        A number that no layer can have was entered; the one before stands in the field again.
    """

    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        guard_from_wheel(self)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setRange(MIXED, MAX_UNITS)
        self.setSpecialValueText(" ")
        self.setKeyboardTracking(False)
        self.setAccelerated(True)
        self.setAccessibleName("Units")
        self.setToolTip(field_tip("units", "Units"))

    def validate(self, text: str, place: int) -> object:
        """Let any digits be typed; those of a number out of range aren't taken at the end."""
        state = QValidator.State
        if text == self.specialValueText():
            return state.Acceptable, text, place
        digits = text.strip()
        if digits and not digits.isdecimal():
            return state.Invalid, text, place
        is_taken = bool(digits) and len(digits) < 10 and 1 <= int(digits) <= MAX_UNITS
        return state.Acceptable if is_taken else state.Intermediate, text, place

    def fixup(self, text: str) -> str:
        """Refuse what was entered; Qt puts the number before it back."""
        self.refused.emit()
        return text

    def stepBy(self, steps: int) -> None:
        """Step, but not below one unit."""
        if self.value() != MIXED and self.value() + steps < 1:
            steps = 1 - self.value()
            if not steps:
                self.refused.emit()
        super().stepBy(steps)
