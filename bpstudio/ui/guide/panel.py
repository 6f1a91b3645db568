"""The guide's panel: a title, the contents or a lesson, and the way on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.guide.contents import Contents
from bpstudio.ui.guide.reading import Reading
from bpstudio.ui.guide.step_bar import StepBar
from bpstudio.ui.guide.texts import paragraph, scrolled
from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, GRID
from bpstudio.ui.widgets.close_button import close_button

if TYPE_CHECKING:
    from PySide6.QtCore import QEvent, QObject
    from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.guide.course import Course

TITLE = "Through the chapter"
SHARE, LEAST, MOST = 0.235, 35 * GRID, 43 * GRID  # of the window's width; px
WAITS = "Your own document waits, untouched."


class GuidePanel(QFrame):
    """Shows where a course is; what is done in the window is done by others.

    Attributes
    ----------
    contents
        The list of lessons.
    reading
        The place of the lesson that is open; None while the contents are shown.

    Signals
    -------
    show_wanted, solution_wanted
        The window is to be brought to the step's state, or to where its task is done.
    closed
        It is to go.
    widened
        How much of the window's width it takes from now on, px.
    """

    show_wanted = Signal()
    solution_wanted = Signal()
    closed = Signal()
    widened = Signal(int)

    def __init__(self, course: Course, actions: Actions, window: QWidget) -> None:
        super().__init__()
        self.setObjectName("guide")
        self.setAccessibleName(TITLE)
        self._course, self._window = course, window
        self._lends, self._is_staged, self._is_presented = False, False, False
        self.contents = Contents(course)
        self.contents.chosen.connect(course.open)
        self.reading: Reading | None = None
        self._stack = QStackedWidget()
        self._stack.addWidget(self.contents)
        self._steps = StepBar(course)
        self._steps.chosen.connect(course.go_to)
        self._waits = self._loan_row(actions)
        self._foot = self._way_on(actions)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 1, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(self._stack, 1)
        for part in (self._waits, self._foot):  # below: what is read mustn't move under the hand
            column.addWidget(part)
        course.turned.connect(self._turn)
        course.solved.connect(self._show_way_on)
        window.installEventFilter(self)
        self.show_loan(False)
        self._turn()

    def _header(self) -> QWidget:
        holder = QFrame()
        holder.setObjectName("dockTitle")
        holder.setFixedHeight(DOCK_TITLE_HEIGHT)
        self._back = QToolButton()
        self._back.setObjectName("lessonContents")
        self._back.setProperty("small", True)
        self._back.setToolTip("All lessons")
        self._back.setAccessibleName("All lessons")
        set_icon(self._back, "chevron-left")
        self._back.clicked.connect(self._course.close)
        title = QLabel(TITLE)
        title.setProperty("title", True)
        row = QHBoxLayout(holder)
        row.setContentsMargins(GRID, 0, 4, 0)
        row.setSpacing(4)
        row.addWidget(self._back)
        row.addWidget(title)
        row.addStretch()
        row.addWidget(close_button("Close, and have your own document back", self.closed.emit))
        return holder

    def _loan_row(self, actions: Actions) -> QWidget:
        holder = QFrame()
        holder.setObjectName("notice")
        column = QVBoxLayout(holder)
        column.setContentsMargins(2 * GRID, GRID - 2, GRID, GRID - 2)
        column.setSpacing(4)
        column.addWidget(paragraph(WAITS, "name"))
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for name, text in (("actionLeaveLesson", "Leave"), ("actionKeepLesson", "Keep this …")):
            row.addWidget(_button_of(actions[name], text))
        row.addStretch()
        column.addLayout(row)
        return holder

    def _way_on(self, actions: Actions) -> QWidget:
        holder = QFrame()
        holder.setObjectName("lessonFoot")
        self._before = _button_of(actions["actionLessonBack"], "Back", "lessonBack")
        self._on = _button_of(actions["actionLessonNext"], "Next", "lessonNext")
        row = QHBoxLayout(holder)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID + 4)
        row.addWidget(self._before)
        row.addWidget(self._steps, 1)
        row.addWidget(self._on)
        return holder

    def show_loan(self, is_on: bool) -> None:
        """Say whether the user's own document waits."""
        self._lends = is_on
        self._waits.setVisible(is_on and not self._is_presented)

    def show_scene(self, is_there: bool) -> None:
        """Say whether the window has what the open lesson has brought there."""
        self._is_staged = is_there
        if self.reading is not None:
            self.reading.show_scene(is_there)

    def present(self, on: bool) -> None:
        """Be as narrow as can be in front of a class, who needn't know what waits."""
        self._is_presented = on
        self.show_loan(self._lends)
        self._fit()

    def _turn(self) -> None:
        """Show where the course is."""
        course, before = self._course, self.reading
        self._back.setVisible(course.placed is not None)
        self._foot.setVisible(course.placed is not None)
        self.reading = self._page()
        if self.reading is None:
            self._stack.setCurrentWidget(self.contents)
        else:
            area = scrolled(self.reading, "The lesson")
            self._stack.addWidget(area)
            self._stack.setCurrentWidget(area)
        if before is not None and (old := self._stack.widget(1)) is not None:
            self._stack.removeWidget(old)
            old.deleteLater()
        self._show_way_on()

    def _page(self) -> Reading | None:
        course = self._course
        if course.placed is None:
            return None
        lesson = course.placed.lesson
        if not course.place:
            return Reading.of_beginning(lesson)
        page = Reading.of_step(lesson, course.place, course.state)
        page.show_scene(self._is_staged)
        page.show_wanted.connect(self.show_wanted)
        assert page.asking is not None
        if course.is_solved(course.place):
            page.asking.show_solved()
        page.asking.solved.connect(course.solve)
        page.asking.answered.connect(lambda: QTimer.singleShot(0, self._on, self._on.setFocus))
        page.asking.solution_wanted.connect(self.solution_wanted)
        return page

    def _show_way_on(self) -> None:
        course = self._course
        self._before.setEnabled(course.place > 0)
        is_last = course.place == course.steps
        follows = course.next_lesson
        if not course.place:
            words, hint = "Begin", "Go to the first step"
        elif not is_last:
            words, hint = "Next", "Go to the next step"
        elif follows is not None:
            words, hint = "Next lesson", follows.lesson.title
        else:
            words, hint = "Contents", "Back to all lessons"
        self._on.setText(words)
        self._on.setToolTip(f"{hint} (Ctrl+PgDown)")
        is_solved = not course.place or course.is_solved(course.place)
        self._on.setProperty("onward", is_solved)
        self._on.style().unpolish(self._on)
        self._on.style().polish(self._on)

    def take_focus(self) -> None:
        """Have the keyboard where it goes on."""
        if self.reading is None:
            self.contents.take_focus()
        elif self.reading.asking is None:
            self._on.setFocus()
        else:
            self.reading.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press a button, too, as it does in a dialog."""
        focus = QApplication.focusWidget()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(
            focus, QAbstractButton
        ):
            focus.click()
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Be as wide as suits the window."""
        if event.type() == event.Type.Resize and watched is self._window:
            self._fit()
        return False

    def _fit(self) -> None:
        share = 0 if self._is_presented else round(SHARE * self._window.width())
        self.setFixedWidth(min(max(share, LEAST), MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tell how wide it is."""
        super().resizeEvent(event)
        self.widened.emit(self.width())

    def showEvent(self, event: QShowEvent) -> None:
        """Tell that it takes room."""
        super().showEvent(event)
        self.widened.emit(self.width())

    def hideEvent(self, event: QHideEvent) -> None:
        """Tell that it takes none."""
        super().hideEvent(event)
        self.widened.emit(0)


def _button_of(action: QAction, text: str, name: str = "") -> QPushButton:
    """Return a button that does what an action does."""
    button = QPushButton(text)
    button.setObjectName(name or f"{action.objectName()}Button")
    button.setProperty("low", True)
    button.setToolTip(action.toolTip())
    button.setAccessibleName(action.iconText())
    button.clicked.connect(action.trigger)
    return button
