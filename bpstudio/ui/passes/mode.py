"""Network is either to be trained or to be stepped through: the switch, and what it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QLabel

from bpstudio.ui.numbers import count
from bpstudio.ui.passes.finding import finding
from bpstudio.ui.passes.screen import PassesScreen
from bpstudio.ui.passes.state import PassesState
from bpstudio.ui.passes.strip import PassesStrip
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.page import Keys
    from bpstudio.ui.session import Session

TRAIN, PASSES = "train", "passes"
HINTS = {
    TRAIN: "The network while it learns",
    PASSES: "Step through the passes of one update (Ctrl+P); training pauses",
}
KEYS: Keys = (
    ("Passes: instruction by instruction", "Left, Right"),
    ("Passes: the first instruction, the last", "Home, End"),
    ("Passes: play, pause", "Space"),
    ("Passes: look closer, less close, show all", "Ctrl++, Ctrl+−, F; Ctrl and the wheel"),
    ("Passes: open the numbers of the instruction", "Up, Down; Enter opens a term"),
)


class PassesMode(QObject):
    """Puts the step-through in the place of the network, and back when training sets off.

    Signals
    -------
    turned
        Whether it is on from now on.
    found
        The sentence about the instruction is another.

    Attributes
    ----------
    screen, strip
        What stands in the middle, and below everything.
    switch, caption
        ``train | passes``; whose numbers they are.
    keys
        What can be done by keys while it is on.
    """

    turned = Signal(bool)
    found = Signal()
    keys = KEYS

    def __init__(self, session: Session, actions: Actions, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._action = session, actions["actionPasses"]
        self._is_on, self._is_in_front, self._follows = False, True, False
        self.state = PassesState(self)
        self.state.follow_cover(session.cover)
        self.screen = PassesScreen(self.state, actions["actionStep"])
        self.strip = PassesStrip(self.state)
        self.screen.add_keys(self.strip)
        self.switch = Segmented("Network", HINTS)
        self.caption = QLabel()
        self.caption.setProperty("role", "name")
        session.add_view(self.screen)
        session.status_changed.connect(self._give_way)
        self.state.changed.connect(self._say_whose)
        for signal in (self.state.changed, self.state.moved, self.turned):
            signal.connect(self.found)
        self.strip.sample.valueChanged.connect(self._show_sample)
        self.switch.changed.connect(self._choose)
        self._action.toggled.connect(self._hear)

    @property
    def is_on(self) -> bool:
        """Whether the network is stepped through."""
        return self._is_on

    @property
    def sentence(self) -> str:
        """What the shown instruction has found; nothing while something else is in front."""
        return finding(self.state) if self.is_on and self.screen.isVisible() else ""

    def open(self) -> None:
        """Step through the passes."""
        self._turn(True)

    def enter(self, instruction: int) -> None:
        """Step through the passes, at an instruction; its numbers come when they are worked out."""
        self._turn(True)
        if self.state.walked is None:
            self.state.position = instruction
        else:
            self.state.go_to(instruction)

    def leave(self) -> None:
        """Show the network again."""
        self._turn(False)

    def come_to_front(self, is_in_front: bool) -> None:
        """Note whether the page is in front: from elsewhere, the action leads to the passes."""
        self._is_in_front = is_in_front
        self._show_action()

    def _choose(self, chosen: str) -> None:
        if (chosen == PASSES) != self._is_on:
            self._turn(chosen == PASSES)

    def _hear(self, is_checked: bool) -> None:
        if not self._follows:
            self._turn(is_checked)

    def _show_action(self) -> None:
        """Let the action be checked where the passes are what one sees."""
        self._follows = True
        self._action.setChecked(self._is_on and self._is_in_front)
        self._follows = False

    def _turn(self, on: bool) -> None:
        was_on, self._is_on = self._is_on, on
        self.switch.choose(PASSES if on else TRAIN)
        self._show_action()
        if on and not was_on:
            self._session.pause()
            sample = self._session.snapshot.sample
            self.state.sample = 0 if sample is None else sample.position
        elif was_on and not on:
            self.state.forget()
        if on or was_on:
            self.turned.emit(on)

    def _give_way(self) -> None:
        if self.is_on and self._session.snapshot.is_training:
            self.leave()

    def _show_sample(self, place: int) -> None:
        """Let all numbers of the window be of the same sample."""
        if not self.state.is_batch:
            self._session.show_sample(place)

    def _say_whose(self) -> None:
        walked = self.state.walked
        if walked is not None:
            words = f"all numbers: {self.state.sample_words}"
            if walked.is_batch:
                words += f", one of the next batch of {count(len(walked.samples))}"
            self.caption.setText(words)
