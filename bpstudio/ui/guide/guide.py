"""The guide in the window: its panel, its commands, and what becomes of the user's document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from bpstudio.experiment.lessons.conditions import all_hold
from bpstudio.experiment.lessons.folding import folded
from bpstudio.experiment.lessons.shipped import Placed, shipped_lessons
from bpstudio.experiment.lessons.storage import read_lesson
from bpstudio.refusal import Refusal
from bpstudio.ui.guide.course import Course
from bpstudio.ui.guide.panel import GuidePanel
from bpstudio.ui.guide.scene import WindowScene
from bpstudio.ui.guide.stagehand import Stagehand

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from bpstudio.experiment.lessons.scene import Scene
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.document import Document
    from bpstudio.ui.files import Files
    from bpstudio.ui.loan import Loan
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.session import Session

LOOK = 150  # ms between two looks at whether a task is done
LESSONS = "Lessons (*.json);;All files (*)"
BACK = "Your own document is back, as it was."


class Guide(QObject):
    """Opens lessons, has the window brought to their states, looks whether tasks are done.

    Signals
    -------
    refused
        What was tried, and why not.
    told
        What has been done.
    """

    refused = Signal(str, Refusal)
    told = Signal(str)

    def __init__(
        self,
        window: QMainWindow,
        document: Document,
        session: Session,
        parts: Parts,
        files: Files,
        loan: Loan,
        actions: Actions,
    ) -> None:
        super().__init__(window)
        self._window, self._document, self._files = window, document, files
        self._loan, self._actions = loan, actions
        self.course = Course(shipped_lessons(), self)
        self.panel = GuidePanel(self.course, actions, window)
        self.panel.hide()
        for page in (parts.stage, parts.circuit):
            self.panel.widened.connect(page.leave_room)
        parts.pages.beside.addWidget(self.panel)
        self._scene = WindowScene(document, session, parts)
        self.stagehand = Stagehand(document, session, parts, loan)
        self._begun: Scene | None = None
        self._staged: Placed | None = None  # the lesson that has the window
        self._reached = self._wanted = 0  # how many of its states are behind the window's
        self._is_aside = False
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)
        self._connect()
        self._show_commands()

    def _connect(self) -> None:
        panel, course, stagehand = self.panel, self.course, self.stagehand
        panel.show_wanted.connect(self.show_state)
        panel.solution_wanted.connect(self._do_it)
        panel.closed.connect(self.close)
        panel.contents.file_wanted.connect(self.ask_and_open)
        course.turned.connect(self._turn)
        course.turned.connect(self._show_commands)
        stagehand.brought.connect(self._take_brought)
        stagehand.refused.connect(self._refuse)
        self._loan.changed.connect(self._follow_loan)
        for name, act in {
            "actionChapter": self.show,
            "actionOpenLesson": self.ask_and_open,
            "actionLeaveLesson": self.leave,
            "actionKeepLesson": self.keep,
            "actionLessonShow": self.show_state,
            "actionLessonNext": self.go_on,
            "actionLessonBack": lambda: course.go_to(course.place - 1),
        }.items():
            self._actions[name].triggered.connect(act)

    def show(self) -> None:
        """Have the panel in the window, and the keyboard in it."""
        self._is_aside = False
        self.panel.show()
        self.panel.take_focus()
        self._show_commands()

    def close(self) -> None:
        """Have the panel away, and the user's own document back."""
        self.leave()
        self._is_aside = False
        self.panel.hide()
        self._show_commands()
        self._window.setFocus()

    def step_aside(self) -> None:
        """Have the panel out of sight for a while, or back, as in front of a class.

        The lesson goes on meanwhile; a guide that has been closed stays so.
        """
        if self._is_aside or not self.panel.isHidden():
            self._is_aside = not self._is_aside
            self.panel.setHidden(self._is_aside)
            self._show_commands()

    def present(self, on: bool) -> None:
        """Be seen by a class, or no longer: then what stepped aside is back."""
        if self._is_aside:
            self.step_aside()
        self.panel.present(on)

    def ask_and_open(self) -> None:
        """Let the user pick a lesson's file."""
        title, folder = "Open a lesson", str(self._files.folder)
        name, _ = QFileDialog.getOpenFileName(self._window, title, folder, LESSONS)
        if name:
            self.open_file(Path(name))

    def open_file(self, path: Path) -> None:
        """Open a lesson from a file; say why where that can't be, and keep what is open."""
        path = path.absolute()
        try:
            placed = Placed(str(path), read_lesson(path), path.parent)
        except Refusal as refusal:
            self.refused.emit(f"{path.name} wasn’t opened.", refusal)
            return
        self.show()
        self.course.open(placed)

    def show_state(self) -> None:
        """Bring the window to the state of the step that is open.

        Where the one before it isn't there, whatever it builds on is brought, too.
        """
        placed, states = self.course.placed, self.course.states
        if placed is None or not states:
            return
        goes_on = self._is_staged and len(states) - self._reached in (0, 1)
        self._reached, self._wanted = 0, len(states)
        self._say_busy(True)
        self.stagehand.bring(states[-1] if goes_on else folded(states), placed)

    def _do_it(self) -> None:
        step, placed = self.course.step, self.course.placed
        if placed is not None and step is not None and step.do is not None:
            if not self._is_staged:
                self._refuse(Refusal("", "press the button above first"))
                return
            self._wanted = self._reached
            self.stagehand.bring(step.do.solution, placed)

    def go_on(self) -> None:
        """Go to the next step, from the last one to the next lesson or to the contents."""
        course = self.course
        if course.place < course.steps:
            course.go_to(course.place + 1)
        elif (follows := course.next_lesson) is not None:
            course.open(follows)
        else:
            course.close()

    def leave(self) -> None:
        """Have the user's own document back."""
        was_on = self._loan.is_on
        self.give_way()
        if was_on:
            self.told.emit(BACK)

    def give_way(self) -> None:
        """Have the user's own document in the window, now and in a moment, and say nothing."""
        self.stagehand.give_up()
        self._say_busy(False)
        self._loan.end()

    def keep(self) -> None:
        """Make what the lesson has in the window the user's document, with what it has learned."""
        experiment, dataset = self._document.experiment, self._document.dataset
        try:
            run = self._document.give_run()
        except Refusal as refusal:
            self._refuse(refusal)
            return
        self._files.keep_guest(experiment, dataset, run)

    def stop(self) -> None:
        """Leave what is under way."""
        self._timer.stop()
        self.stagehand.stop()

    def _turn(self) -> None:
        """Begin with another place."""
        self.stagehand.give_up()
        self._timer.stop()
        self._begun = None
        has_focus = self.panel.isAncestorOf(QApplication.focusWidget() or self._window)
        step = self.course.step
        self.panel.show_scene(self._is_staged)
        if step is not None and step.show is None and self._is_staged:
            self._begin_step()
        if has_focus or not self.panel.isHidden():
            QTimer.singleShot(0, self.panel, self.panel.take_focus)

    @property
    def _is_staged(self) -> bool:
        return self._loan.is_on and self._staged is self.course.placed

    def _take_brought(self) -> None:
        self._reached = self._wanted
        self._begin_step()

    def _begin_step(self) -> None:
        """Look from now on whether the task is done."""
        self._say_busy(False)
        step, self._staged = self.course.step, self.course.placed
        self.panel.show_scene(True)
        if step is None or step.do is None:
            return
        if self._begun is None or not self._timer.isActive():
            self._begun = self._scene.describe()
        self._timer.start()

    def _look(self) -> None:
        step = self.course.step
        if step is None or step.do is None or self._begun is None or self.stagehand.is_busy:
            return
        if all_hold(step.do.until, self._scene.describe(), self._begun):
            self._timer.stop()
            if self.panel.reading is not None:
                self.panel.reading.say_that_it_is_done()

    def _follow_loan(self) -> None:
        self.panel.show_loan(self._loan.is_on)
        self._show_commands()
        if not self._loan.is_on:
            self._staged = None
            self.panel.show_scene(False)
            self.stagehand.give_up()
            self._timer.stop()
            self._begun = None
            self._say_busy(False)

    def _say_busy(self, is_busy: bool) -> None:
        if self.panel.reading is not None:
            self.panel.reading.set_busy(is_busy)

    def _refuse(self, refusal: Refusal) -> None:
        self._say_busy(False)
        placed, step = self.course.placed, self.course.place
        title = "" if placed is None else placed.lesson.title
        self.refused.emit(f"{title}, step {step}, can’t be shown.", refusal)

    def _show_commands(self) -> None:
        """Enable what can be done now."""
        course, is_open = self.course, self.course.placed is not None and not self.panel.isHidden()
        for name, can in {
            "actionLeaveLesson": self._loan.is_on,
            "actionKeepLesson": self._loan.is_on,
            "actionLessonNext": is_open,
            "actionLessonBack": is_open and course.place > 0,
            "actionLessonShow": is_open and course.state is not None,
        }.items():
            self._actions[name].setEnabled(can)
