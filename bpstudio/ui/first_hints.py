"""What the parts of the window say while they are empty, and what one click does about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect

from bpstudio.experiment.circuits.examples import first_example
from bpstudio.runtime.portrait import Asked
from bpstudio.ui.drawing.begin import begin_with_made
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.plot import Plot
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.views.view import PictureView, View
from bpstudio.ui.widgets.invitation import Invitation

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.session import Session

FIRST_LAYER = "tanh"
FIRST_SET = "circle"
AT_FOOT, AT_AXIS, AT_CANVAS = 6, 29, 64  # px above the lower edge
BELOW_WORDS, BELOW_LINES = 24, 48  # px below the middle, where a line or more are written


@dataclass(frozen=True)
class Hint:
    """A line, what its button says, and what that does."""

    words: str
    button: str
    deed: str


TRAIN = {
    LossView: "The loss of each update is drawn here.",
    GradientView: "Drawn here, layer by layer.",
    DoctorView: "",
}
INVITING = (*TRAIN, RunsView, SaturationView, UnitView)
ADD_LAYER = Hint("", "Add a tanh layer", "layer")
RACE = Hint("Train, and each run has a row.", "Race …", "race")
CANVAS = Hint("Without a hidden layer the network is linear.", "Add a tanh layer", "layer")
OPEN_CIRCUIT = Hint("", "Open a sigmoid neuron", "circuit")
BEGIN_DRAWING = Hint("", "Begin with a circle", "drawing")
UNIT = Hint("", "Show unit 1 of layer 1", "unit")
TIPS = {
    "train": "Make updates, one after the other, until the epochs are done or you pause",
    "race": "Choose what differs, and train several runs side by side",
    "layer": "Add a hidden layer before the output, as one step that can be undone",
    "unit": "See its weights, what comes in and goes out, and the samples that excite it most",
    "circuit": "See both passes in one unit: its values go forward, its gradients backward",
    "drawing": "Begin with two classes of points, as one step that can be undone",
}


def hint_of(view: type[View], snapshot: Snapshot) -> Hint | None:
    """Return what a view says with this snapshot; None where it has something to show."""
    experiment = snapshot.experiment
    if experiment is None or snapshot.is_past:
        return None
    if not experiment.hidden and view in (SaturationView, UnitView):
        return ADD_LAYER
    if view is UnitView:
        return UNIT if snapshot.unit is None else None
    if snapshot.step or snapshot.is_training:
        return None
    if view is RunsView:
        return RACE
    return Hint(TRAIN[view], "Train", "train") if view in TRAIN else None


def free_of(view: PictureView) -> QRect:
    """Return where in a view nothing is written: amid its axes, or below what it says instead."""
    plot = view.plot
    if plot.message or not isinstance(plot, Plot):
        return view.rect().adjusted(0, view.height() // 2, 0, 0)
    return plot.area.toRect().translated(plot.pos())


class FirstHints(QObject):
    """Lays an invitation over each part that is empty, and does what it offers."""

    def __init__(self, parts: Parts, session: Session, actions: Actions) -> None:
        super().__init__(session)
        self._session, self._parts = session, parts
        self._known: tuple[object, ...] = ()
        self._deeds: dict[str, Callable[[], object]] = {
            "train": actions["actionTrain"].trigger,
            "race": actions["actionRaceOf"].trigger,
            "layer": self._add_layer,
            "unit": self._show_unit,
            "circuit": self._open_circuit,
            "drawing": self._begin_drawing,
        }
        self._hints: dict[Invitation, Hint] = {}
        self._views = {
            kind: self._over_view(view)
            for dock in parts.docks.all
            if isinstance(view := dock.widget(), View) and (kind := type(view)) in INVITING
        }
        canvas = parts.stage.canvas
        self._canvas = self._over(canvas, foot=AT_CANVAS, room=lambda: canvas.first_gap)
        canvas.network.arranged.connect(self._canvas.place_soon)
        self._circuit = self._over(parts.circuit.canvas, below=BELOW_WORDS)
        self._drawing = self._over(parts.drawing.canvas, below=BELOW_LINES)
        self._connect()

    def _connect(self) -> None:
        circuit, drawing = self._parts.circuit.state, self._parts.drawing.state
        for changed, follow in (
            (self._session.snapshot_changed, self._follow),
            (circuit.circuit_changed, self._follow_circuit),
            (drawing.points_changed, self._follow_drawing),
        ):
            changed.connect(follow)
            follow()

    def _over_view(self, view: View) -> Invitation:
        if isinstance(view, DoctorView):
            return self._over(view.message, AT_FOOT)
        if isinstance(view, LossView | GradientView):
            made = self._over(view, AT_AXIS, room=lambda: free_of(view))
            for plot in view.findChildren(Plot):
                plot.laid_out.connect(made.place_soon)
            return made
        return self._over(view, AT_FOOT)

    def _over(
        self,
        widget: QWidget,
        foot: int = AT_FOOT,
        below: int | None = None,
        room: Callable[[], QRect] | None = None,
    ) -> Invitation:
        made = Invitation(widget, foot, below, room)
        made.taken.connect(lambda: self._deeds[self._hints[made].deed]())
        return made

    def _follow(self) -> None:
        """Look what is empty, where anything has changed of what that depends on."""
        snapshot = self._session.snapshot
        hidden = snapshot.experiment.hidden if snapshot.experiment else ()
        is_new = not snapshot.step and not snapshot.is_training
        known = (is_new, snapshot.is_past, bool(hidden), snapshot.unit is None)
        if known == self._known or snapshot.experiment is None:
            return
        self._known = known
        for kind, invitation in self._views.items():
            self._show(invitation, hint_of(kind, snapshot))
        self._show(self._canvas, None if hidden or snapshot.is_past else CANVAS)

    def _show(self, invitation: Invitation, hint: Hint | None) -> None:
        if hint is None:
            invitation.withdraw()
        else:
            self._hints[invitation] = hint
            invitation.invite(hint.words, hint.button, TIPS[hint.deed])

    def _add_layer(self) -> None:
        self._parts.stage.canvas.add_layer(FIRST_LAYER)

    def _show_unit(self) -> None:
        canvas = self._parts.stage.canvas
        hidden = canvas.showing.experiment.hidden
        if hidden:
            canvas.ask_about(Asked(hidden[0].id, 0))

    def _follow_circuit(self) -> None:
        is_empty = not self._parts.circuit.state.circuit.nodes
        self._show(self._circuit, OPEN_CIRCUIT if is_empty else None)

    def _open_circuit(self) -> None:
        if (example := first_example()) is not None:
            self._parts.circuit.example_chosen.emit(example)

    def _follow_drawing(self) -> None:
        self._show(self._drawing, None if self._parts.drawing.state.points else BEGIN_DRAWING)

    def _begin_drawing(self) -> None:
        begin_with_made(self._parts.drawing.state, FIRST_SET)
