"""A step-through on a real trainer; the session is a stand-in that answers at once."""

from dataclasses import replace

from PySide6.QtCore import QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMainWindow

from bpstudio.runtime.snapshot import EMPTY, SampleSnapshot
from bpstudio.ui.actions import make_actions
from bpstudio.ui.cover import Cover
from bpstudio.ui.passes import PassesMode
from bpstudio.ui.passes.places import places

LEFT = Qt.MouseButton.LeftButton


class AnsweringSession(QObject):
    """Knows one trainer; answers what its views want to know when it is told to."""

    status_changed = Signal()

    def __init__(self, trainer):
        super().__init__()
        self.trainer, self.views = trainer, []
        self.cover = Cover(self)
        self.paused, self.positions = 0, []
        train = trainer.data.train
        sample = SampleSnapshot(
            position=2,
            number=int(train.index[2]),
            x=trainer.x[2],
            y=trainer.t[2],
            target=float(train.t[2]),
            loss=0.5,
        )
        self.snapshot = replace(
            EMPTY, run=1, step=4, experiment=trainer.experiment, data=trainer.data, sample=sample
        )

    def add_view(self, view):
        self.views.append(view)

    def pause(self):
        self.paused += 1

    def show_sample(self, position):
        self.positions.append(position)

    def answer(self):
        """Answer what the views want to know now."""
        for view in self.views:
            wanted = {study: study.prepare(self.trainer)() for study in view.studies()}
            self.snapshot = replace(self.snapshot, answers=wanted)
            view.refresh(self.snapshot, None)

    def update(self):
        """Make an update of the run."""
        self.trainer.descent.advance(1)
        self.snapshot = replace(self.snapshot, step=self.snapshot.step + 1)
        self.answer()


class Hands:
    """A window with the step-through, and hands that use it."""

    def __init__(self, trainer, size=(1300, 640)):
        self.window = QMainWindow()
        self.actions = make_actions(self.window)
        self.session = AnsweringSession(trainer)
        self.mode = PassesMode(self.session, self.actions, self.window)
        self.screen, self.strip, self.state = self.mode.screen, self.mode.strip, self.mode.state
        self.board = self.screen.canvas.board
        self.window.setCentralWidget(self.screen)
        for part in (self.strip, self.mode.switch, self.mode.caption):
            part.setParent(self.window)
        self.window.resize(*size)

    def begin(self):
        self.actions["actionPasses"].trigger()
        self.session.answer()

    def go_to(self, equation):
        """Go to the instruction whose equation begins so."""
        steps = self.state.walked.steps
        self.state.go_to(next(k for k, s in enumerate(steps) if s.equation.startswith(equation)))

    def click(self, at: QPointF | QPoint, widget=None):
        where = at.toPoint() if isinstance(at, QPointF) else at
        QTest.mouseClick(widget or self.board, LEFT, pos=where)
        self.session.answer()

    def place_of(self, number):
        """Return the middle of where a number of a unit is on the board."""
        column = self.board.layout_of.columns[number.name.layer]
        found = dict(places(self.state, column, number.row))
        return found[number.name.kind].center()

    def rows(self):
        """Return the texts of the opened number's table."""
        table = self.screen.card.opened.table
        return [
            [table.item(row, column).text() for column in range(3)]
            for row in range(table.rowCount())
        ]
