"""What a step asks: a number, a choice, or something to do in the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from bpstudio.experiment.lessons.conditions import hint_for, is_right
from bpstudio.ui.guide.texts import paragraph
from bpstudio.ui.guide.verdict import DONE, RIGHT, SHOWN, WRONG, Verdict
from bpstudio.ui.guide.wrapping_button import WrappingButton
from bpstudio.ui.numbers import MINUS, count, on_screen, plain, readings
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from bpstudio.experiment.lessons.lesson import Choose, Do, Predict, Step

NO_NUMBER = "Type one such as −0.25, 1e-6 or 15 000."
LONGEST = 40  # characters of a number
LARGEST_WHOLE = 1e15  # that is written with all its figures


class Asking(QWidget):
    """Asks one thing, judges the answer, and helps whoever is stuck.

    Signals
    -------
    solved
        The answer is right, or it was shown.
    answered
        So it is, here in the panel, where nothing is left to do.
    solution_wanted
        The window is to be brought to where the task is done.
    """

    solved = Signal()
    answered = Signal()
    solution_wanted = Signal()

    def __init__(self, question: str, help_words: str, help_hint: str) -> None:
        super().__init__()
        self.verdict = Verdict()
        self._help = QPushButton(help_words)
        self._help.setObjectName("lessonHelp")
        self._help.setProperty("low", True)
        self._help.setToolTip(help_hint)
        self._help.setAccessibleName(help_words)
        self._help.setAccessibleDescription(help_hint)
        self._help.clicked.connect(self.give_help)
        self._help.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(GRID)
        self.column.addWidget(paragraph(question, "question"))

    def _finish(self) -> None:
        """Put verdict and help below everything."""
        self.column.addWidget(self.verdict)
        self.column.addWidget(self._help, alignment=Qt.AlignmentFlag.AlignLeft)

    def give_help(self) -> None:
        """Give the answer."""
        raise NotImplementedError

    def show_solved(self) -> None:
        """Show it as it is once it has been answered, where that was before."""
        raise NotImplementedError

    def take_focus(self) -> None:
        """Have the keyboard where the answer is given."""

    def _praise(self, title: str, then: str) -> None:
        self.verdict.say(title, then, is_right=True)
        if self._help.hasFocus():
            self.answered.emit()
        self._help.hide()

    def _tell(self) -> None:
        self.solved.emit()
        self.answered.emit()

    def _blame(self, hint: str) -> None:
        self.verdict.say(WRONG, hint, is_right=False)
        self._help.show()


class AskNumber(Asking):
    """Asks for a number."""

    def __init__(self, asked: Predict) -> None:
        super().__init__(asked.question, "Show the answer", "Give up this once, and see it")
        self._asked = asked
        self.field = QLineEdit()
        self.field.setObjectName("lessonAnswer")
        self.field.setAccessibleName(f"Your prediction: {asked.question}")
        self.field.setToolTip("Type a number and press Enter")
        self.field.setPlaceholderText("your prediction")
        self.field.setMaxLength(LONGEST)
        self.field.returnPressed.connect(self._judge)
        check = QPushButton("Check")
        check.setObjectName("lessonCheck")
        check.setToolTip("See whether you are right (Enter)")
        check.setAccessibleName("Check the prediction")
        check.clicked.connect(self._judge)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.field, 1)
        if asked.unit:
            unit = QLabel(asked.unit, textFormat=Qt.TextFormat.PlainText)
            row.addWidget(unit)
        row.addWidget(check)
        self.column.addLayout(row)
        self._finish()

    def _judge(self) -> None:
        numbers = read_numbers(self.field.text())
        if not self.field.text().strip():
            self.field.setFocus()
        elif not numbers:
            self.verdict.say("No number", NO_NUMBER, is_right=False)
        elif any(is_right(self._asked, number) for number in numbers):
            self._praise(RIGHT, self._asked.then)
            self._tell()
        else:
            self._blame(self._asked.hint)

    def give_help(self) -> None:
        """Show the answer."""
        self.show_solved()
        self._praise(f"{SHOWN}: {written(self._asked.answer)}", self._asked.then)
        self._tell()

    def show_solved(self) -> None:
        """Show the answer as if it had just been given."""
        self.field.setText(written(self._asked.answer))
        self._praise(RIGHT, self._asked.then)

    def take_focus(self) -> None:
        """Have the keyboard in the field."""
        self.field.setFocus(Qt.FocusReason.TabFocusReason)
        self.field.selectAll()


class AskChoice(Asking):
    """Asks which of a few is right."""

    def __init__(self, asked: Choose) -> None:
        super().__init__(asked.question, "Show the answer", "Give up this once, and see it")
        self._asked = asked
        self.choices = [WrappingButton(choice, is_framed=True) for choice in asked.choices]
        for number, button in enumerate(self.choices, start=1):
            button.setObjectName(f"lessonChoice{number}")
            button.setToolTip("Choose this answer")
            button.clicked.connect(partial(self._judge, button))
            self.column.addWidget(button)
        self._finish()

    def _judge(self, button: WrappingButton) -> None:
        if button.words == self._asked.answer:
            self.show_solved()
            self._tell()
        else:
            button.set_mark("wrong", "not right")
            self._blame(hint_for(self._asked, button.words))

    def give_help(self) -> None:
        """Show the answer."""
        self.show_solved()
        self._tell()

    def show_solved(self) -> None:
        """Mark the answer as if it had just been given."""
        for button in self.choices:
            button.set_mark("right" if button.words == self._asked.answer else "")
        self._praise(RIGHT, self._asked.then)

    def take_focus(self) -> None:
        """Have the keyboard at the first choice."""
        self.choices[0].setFocus(Qt.FocusReason.TabFocusReason)


class AskDeed(Asking):
    """Asks for something to be done in the window; whether it is done is told from outside."""

    def __init__(self, asked: Do) -> None:
        super().__init__(asked.task, "Do it for me", "Bring the window to where this is done")
        self._asked = asked
        self.hint = QPushButton("Hint")
        self.hint.setObjectName("lessonHint")
        self.hint.setProperty("low", True)
        self.hint.setToolTip("How it can be done")
        self.hint.setAccessibleName("Hint")
        self.hint.clicked.connect(self._give_hint)
        self.column.addWidget(self.hint, alignment=Qt.AlignmentFlag.AlignLeft)
        self._finish()

    def _give_hint(self) -> None:
        self.verdict.say("Hint", self._asked.hint, is_right=False)
        self._help.show()
        if self.hint.hasFocus():
            self._help.setFocus()  # what is hidden hands the keyboard to whatever comes next
        self.hint.hide()

    def show_done(self) -> None:
        """Say that it is done."""
        self.show_solved()
        self.solved.emit()

    def give_help(self) -> None:
        """Have it done."""
        self.solution_wanted.emit()

    def show_solved(self) -> None:
        """Say that it is done."""
        self.hint.hide()
        self._praise(DONE, self._asked.then)


def asking(step: Step) -> Asking:
    """Return what asks for what a step asks."""
    if step.predict is not None:
        return AskNumber(step.predict)
    if step.choose is not None:
        return AskChoice(step.choose)
    assert step.do is not None
    return AskDeed(step.do)


def read_numbers(text: str) -> tuple[float, ...]:
    """Return what the number that was typed may mean, see `readings`; none where it is none."""
    bare = text.strip()
    whole = 100 if bare.endswith("%") else 1
    try:
        return tuple(float(one) / whole for one in readings(bare.removesuffix("%")))
    except ValueError:
        return ()


def written(number: float) -> str:
    """Return a number as it may stand in the field and in a sentence."""
    if number.is_integer() and abs(number) < LARGEST_WHOLE:
        return count(int(number))
    return on_screen(plain(number)).replace("-", MINUS)
