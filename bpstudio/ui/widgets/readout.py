"""A number of the run: its name above, its value below, in a place that never moves."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.ui.numbers import NONE
from bpstudio.ui.theme import BOLD, HINT, TOOLBAR_HEIGHT, VALUE, font, theme
from bpstudio.ui.tooltips import fitted

NAME_BASELINE, VALUE_BASELINE = 20, 37  # px from the top of the toolbar


class Readout(QWidget):
    """One named number, painted by hand: thirty times a second no layout is asked anything.

    It paints its own ground: Qt would paint all that lies below it first.

    Parameters
    ----------
    name
        What the number is, and of what: ``"loss, batch"``.
    widest
        The widest value that is to be expected; room is kept for it.
    hint
        What the tooltip teaches about the number.
    """

    def __init__(self, name: str, widest: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._value = NONE
        self._widest = widest
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setToolTip(fitted(hint))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._describe()
        theme().changed.connect(self.update)

    @property
    def name(self) -> str:
        """What the number is."""
        return self._name

    @property
    def value(self) -> str:
        """The number as it stands there."""
        return self._value

    def show_value(self, value: str, name: str | None = None) -> None:
        """Show `value`, under a new `name` if one is given."""
        if value == self._value and name in (None, self._name):
            return
        self._value = value
        self._name = name or self._name
        self._describe()
        self.update()

    def _describe(self) -> None:
        self.setAccessibleName(f"{self._name}: {self._value}")

    def sizeHint(self) -> QSize:
        """Return the room for the name and the widest value."""
        name = QFontMetrics(font(HINT)).horizontalAdvance(self._name)
        value = QFontMetrics(font(VALUE, BOLD)).horizontalAdvance(self._widest)
        return QSize(max(name, value) + 2, TOOLBAR_HEIGHT - 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the name and the value."""
        with QPainter(self) as painter:
            colors = theme().colors
            painter.fillRect(self.rect(), colors.window)
            painter.setFont(font(HINT))
            painter.setPen(colors.text2)
            painter.drawText(QPointF(0, NAME_BASELINE), self._name)
            painter.setFont(font(VALUE, BOLD))
            painter.setPen(colors.text)
            painter.drawText(QPointF(0, VALUE_BASELINE), self._value)
