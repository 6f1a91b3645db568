"""What is done in a window in a long afternoon, at random, by commands rather than pixels."""

from collections import Counter

import numpy as np
from PySide6.QtCore import QSize
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget

from bpstudio.data.dataset import Dataset
from bpstudio.experiment import edits
from bpstudio.experiment.build import network
from bpstudio.experiment.spec import Experiment
from bpstudio.experiment.surgery import Surgery
from bpstudio.refusal import Refusal
from bpstudio.ui.gallery.catalogue import Example, read_catalogue
from bpstudio.ui.main_window import MainWindow
from tests.runtime import random_edits

EDITS = (*random_edits.OF_LAYERS, *random_edits.OF_TRAINING)
LAYOUTS = ("actionWatch", "actionDiagnose", "actionCompare", "actionResetLayout")
PAGES = ("Network", "Network", "Network", "Circuit", "Check")
SIZES = ((960, 600), (1280, 720), (1440, 900), (1920, 1080))
MOST_EPOCHS = 30  # so that a run is finished now and then


def random_edit(
    rng: np.random.Generator, experiment: Experiment, data: Dataset
) -> tuple[Experiment, Surgery]:
    """Return an experiment edited at random, with the surgery that goes with it."""
    kind = EDITS[rng.integers(len(EDITS))]
    if kind is random_edits.write_number:
        shape = network(experiment, data).shape
        return kind(rng, experiment, shape.widths[0], shape.widths[-1])
    return kind(rng, experiment)


class Deeds:
    """Does things to a window, one at a time.

    Attributes
    ----------
    done
        How often each has been done.
    """

    def __init__(self, window: MainWindow, rng: np.random.Generator) -> None:
        self._window, self._rng = window, rng
        self._examples, self._shown = read_catalogue(), -1
        self.done: Counter[str] = Counter()

    def do_one(self) -> None:
        """Do one of them; what can't be done just now is refused, as to anybody."""
        deed = self._pick(OFTEN) if self._rng.integers(6) else self._pick(SELDOM)
        try:
            deed(self)
        except Refusal:
            self.done["refused"] += 1
        self.done[deed.__name__] += 1

    def _pick(self, things):
        return things[self._rng.integers(len(things))]

    def _trigger(self, name: str) -> None:
        action = self._window.findChild(QAction, name)
        if action.isEnabled():
            action.trigger()

    def train(self) -> None:
        self._window.session.train()

    def pause(self) -> None:
        self._window.session.pause()

    def update(self) -> None:
        self._window.session.step()

    def reset(self) -> None:
        self._window.session.reset()
        self._window.session.train()

    def edit(self) -> None:
        document = self._window.document
        wanted, surgery = random_edit(self._rng, document.experiment, document.dataset)
        document.edit("Edit", wanted, surgery=surgery)

    def shorten(self) -> None:
        document = self._window.document
        epochs = int(self._rng.integers(1, MOST_EPOCHS + 1))
        document.edit("Epochs", edits.set_training(document.experiment, epochs=epochs))

    def undo(self) -> None:
        self._window.document.undo_stack.undo()

    def redo(self) -> None:
        self._window.document.undo_stack.redo()

    def travel(self) -> None:
        newest = self._window.session.snapshot.timeline.newest
        self._window.session.travel(int(self._rng.integers(newest + 1)))

    def come_back(self) -> None:
        self._window.session.come_back()
        self._window.session.train()

    def branch(self) -> None:
        self._window.session.branch()
        self._window.session.train()

    def race(self) -> None:
        self._trigger("actionRace")

    def show_sample(self) -> None:
        data = self._window.document.dataset
        self._window.session.show_sample(int(self._rng.integers(len(data.train.x))))

    def turn(self) -> None:
        self._window.show_tab(self._pick(PAGES))

    def look_at(self) -> None:
        dock = self._pick(self._window.findChildren(QDockWidget))
        dock.show()
        dock.raise_()

    def arrange(self) -> None:
        self._trigger(self._pick(LAYOUTS))

    def step_through(self) -> None:
        self._trigger("actionPasses")

    def resize(self) -> None:
        self._window.resize(QSize(*self._pick(SIZES)))

    def open_circuit(self) -> None:
        self._trigger("actionNetworkCircuit")

    def begin_example(self) -> None:
        self._begin(self._pick(self._examples))

    def rest(self) -> None:
        """Have the first example before one, untouched, in a window as at the start."""
        if self._window.findChild(QAction, "actionPasses").isChecked():
            self.step_through()
        self._window.show_tab("Network")
        self._trigger("actionResetLayout")
        self._window.resize(QSize(*SIZES[1]))
        self._window.document.new(self._examples[0].experiment)

    def go_on_tour(self, share: float) -> None:
        """Begin the example whose turn it is when this share of a tour through all is over."""
        place = min(int(share * len(self._examples)), len(self._examples) - 1)
        if place != self._shown:
            self._shown = place
            self._begin(self._examples[place])

    def _begin(self, example: Example) -> None:
        self._window.document.new(example.experiment)
        self._window.session.train()


OFTEN = (
    *(Deeds.train, Deeds.edit, Deeds.edit, Deeds.undo, Deeds.redo, Deeds.look_at, Deeds.look_at),
    *(Deeds.show_sample, Deeds.travel, Deeds.come_back, Deeds.reset),
)
SELDOM = (
    *(Deeds.pause, Deeds.update, Deeds.turn, Deeds.turn, Deeds.arrange, Deeds.branch, Deeds.race),
    *(Deeds.step_through, Deeds.resize, Deeds.shorten, Deeds.shorten, Deeds.begin_example),
    *(Deeds.open_circuit,),
)
