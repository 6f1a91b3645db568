"""The contents: all lessons in their sections, with a mark that says how much of each is done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from bpstudio.ui.guide.texts import paragraph, scrolled
from bpstudio.ui.guide.wrapping_button import WrappingButton
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent, QShowEvent

    from bpstudio.experiment.lessons.shipped import Placed, Section
    from bpstudio.ui.guide.course import Course

INTRODUCTION = (
    "Each lesson brings this window to a state and asks one thing after the other. "
    "Your own document waits meanwhile, and comes back as it was."
)
EMPTY = "The lessons can’t be found: the installation lacks them."


class Contents(QWidget):
    """Lists the lessons of a course.

    Signals
    -------
    chosen
        A lesson is to be opened.
    file_wanted
        A file with a lesson is to be picked.
    """

    chosen = Signal(object)
    file_wanted = Signal()

    def __init__(self, course: Course) -> None:
        super().__init__()
        self._course = course
        self._rows: list[tuple[Placed, WrappingButton]] = []
        self._how_far: QLabel | None = None
        self._again: QPushButton | None = None
        self._whole = QVBoxLayout(self)
        self._whole.setContentsMargins(0, 0, 0, 0)
        course.solved.connect(self._show_marks)

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows when they are first seen: the window begins without them."""
        if not self._whole.count():
            self._fill()
        super().showEvent(event)

    def _fill(self) -> None:
        sections = self._course.sections
        holder = QWidget()
        holder.setObjectName("lessonText")
        column = QVBoxLayout(holder)
        column.setContentsMargins(2 * GRID, 2 * GRID, GRID, 2 * GRID)
        column.setSpacing(GRID // 2)
        column.addWidget(paragraph(INTRODUCTION if sections else EMPTY))
        for section in sections:
            self._add(section, column)
        column.addSpacing(GRID)
        self._how_far = paragraph("", "hint")
        column.addWidget(self._how_far)
        column.addLayout(self._foot())
        column.addStretch()
        area = scrolled(holder, "Lessons")
        self._whole.addWidget(area)
        area.show()
        self._show_marks()

    def _add(self, section: Section, column: QVBoxLayout) -> None:
        heading = QLabel(section.title)
        heading.setProperty("role", "heading")
        heading.setContentsMargins(0, 2 * GRID, 0, 0)
        column.addWidget(heading)
        for placed in section.lessons:
            row = WrappingButton(placed.lesson.title, placed.lesson.about)
            row.setObjectName(f"lesson_{placed.name}")
            row.clicked.connect(partial(self.chosen.emit, placed))
            self._rows.append((placed, row))
            column.addWidget(row)

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        other = _low("Open a lesson …", "One that a teacher has written", self.file_wanted.emit)
        forget = self._course.begin_again
        self._again = _low("Begin again", "Forget which lessons are done", forget)
        self._again.setObjectName("lessonsBeginAgain")
        row.addWidget(other)
        row.addWidget(self._again)
        row.addStretch()
        return row

    def _show_marks(self) -> None:
        if self._how_far is None or self._again is None:
            return
        course, finished = self._course, 0
        for placed, row in self._rows:
            done, steps = course.done_of(placed), len(placed.lesson.steps)
            if done == steps:
                row.set_mark("right", "done")
                finished += 1
            elif done:
                row.set_mark("part", f"{done} of {steps} steps done")
            else:
                row.set_mark("", "not begun")
        self._how_far.setText(f"{finished} of {len(self._rows)} lessons done.")
        self._again.setEnabled(any(course.done_of(placed) for placed, _ in self._rows))

    def take_focus(self) -> None:
        """Have the keyboard at the first lesson that isn't done."""
        for placed, row in self._rows:
            if self._course.done_of(placed) < len(placed.lesson.steps):
                row.setFocus(Qt.FocusReason.TabFocusReason)
                return

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go from lesson to lesson by the arrow keys."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        rows = [row for _, row in self._rows]
        focus = self.focusWidget()
        by = steps.get(Qt.Key(event.key()))
        if by is None or not isinstance(focus, WrappingButton) or focus not in rows:
            super().keyPressEvent(event)
            return
        place = rows.index(focus) + by
        rows[min(max(place, 0), len(rows) - 1)].setFocus(Qt.FocusReason.TabFocusReason)


def _low(text: str, hint: str, act: object) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("low", True)
    button.setToolTip(hint)
    button.setAccessibleName(text)
    button.setAccessibleDescription(hint)
    button.clicked.connect(act)
    return button
