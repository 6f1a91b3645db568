"""How far to nudge: a slider below the curve, and what the curve says there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QSizePolicy

from bpstudio.runtime.tasks.epsilon_curve import EPSILONS
from bpstudio.ui.check.words import epsilon_text
from bpstudio.ui.theme import BODY, BOLD, GRID, font, theme
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.frame import LEFT
from bpstudio.ui.widgets.groove_slider import GrooveSlider

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

    from bpstudio.ui.views.picture import Picture

HEIGHT = 7 * GRID  # px
DECADE = 3  # stops
LINE = 18.0  # px


class EpsilonSlider(GrooveSlider):
    """The nudge, one stop a key press; below it, what is read there.

    Parameters
    ----------
    above
        The picture whose axis it goes along.
    """

    epsilon_changed = Signal(float)

    track, knob = 14, 6

    def __init__(self, above: Picture) -> None:
        super().__init__(len(EPSILONS) - 1)
        self.setObjectName("epsilon")
        self._above = above
        self._reading = self._short = ""
        self.setPageStep(DECADE)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setToolTip(
            fitted(
                "How far each parameter is nudged in the race.\n"
                "Too far, and the chord is not the slope; too little, and rounding is all there is."
            )
        )
        self.valueChanged.connect(self._changed)
        self._describe()

    @property
    def epsilon(self) -> float:
        """What it is set to."""
        return EPSILONS[self.value()]

    def show_epsilon(self, epsilon: float) -> None:
        """Show a nudge without telling anyone."""
        blocked = self.blockSignals(True)
        self.setValue(min(range(len(EPSILONS)), key=lambda k: abs(EPSILONS[k] / epsilon - 1)))
        self.blockSignals(blocked)
        self._describe()
        self.update()

    def read(self, words: str, short: str = "") -> None:
        """Write what the curve says here; where there is little room, the `short` words."""
        self._reading, self._short = words, short
        self._describe()
        self.update()

    def _changed(self) -> None:
        self._describe()
        self.update()
        self.epsilon_changed.emit(self.epsilon)

    def _describe(self) -> None:
        self.setAccessibleName(f"Nudge: ε = {epsilon_text(self.epsilon)}")
        self.setAccessibleDescription(self._reading)

    def sizeHint(self) -> QSize:
        """Return the room for the groove and a line of text."""
        return QSize(20 * GRID, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def groove(self) -> tuple[float, float]:
        """Return where the groove is: below the picture's axis."""
        area = self._above.area
        return area.left(), max(area.right(), area.left() + 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the groove, the knob and what is read there."""
        with QPainter(self) as painter:
            colors = theme().colors
            painter.fillRect(self.rect(), colors.surface)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self.draw_groove(painter)
            self.draw_knob(painter)
            painter.setFont(font(BODY, BOLD))
            painter.setPen(colors.text)
            painter.drawText(QRectF(0, self.track - LINE / 2, self.groove()[0], LINE), LEFT, "ε")
            self._write_reading(painter)

    def _write_reading(self, painter: QPainter) -> None:
        line = QRectF(0, HEIGHT - LINE - 2, self.width(), LINE)
        name = f"ε = {epsilon_text(self.epsilon)}"
        painter.drawText(line, LEFT, name)
        line.setLeft(QFontMetricsF(font(BODY, BOLD)).horizontalAdvance(name) + 1.5 * GRID)
        painter.setFont(font(BODY))
        metrics = QFontMetricsF(font(BODY))
        elide = Qt.TextElideMode.ElideRight
        words = self._reading
        if metrics.horizontalAdvance(words) > line.width():
            words = self._short or words
        painter.drawText(line, LEFT, metrics.elidedText(words, elide, line.width()))
