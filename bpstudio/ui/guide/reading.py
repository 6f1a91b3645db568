"""A place in a lesson, to be read: what it tells first, or one of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from bpstudio.experiment.lessons.lesson import Equation
from bpstudio.ui.guide.asking import AskDeed, Asking, asking
from bpstudio.ui.guide.texts import paragraph
from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import CONTROL_HEIGHT, GRID
from bpstudio.ui.tooltips import tip
from bpstudio.ui.widgets.fitting_equation import FittingEquation

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from bpstudio.experiment.lessons.lesson import Lesson, State

SIDE = 2 * GRID  # px of space at either side
LARGE, LEAST = 17, 12  # px: letters of equations
PREPARING = "Preparing …"
SHOW_KEY = "Ctrl+Shift+Return"


class Reading(QWidget):
    """One place of a lesson below the other: text, equation, button, question.

    Attributes
    ----------
    asking
        What asks; None at the beginning of a lesson.
    show_button
        The button that brings the window to what the step is about; None where there is none.

    Signals
    -------
    show_wanted
        The window is to be brought to the step's state.
    """

    show_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("lessonText")
        self.asking: Asking | None = None
        self.show_button: QPushButton | None = None
        self._is_own = False
        self._equations: list[FittingEquation] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(SIDE, SIDE, SIDE, SIDE)
        self._column.setSpacing(GRID + 4)

    @classmethod
    def of_beginning(cls, lesson: Lesson) -> Reading:
        """Return what a lesson tells first."""
        page = cls()
        page._add_title(lesson.title)
        if lesson.about:
            page._column.addWidget(paragraph(lesson.about, "about"))
        for part in lesson.text:
            if isinstance(part, Equation):
                page._add_equation(part.tex)
            else:
                page._column.addWidget(paragraph(part))
        page._column.addStretch()
        return page

    @classmethod
    def of_step(cls, lesson: Lesson, place: int, state: State | None) -> Reading:
        """Return a step by its place, from 1; `state` is what it is about, its own or not."""
        page, step = cls(), lesson.steps[place - 1]
        where = f"{lesson.title}, step {place} of {len(lesson.steps)}"
        page._column.addWidget(paragraph(where, "about"))
        page._column.addWidget(paragraph(step.text))
        if step.equation:
            page._add_equation(step.equation)
        if state is not None:
            page._is_own = state is step.show
            page._add_button(state.button)
        page._column.addWidget(_rule())
        page.asking = asking(step)
        page._column.addWidget(page.asking)
        page._column.addStretch()
        return page

    def _add_title(self, title: str) -> None:
        self._column.addWidget(paragraph(title, "title"))

    def _add_equation(self, tex: str) -> None:
        equation = FittingEquation(self.width() - 2 * SIDE, LARGE, least=LEAST)
        equation.set_tex(tex)
        self._equations.append(equation)
        self._column.addWidget(equation)

    def _add_button(self, words: str) -> None:
        button = QPushButton(words.replace("&", "&&"))
        button.setObjectName("lessonShow")
        button.setFixedHeight(CONTROL_HEIGHT + 4)
        hint = "Bring the window to this state; your own document waits, untouched"
        button.setToolTip(tip(f"{words} ({SHOW_KEY})", hint))
        button.setAccessibleName(words)
        button.setAccessibleDescription(hint)
        set_icon(button, "play")
        button.clicked.connect(self.show_wanted)
        self.show_button = button
        self._words = words
        self._column.addWidget(button)

    def show_scene(self, is_there: bool) -> None:
        """Offer the state of a step before where the window isn't in it, as after leaving."""
        if self.show_button is not None:
            self.show_button.setVisible(self._is_own or not is_there)

    def set_busy(self, is_busy: bool) -> None:
        """Say that the window is on its way."""
        if self.show_button is not None:
            self.show_button.setEnabled(not is_busy)
            self.show_button.setText(PREPARING if is_busy else self._words.replace("&", "&&"))

    def say_that_it_is_done(self) -> None:
        """Say that what was to be done is done."""
        if isinstance(self.asking, AskDeed):
            self.asking.show_done()

    def take_focus(self) -> None:
        """Have the keyboard where it goes on."""
        if self.show_button is not None and not self.show_button.isHidden():
            self.show_button.setFocus()
        elif self.asking is not None:
            self.asking.take_focus()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Let equations fit."""
        for equation in self._equations:
            equation.set_room(self.width() - 2 * SIDE)
        super().resizeEvent(event)


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("divider")
    rule.setFixedHeight(1)
    return rule
