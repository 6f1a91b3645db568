"""Fields for the batch size and the learning rate: they step sensibly and take any number."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QTimer
from PySide6.QtGui import QFocusEvent, QValidator
from PySide6.QtWidgets import QSpinBox, QWidget

from bpstudio.ui.numbers import plain, whole
from bpstudio.ui.wheel_guard import guard_from_wheel
from bpstudio.ui.widgets.real_field import RealField

SMALLEST_STEP = 1e-6  # where stepping up from 0 begins


class BatchField(QSpinBox):
    """How many samples make one batch: 1 (SGD) to all of them (GD); arrows double and halve."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        guard_from_wheel(self)
        self.setKeyboardTracking(False)
        self.setRange(1, 1)
        self.setAccelerated(True)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select the number, so that typing replaces it; the click that led here comes after."""
        super().focusInEvent(event)
        QTimer.singleShot(0, self, self.selectAll)

    def show_batch(self, size: int | Literal["all"], samples: int) -> None:
        """Show `size` of `samples` training samples, without telling anyone."""
        blocked = self.blockSignals(True)
        self.setMaximum(samples)
        self.setValue(samples if size == "all" else size)
        self.blockSignals(blocked)

    @property
    def batch_size(self) -> int | Literal["all"]:
        """What it is set to, as the experiment has it."""
        return "all" if self.value() == self.maximum() else self.value()

    def textFromValue(self, value: int) -> str:
        """Return the size with the name of the method that it makes."""
        if value >= self.maximum():
            return "all · GD"
        return f"{value} · {'SGD' if value == 1 else 'B-SGD'}"

    def valueFromText(self, text: str) -> int:
        """Return the size that `text` means; only its first word counts."""
        words = text.replace("·", " ").split()
        if words and words[0].lower() in ("all", "gd"):
            return self.maximum()
        if words and words[0].lower() == "sgd":
            return 1
        size = whole(words[0]) if words else None
        return self.value() if size is None else min(size, self.maximum())

    def validate(self, text: str, position: int) -> object:
        """Accept a whole number or one of the names; anything else is still being typed."""
        first = (text.replace("·", " ").split() or [""])[0].lower()
        done = bool(whole(first)) or first in ("all", "gd", "sgd")
        state = QValidator.State.Acceptable if done else QValidator.State.Intermediate
        return state, text, position

    def stepBy(self, steps: int) -> None:
        """Go to the next power of two, `steps` times."""
        value = self.value()
        for _ in range(abs(steps)):
            value = _double(value) if steps > 0 else _halve(value)
        self.setValue(min(max(value, 1), self.maximum()))
        self.selectAll()


class RateField(RealField):
    """The learning rate: any number from 0; arrows go 0.1, 0.2, 0.5, 1, ..."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setMinimum(0.0)

    def textFromValue(self, value: float) -> str:
        """Return `value` without trailing zeros."""
        return plain(value)

    def stepBy(self, steps: int) -> None:
        """Go to the next of 1, 2, 5 times a power of ten, `steps` times."""
        value = self.value()
        for _ in range(abs(steps)):
            value = next_rate(value) if steps > 0 else previous_rate(value)
        self.setValue(value)
        self.selectAll()


def next_rate(rate: float) -> float:
    """Return the smallest of the series 1, 2, 5, 10, ... that is larger than `rate`."""
    if rate < SMALLEST_STEP:
        return SMALLEST_STEP
    exponent = math.floor(math.log10(rate))
    series = [float(f"{digit}e{exponent + k}") for k in (-1, 0, 1) for digit in (1, 2, 5)]
    return min(number for number in series if number > rate * (1 + 1e-9))


def previous_rate(rate: float) -> float:
    """Return the largest of the series 1, 2, 5, 10, ... that is smaller than `rate`, or 0."""
    if rate <= SMALLEST_STEP:
        return 0.0
    exponent = math.floor(math.log10(rate))
    series = [float(f"{digit}e{exponent + k}") for k in (-1, 0, 1) for digit in (1, 2, 5)]
    return max(number for number in series if number < rate * (1 - 1e-9))


def _double(value: int) -> int:
    return 1 << value.bit_length()


def _halve(value: int) -> int:
    return 1 << max((value - 1).bit_length() - 1, 0)
