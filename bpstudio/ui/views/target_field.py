"""The number that samples added by hand get, where a click says only where they are."""

from __future__ import annotations

from PySide6.QtWidgets import QDoubleSpinBox, QWidget

from bpstudio.experiment.spec import MAX_NUMBER
from bpstudio.ui.numbers import parsed, plain
from bpstudio.ui.theme import GRID
from bpstudio.ui.tooltips import literal
from bpstudio.ui.views.scale import round_step
from bpstudio.ui.wheel_guard import guard_from_wheel

DECIMALS = 12
STEPS = 20  # of the arrows, from the least to the largest target
WIDTH = 10 * GRID  # px


class TargetField(QDoubleSpinBox):
    """Any finite number; the arrows go evenly through the targets that there are."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        guard_from_wheel(self)
        self.setObjectName("targetField")
        self._name_for("Target")
        self.setKeyboardTracking(False)
        self.setDecimals(DECIMALS)
        self.setRange(-MAX_NUMBER, MAX_NUMBER)
        self.setProperty("low", True)
        self.setFixedWidth(WIDTH)

    def show_targets(self, name: str, low: float, high: float) -> None:
        """Begin in the middle of the targets, called `name`, that there are."""
        step = round_step((high - low) / STEPS) if high > low else 1.0
        blocked = self.blockSignals(True)
        self.setSingleStep(step)
        self.setValue(round((low + high) / 2 / step) * step)
        self.blockSignals(blocked)
        self._name_for(name)

    def _name_for(self, target: str) -> None:
        words = f"{target} of the samples that a click adds"
        self.setAccessibleName(words)
        self.setToolTip(literal(words))

    def textFromValue(self, value: float) -> str:
        """Return `value` without trailing zeros."""
        return plain(value)

    def valueFromText(self, text: str) -> float:
        """Return the number that `text` means, with a point or a comma."""
        number = parsed(text)
        return self.value() if number is None else number
