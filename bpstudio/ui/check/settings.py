"""How brute force goes about it: what the cards have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.engine.gradcheck import usual_epsilon

if TYPE_CHECKING:
    from bpstudio.engine.gradcheck import Difference
    from bpstudio.runtime.tasks.checked import Precision


class CheckSettings(QObject):
    """Which difference, how far to nudge, in which precision.

    Attributes
    ----------
    difference, dtype
        "forward" or "central"; "float64" or "float32".
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.difference: Difference = "forward"
        self.dtype: Precision = "float64"
        self._epsilon: float | None = None

    @property
    def usual(self) -> float:
        """The nudge that suits difference and precision."""
        return usual_epsilon(self.difference, self.dtype)

    @property
    def epsilon(self) -> float:
        """How far to nudge: as chosen, else the usual."""
        return self.usual if self._epsilon is None else self._epsilon

    def set_difference(self, difference: Difference) -> None:
        """Choose the difference; a nudge that was chosen stays."""
        if difference != self.difference:
            self.difference = difference
            self.changed.emit()

    def set_dtype(self, dtype: Precision) -> None:
        """Choose the precision; a nudge that was chosen stays."""
        if dtype != self.dtype:
            self.dtype = dtype
            self.changed.emit()

    def set_epsilon(self, epsilon: float) -> None:
        """Choose how far to nudge; the usual one goes along with difference and precision."""
        chosen = None if epsilon == self.usual else epsilon
        if chosen != self._epsilon:
            self._epsilon = chosen
            self.changed.emit()
