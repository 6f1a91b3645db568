"""The card of the race: start and stop, how brute force goes about it, both lanes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from weakref import ref

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from bpstudio.experiment.build import network
from bpstudio.runtime.checking import checked_samples
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.check.card_view import LOW, CardView
from bpstudio.ui.check.lanes import Lanes
from bpstudio.ui.check.words import epsilon_text, race_sentence, staleness
from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import CONTROL_HEIGHT, GRID
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import side_by_side
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Iterable
    from weakref import ReferenceType

    from PySide6.QtGui import QAction, QResizeEvent

    from bpstudio.data.dataset import Dataset, Part
    from bpstudio.engine.gradcheck import Difference
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.checked import Precision
    from bpstudio.ui.check.settings import CheckSettings

DIFFERENCES = {
    "forward": "(L(w + ε) − L(w)) / ε, the chapter’s: N + 1 passes for N parameters",
    "central": "(L(w + ε) − L(w − ε)) / 2ε: closer, for 2N passes",
}
PRECISIONS = {
    "float64": "16 digits: what a check should be made in",
    "float32": "7 digits, as training has: see how little is left of a difference",
}
FEW, A_MOMENT = 4_096, 1e9  # parameters, and products: raced in half a second or so
NAMED_FROM = 78 * GRID  # px
START, STOP, KEY = "Start", "Stop", "Ctrl+Return"
START_HINT = (
    "Work out the gradient by brute force and by backprop, at the parameters that are looked at; "
    "stop at any time"
)


class RaceView(CardView):
    """Races brute force against backprop at the parameters that are looked at.

    Attributes
    ----------
    button
        Starts and stops it.
    """

    title = "Race to the same gradient"
    object_name = "raceCard"
    least_width = 74 * GRID
    least_height = LOW
    grows = False

    def __init__(self, settings: CheckSettings) -> None:
        self.lanes = Lanes()
        super().__init__(self.lanes)
        self._settings = settings
        self._snapshot: Snapshot | None = None
        # the test part, which samples added by hand keep; it isn't kept here
        self._raced_on: ReferenceType[Part] | None = None
        self.button = _start_button()
        self.button.clicked.connect(self.start_or_stop)
        self._difference = Segmented("difference", DIFFERENCES)
        self._difference.changed.connect(
            lambda chosen: settings.set_difference(cast("Difference", chosen))
        )
        self._dtype = Segmented("precision", PRECISIONS)
        self._dtype.changed.connect(lambda chosen: settings.set_dtype(cast("Precision", chosen)))
        self._label = _name("difference")
        self._header = side_by_side(self._label, self._difference, self._dtype, self.button)
        self._add_command("Start or stop the race", KEY, START_HINT, self.start_or_stop)
        settings.changed.connect(self._follow_settings)
        self._follow_settings()

    def header(self) -> QWidget:
        """Return the choices and the button."""
        return self._header

    def page_actions(self) -> Iterable[QAction]:
        """Return what starts and stops the race."""
        return self.actions()[-1:]

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the name of the choice out where there is little room."""
        self._label.setVisible(self.width() >= NAMED_FROM)
        super().resizeEvent(event)

    @property
    def is_running(self) -> bool:
        """Whether a race is on."""
        report = self.lanes.report
        return report is not None and not report.is_over

    def start_or_stop(self) -> None:
        """Start the race as it is set, or leave the one that is on where it is."""
        if self.is_running:
            self.stop_wanted.emit()
        else:
            self.start()

    def start(self) -> None:
        """Start the race as it is set; one that is on gives way to it."""
        snapshot, settings = self._snapshot, self._settings
        if snapshot is not None and snapshot.data is not None:
            self.wait_on(snapshot.data)
        self.task_wanted.emit(BruteForce(settings.difference, settings.epsilon, settings.dtype))

    def wait_on(self, data: Dataset) -> None:
        """Don't race unasked on these data."""
        self._raced_on = ref(data.test)

    def follow(self, report: Report[Any]) -> None:
        """Show how the race stands; another task that has taken its place has ended it."""
        if report.found_by(BruteForce):
            self.lanes.report = report
        elif self.lanes.report is not None and self.is_running:
            self.lanes.report = replace(self.lanes.report, status=TaskStatus.REPLACED)
        else:
            return
        self._show()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show what would be raced now, and whether what was raced is still that."""
        self._snapshot = snapshot
        experiment, data = snapshot.experiment, snapshot.data
        if experiment is not None and data is not None:
            self.lanes.parameters = network(experiment, data).shape.size
            self.lanes.samples = checked_samples(experiment, data)
            if self._raced_on is None or self._raced_on() is not data.test:
                self._race_at_first_sight()
        self._show()

    def _race_at_first_sight(self) -> None:
        """Race unasked where a network on these data is first seen, if it is over in a moment."""
        size = self.lanes.parameters
        is_short = size <= FEW and size * size * self.lanes.samples <= A_MOMENT
        if is_short and self.isVisible() and not self.is_running:
            self.start_or_stop()

    def _follow_settings(self) -> None:
        settings = self._settings
        self._difference.choose(settings.difference)
        self._dtype.choose(settings.dtype)
        self.lanes.difference, self.lanes.epsilon = settings.difference, settings.epsilon
        self._show()

    def _show(self) -> None:
        word = STOP if self.is_running else START
        if self.button.text() != word:
            self.button.setText(word)
            self.button.setAccessibleName(f"{word} the race")
            set_icon(self.button, "pause" if self.is_running else "play")
        report = self.lanes.report
        stale = staleness(report, self._snapshot) if report and self._snapshot else ""
        self.subtitle_changed.emit(stale or self._otherwise())
        self.describe(race_sentence(report, self.lanes.passes))
        self.lanes.update()

    def _otherwise(self) -> str:
        """Return how the race was run if it is set otherwise now; else nothing."""
        found, settings = self.lanes.found, self._settings
        if found is None:
            return ""
        ran = found.difference, found.epsilon, found.dtype
        if ran == (settings.difference, settings.epsilon, settings.dtype):
            return ""
        nudge = epsilon_text(found.epsilon)
        return f"of {found.difference} differences with ε = {nudge} in {found.dtype}"

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return passes and seconds of both."""
        headers = ["way", "passes", "of", "seconds", "parameters", "precision", "epsilon", "status"]
        found, report = self.lanes.found, self.lanes.report
        if found is None or report is None:
            return headers, []
        parameters, epsilon = cell(found.parameters), cell(found.epsilon)
        backprop = ["backprop", "2", "2", cell(found.seconds_backprop), parameters, found.dtype]
        status = TaskStatus.FINISHED
        brute = [f"brute force, {found.difference}", cell(found.passes), cell(found.all_passes)]
        brute += [cell(found.seconds_brute_force), cell(found.done), found.dtype, epsilon]
        return headers, [[*backprop, "", status], [*brute, report.status]]


def _start_button() -> QPushButton:
    button = QPushButton(START)
    button.setObjectName("raceButton")
    button.setAccessibleName(f"{START} the race")
    button.setToolTip(fitted(f"{START} or stop the race ({KEY})\n{START_HINT}"))
    button.setFixedHeight(CONTROL_HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    set_icon(button, "play")
    return button


def _name(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "name")
    return label
