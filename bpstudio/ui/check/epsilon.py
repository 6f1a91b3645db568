"""The card about how far to move: the curve of the error, and the slider for the nudge."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.epsilon_curve import DIFFERENCES, EPSILONS, EpsilonCurve
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.curve_picture import NOTHING_YET, CurvePicture
from bpstudio.ui.check.epsilon_slider import EpsilonSlider
from bpstudio.ui.check.words import staleness
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import CONTROL_HEIGHT, GRID
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison
    from bpstudio.runtime.tasks.epsilon_curve import Curve
    from bpstudio.ui.check.settings import CheckSettings

A_MOMENT = 3.0  # seconds
MEASURE, STOP = "Measure", "Stop"
SUBTITLE = "the error of brute force against how far a parameter is nudged"


class EpsilonView(CardView):
    """The card with the V: the nudge that is chosen here is the race's.

    Attributes
    ----------
    button
        Starts and stops the measurement.
    slider
        Sets the nudge.
    """

    title = "How far to move: ε"
    object_name = "epsilonCard"
    least_width = 42 * GRID

    def __init__(self, settings: CheckSettings) -> None:
        self.picture = CurvePicture()
        self.slider = EpsilonSlider(self.picture)
        super().__init__(_below_each_other(self.picture, self.slider))
        self._settings = settings
        self._snapshot: Snapshot | None = None
        self._report: Report[Curve] | None = None
        self._followed = 0  # the race after which it has measured by itself
        self.button = _measure_button()
        self.button.clicked.connect(self._start_or_stop)
        self.slider.epsilon_changed.connect(settings.set_epsilon)
        self.picture.epsilon_chosen.connect(settings.set_epsilon)
        settings.changed.connect(self._follow_settings)
        self._follow_settings()

    def header(self) -> QWidget:
        """Return the button."""
        return self.button

    @property
    def _is_measuring(self) -> bool:
        return self._report is not None and not self._report.is_over

    def _start_or_stop(self) -> None:
        if self._is_measuring:
            self.stop_wanted.emit()
        else:
            self.task_wanted.emit(EpsilonCurve(self._settings.dtype))

    def follow(self, report: Report[Any]) -> None:
        """Show what has been measured so far; while another task is on, the card waits."""
        if not report.found_by(EpsilonCurve):
            if self._report is not None and self._is_measuring:
                self._report = replace(self._report, status=TaskStatus.REPLACED)
                self._show()
            self.button.setEnabled(report.is_over)
            self._go_on_after(report)
            return
        self.button.setEnabled(True)
        self._report, self.picture.curve = report, report.found
        self.picture.message = "" if report.found is not None else NOTHING_YET
        if report.status is TaskStatus.FAILED:
            self.picture.message = f"It can’t be measured: {report.message}."
        self.picture.changed()
        self.slider.update()  # the axis above may have moved
        self._show()

    def _go_on_after(self, report: Report[Any]) -> None:
        """Measure what has just been raced, if it isn't known yet and takes but a moment."""
        if report.status is not TaskStatus.FINISHED or not report.found_by(BruteForce):
            return
        raced = cast("Comparison", report.found)
        seconds = EpsilonCurve.passes() * raced.seconds_brute_force / raced.passes
        mine = self._report
        is_known = (
            mine is not None
            and mine.found is not None
            and (mine.run, mine.step, mine.experiment)
            == (report.run, report.step, report.experiment)
            and mine.found.dtype == raced.dtype
        )
        if seconds < A_MOMENT and not is_known and report.number != self._followed:
            self._followed = report.number
            self.task_wanted.emit(EpsilonCurve(raced.dtype, report))

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Say if what is shown is of another step or experiment."""
        self._snapshot = snapshot
        self._show()

    def _follow_settings(self) -> None:
        settings = self._settings
        self.picture.epsilon, self.picture.difference = settings.epsilon, settings.difference
        self.picture.update()
        self.slider.show_epsilon(settings.epsilon)
        self._show()

    def _show(self) -> None:
        word = STOP if self._is_measuring else MEASURE
        if self.button.text() != word:
            self.button.setText(word)
            self.button.setAccessibleName(f"{word} the error against ε")
        forward, central = self.picture.errors_at(self._settings.epsilon)
        if math.isfinite(forward) or math.isfinite(central):
            words = f"error, forward {figure(forward)}; central {figure(central)}"
            self.slider.read(f"{words}, at twice the passes", words)
        else:
            usual = "the usual one" if self._settings.epsilon == self._settings.usual else ""
            self.slider.read(usual)
        self.describe(self.slider.accessibleDescription() or NOTHING_YET)
        self.subtitle_changed.emit(self._subtitle())

    def _subtitle(self) -> str:
        report, snapshot = self._report, self._snapshot
        if report is None or report.found is None:
            return SUBTITLE
        stale = staleness(report, snapshot) if snapshot else ""
        found = report.found
        if not stale and found.dtype != self._settings.dtype:
            stale = f"of {found.dtype}; measure again for {self._settings.dtype}"
        of = counted(found.looked_at, "parameter")
        return stale or f"median relative error of {of}, {found.dtype}"

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the errors at every nudge."""
        kinds = ("median", "largest")
        headers = ["epsilon", *(f"{one}, {kind}" for one in DIFFERENCES for kind in kinds)]
        curve = self.picture.curve
        if curve is None:
            return headers, []
        return headers, [
            [
                cell(epsilon),
                *(
                    cell(float(errors[row, place]))
                    for row in range(len(DIFFERENCES))
                    for errors in (curve.median, curve.largest)
                ),
            ]
            for place, epsilon in enumerate(EPSILONS)
        ]


def _measure_button() -> QPushButton:
    button = QPushButton(MEASURE)
    button.setObjectName("epsilonButton")
    button.setAccessibleName(f"{MEASURE} the error against ε")
    button.setToolTip(
        fitted(
            "Work out the error of brute force for every ε, on some parameters, at the step that "
            "is looked at"
        )
    )
    button.setFixedHeight(CONTROL_HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _below_each_other(picture: QWidget, slider: QWidget) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(picture, 1)
    column.addWidget(slider)
    return holder
