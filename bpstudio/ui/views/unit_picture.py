"""The picture of one unit: what it looks for at the left, whether it still learns at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal

from bpstudio.ui.theme import GRID, HINT, MEDIUM, font, theme
from bpstudio.ui.views.frame import LEFT, LINE
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.pointing import OPENERS
from bpstudio.ui.views.small_text import elided, width_of
from bpstudio.ui.views.unit_histogram import Histogram
from bpstudio.ui.views.unit_history import History
from bpstudio.ui.views.unit_samples import Samples
from bpstudio.ui.views.unit_subject import verdict
from bpstudio.ui.views.unit_weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

    from bpstudio.ui.views.readout import Readout
    from bpstudio.ui.views.unit_pane import Pane
    from bpstudio.ui.views.unit_subject import Subject

    Array = NDArray[np.floating]

MARGIN, BETWEEN = GRID, 1.5 * GRID  # px
VERDICT = LINE + GRID / 2  # px
LEAST_WIDTH, LEAST_HEIGHT = 150, 48  # px, of a part
UPPER, LOWER = 46, 66  # px: two rows need so much, the lower one has curves with an axis
ROOMY, CLOSE = 144, 6  # px: from so high on there is more than 6 px between two rows
LEFT_SHARE = 0.38  # of the width: images are square, curves want to be wide


def rooms(area: QRectF) -> list[QRectF]:
    """Return the rooms in `area` for up to four parts, the first most important.

    Two by two, so that what it looks for stands at the left (1 and 3); in a row where that is
    too low and there is width; one below the other where it is narrow. What doesn't fit is left
    out.
    """
    across = 2
    if area.width() < 1.75 * LEAST_WIDTH:
        across = 1
    elif area.width() >= 4 * LEAST_WIDTH + 3 * BETWEEN and area.height() < 3.5 * LEAST_HEIGHT:
        across = 4
    most = int((area.height() + BETWEEN) // (LEAST_HEIGHT + BETWEEN))
    down = min(max(most, 1), 4 // across)
    if across == 2:
        return _two_by_two(area)
    widths = {1: [1.0], 4: [0.2, 0.27, 0.23, 0.3]}[across]
    height = (area.height() - (down - 1) * BETWEEN) / down
    made, free = [], area.width() - (across - 1) * BETWEEN
    for row in range(down):
        left = area.left()
        for share in widths:
            top = area.top() + row * (height + BETWEEN)
            made.append(QRectF(round(left), round(top), int(share * free), int(height)))
            left += share * free + BETWEEN
    return made


def _two_by_two(area: QRectF) -> list[QRectF]:
    """Return four rooms, or two where it is too low for two rows."""
    left, right = _columns(area)
    between = BETWEEN if area.height() >= ROOMY else CLOSE
    if area.height() < UPPER + CLOSE + LOWER:
        return [left, right]
    free = area.height() - between
    upper = max(min(free / 2, free - LOWER), UPPER)
    made = []
    for top, height in ((0.0, upper), (upper + between, free - upper)):
        for column in (left, right):
            room = QRectF(column)
            room.moveTop(round(area.top() + top))
            room.setHeight(int(height))
            made.append(room)
    return made


def _columns(area: QRectF) -> tuple[QRectF, QRectF]:
    free = area.width() - BETWEEN
    left, right = QRectF(area), QRectF(area)
    left.setWidth(int(LEFT_SHARE * free))
    right.setLeft(round(area.left() + LEFT_SHARE * free + BETWEEN))
    return left, right


class UnitPicture(Picture):
    """Its weights and the samples that excite it; its logits and what lets it learn.

    Clicking a sample chooses it; on the keyboard, Enter does where it is read.
    """

    sample_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__("One unit: its weights, its logits, how it learns, what excites it")
        self.subject: Subject | None = None
        self.weights, self.histogram = Weights(), Histogram()
        self.samples, self.history = Samples(), History()
        self.panes: list[Pane] = [self.weights, self.histogram, self.samples, self.history]
        self.shown: list[Pane] = []

    def show_subject(self, subject: Subject, known: tuple[Array, Array]) -> None:
        """Show a unit; `known` is what the recorder knows of it: steps, and figures at each."""
        self.subject = subject
        self.history.show_history(known)
        for pane in self.panes:
            pane.subject = subject
        self.changed()

    @property
    def area(self) -> QRectF:
        """All but the margin."""
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN / 2, -MARGIN, -MARGIN / 2)

    def prepare(self) -> None:
        """Share the room among the parts."""
        places = rooms(self.area.adjusted(0, VERDICT, 0, 0))
        self.shown = self.panes[: len(places)]
        for number, pane in enumerate(self.panes):
            # What has no room is worked out all the same, for the table.
            pane.place(places[number] if number < len(places) else QRectF())

    def draw(self, painter: QPainter) -> None:
        """Draw the verdict and the parts."""
        if self.subject is None:
            return
        self._draw_verdict(painter, self.subject)
        for pane in self.shown:
            painter.save()
            pane.draw(painter, self.subject)
            painter.restore()

    def _draw_verdict(self, painter: QPainter, subject: Subject) -> None:
        """Write as many of the clauses as fit."""
        line = self.area
        line.setHeight(LINE)
        clauses = verdict(subject)
        while len(clauses) > 1 and width_of(_joined(clauses)) + GRID > line.width():
            clauses.pop()
        painter.setFont(font(HINT, MEDIUM))
        painter.setPen(theme().colors.text)
        painter.drawText(line, LEFT, elided(_joined(clauses), line.width()))

    def _pane_at(self, at: QPointF) -> Pane | None:
        return next((pane for pane in self.shown if pane.rect.contains(at)), None)

    def read(self, at: QPointF) -> Readout | None:
        """Return the exact numbers of the part under the pointer."""
        pane = self._pane_at(at)
        if pane is None or self.subject is None:
            return None
        return pane.read(at, self.subject)

    def sample_at(self, at: QPointF) -> int | None:
        """Return the place of the sample under the pointer, None where there is none."""
        pane = self._pane_at(at)
        return None if pane is None or self.message else pane.sample_at(at)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read, and show where a click does something."""
        super().mouseMoveEvent(event)
        can_click = self.sample_at(event.position()) is not None
        shape = Qt.CursorShape.PointingHandCursor if can_click else Qt.CursorShape.ArrowCursor
        self.setCursor(shape)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the sample under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(event.position())
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the sample that is read."""
        if Qt.Key(event.key()) in OPENERS and self.pointer is not None:
            self._choose(self.pointer)
        else:
            super().keyPressEvent(event)

    def _choose(self, at: QPointF) -> None:
        position = self.sample_at(at)
        if position is not None:
            self.sample_chosen.emit(position)


def _joined(clauses: list[str]) -> str:
    words = " · ".join(clauses)
    return words[:1].upper() + words[1:]
