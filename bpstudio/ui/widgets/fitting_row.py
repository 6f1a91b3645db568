"""Controls side by side, of which those go out of sight that there is no room for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent


class FittingRow(QWidget):
    """A row that may be narrower than all that is in it.

    Parameters
    ----------
    controls
        From left to right; where the room ends, the first are hidden first, the last never. What
        they do has to be reached by a menu, too.
    """

    def __init__(self, *controls: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controls = controls
        self._wanted = set(controls)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        row.addStretch()
        for control in controls:
            row.addWidget(control)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def want(self, control: QWidget, is_wanted: bool) -> None:
        """Show a control, where there is room, or hide it in any case."""
        (self._wanted.add if is_wanted else self._wanted.discard)(control)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for all that is wanted."""
        hints = [one.sizeHint() for one in self._controls if one in self._wanted]
        width = sum(hint.width() for hint in hints) + GRID * max(len(hints) - 1, 0)
        return QSize(width, max(hint.height() for hint in hints))

    def minimumSizeHint(self) -> QSize:
        """Return the room for the last."""
        return self._controls[-1].sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show what there is room for."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        left = self.width() + GRID
        for control in reversed(self._controls):
            left -= control.sizeHint().width() + GRID if control in self._wanted else 0
            control.setVisible(control in self._wanted and left >= 0)
