"""A part of the picture of a unit: a title, and one kind of numbers below it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF

from bpstudio.ui.theme import GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE, RIGHT
from bpstudio.ui.views.small_text import fitting, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter

    from bpstudio.ui.views.readout import Readout
    from bpstudio.ui.views.unit_subject import Subject

TITLE_SPACE = LINE + GRID / 2  # px

Cells = tuple[str, str, str, str, str]  # of a row of the table behind the picture


class Pane:
    """One kind of numbers of a unit, drawn within `rect`, in px of the whole picture."""

    def __init__(self) -> None:
        self.rect = QRectF()
        self.subject: Subject | None = None

    def place(self, rect: QRectF) -> None:
        """Take this room, and work out what goes where."""
        self.rect = rect
        if self.subject is not None:
            self.arrange(self.subject)

    @property
    def inner(self) -> QRectF:
        """What is left below the title."""
        return self.rect.adjusted(0, TITLE_SPACE, 0, 0)

    def arrange(self, subject: Subject) -> None:
        """Work out what goes where for these numbers and this room."""

    def draw(self, painter: QPainter, subject: Subject) -> None:
        """Draw the numbers."""
        raise NotImplementedError

    def read(self, at: QPointF, subject: Subject) -> Readout | None:
        """Return the exact numbers at a place."""
        raise NotImplementedError

    def sample_at(self, at: QPointF) -> int | None:
        """Return the place of the sample that is shown at a place."""
        return None

    def rows(self, subject: Subject) -> list[Cells]:
        """Return the numbers for the table behind the picture."""
        raise NotImplementedError

    def draw_title(self, painter: QPainter, names: Sequence[str], number: str = "") -> None:
        """Write the longest of the `names` that fits beside the `number`, and that."""
        painter.setFont(font(HINT))
        line = QRectF(self.rect.topLeft(), self.rect.bottomRight())
        line.setHeight(LINE)
        taken = width_of(number) + GRID if number else 0.0
        room = line.width() - taken
        painter.setPen(theme().colors.text2)
        painter.drawText(line, LEFT, fitting(names, room))
        painter.setPen(theme().colors.text)
        painter.drawText(line, RIGHT, number)
