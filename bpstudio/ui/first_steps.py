"""What the start screen offers, done: each in one click, with what there is to see in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.experiment.circuits.examples import first_example
from bpstudio.runtime.pace import EPOCH
from bpstudio.ui.gallery.catalogue import read_catalogue
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.welcome.catalogue import read_offers
from bpstudio.ui.welcome.pictures import DEEP, DIGITS, SPIRAL
from bpstudio.ui.welcome.screen import StartScreen

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

    from bpstudio.runtime.pace import Rate
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.circuit.page import CircuitPage
    from bpstudio.ui.files import Files
    from bpstudio.ui.navigation import Navigation
    from bpstudio.ui.opener import Opener
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.view import View

TO_WATCH, TO_SEE_IT_FAIL = 100, 500  # updates a second


class FirstSteps(QObject):
    """Carries out what is chosen on the start screen.

    Attributes
    ----------
    screen
        The start screen.
    """

    def __init__(
        self,
        files: Files,
        opener: Opener,
        session: Session,
        navigation: Navigation,
        circuit: CircuitPage,
        actions: Actions,
        window: QMainWindow,
    ) -> None:
        super().__init__(window)
        self._files, self._session = files, session
        self._navigation, self._circuit = navigation, circuit
        self._deeds: dict[str, Callable[[], object]] = {
            "digits": lambda: self._train(DIGITS, TO_WATCH, LossView, GradientView, SaturationView),
            "spiral": lambda: self._train(SPIRAL, EPOCH, LossView, BoundaryView),
            "deep": lambda: self._train(DEEP, TO_SEE_IT_FAIL, DoctorView, GradientView),
            "circuit": self._play_circuit,
            "table": actions["actionTable"].trigger,
            "chapter": actions["actionChapter"].trigger,
        }
        start, recover = actions["actionStart"], actions["actionRecover"]
        self.screen = StartScreen(read_offers(), start, recover, window)
        self.screen.chosen.connect(lambda name: self._deeds[name]())
        self.screen.file_chosen.connect(opener.leave_and_open)
        self.screen.left.connect(lambda: navigation.canvas.setFocus())

    def _train(self, file: str, pace: Rate, *views: type[View]) -> None:
        """Begin a shipped experiment, with these views in sight, and train it."""
        examples = [one for one in read_catalogue() if one.path.name == file]
        if examples and self._files.open_example(examples[0]):
            self._navigation.see(*views)
            self._session.set_pace(pace)
            self._session.train()

    def _play_circuit(self) -> None:
        """Turn to the first circuit, and let its gates have their turns."""
        example, document = first_example(), self._circuit.document
        if example is not None and document.diagram is not example.diagram:
            self._files.open_circuit(example.diagram, example.title)
        if example is None or document.diagram is example.diagram:  # or the user keeps another
            self._navigation.show_circuit()
            self._circuit.player.play()
