"""A field for any finite number, by default of either sign."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from bpstudio.experiment.spec import MAX_NUMBER
from bpstudio.ui.numbers import MINUS, parsed, plain
from bpstudio.ui.wheel_guard import guard_from_wheel

DECIMALS = 20  # 1e-20 is still a number


class RealField(QDoubleSpinBox):
    """Takes a number with a point or a comma; arrows change it by `step`."""

    def __init__(self, step: float = 0.1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        guard_from_wheel(self)
        self.setKeyboardTracking(False)
        self.setDecimals(DECIMALS)
        self.setRange(-MAX_NUMBER, MAX_NUMBER)
        self.setSingleStep(step)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, so that typing replaces it; the click that led here comes after."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def show_number(self, number: float) -> None:
        """Show `number`, without telling anyone."""
        blocked = self.blockSignals(True)
        self.setValue(number)
        self.blockSignals(blocked)

    def textFromValue(self, value: float) -> str:
        """Return `value` without trailing zeros."""
        return plain(value).replace("-", MINUS)

    def valueFromText(self, text: str) -> float:
        """Return the number that `text` means, with a point or a comma.

        As it is shown it means itself, with the digits that aren't shown: Enter changes nothing.
        """
        number = self._meant(text)
        is_shown = number == float(plain(self.value()))
        return self.value() if number is None or is_shown else number

    def validate(self, text: str, position: int) -> object:
        """Accept a number within the range; anything else is still being typed."""
        done = self._meant(text) is not None
        state = QValidator.State.Acceptable if done else QValidator.State.Intermediate
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Step, and leave no trace of binary fractions: 0.1 and 0.2 are 0.3."""
        self.setValue(float(plain(self.value() + steps * self.singleStep())))
        self.selectAll()

    def _meant(self, text: str) -> float | None:
        number = parsed(text.replace(self.suffix(), ""))
        is_within = number is not None and self.minimum() <= number <= self.maximum()
        return number if is_within else None
