"""The card on which a copy of backprop is broken, for the user to find out where."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from bpstudio.engine.faults import FAULTS
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.broken_backprop import BreakBackprop
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.errors import HEADERS, cell_rows
from bpstudio.ui.check.heat_map import HeatMap
from bpstudio.ui.check.question import WAITING, Question
from bpstudio.ui.check.words import staleness
from bpstudio.ui.cover import Kind
from bpstudio.ui.icons import set_icon
from bpstudio.ui.names import layer_names
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import CONTROL_HEIGHT, GAP, GRID
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.view import side_by_side
from bpstudio.ui.wheel_guard import guard_from_wheel

if TYPE_CHECKING:
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.broken_backprop import Broken

SURPRISE = "Surprise"
WRONG = 1.0  # the colours end here: a gradient that is lost, or has the wrong sign
BREAK, STOP = "Break a copy", "Stop"
NOTHING_YET = "Break a copy of backprop: a cell for each parameter shows where it goes wrong."
STOPPED = "It was stopped. Break a copy to begin again."
SUBTITLE = (
    "errors of the broken copy beside brute force; rows: units, columns: what comes in, bias last"
)


class BrokenView(CardView):
    """Breaks a copy of backprop, shows its errors, and asks where and what the fault is.

    Attributes
    ----------
    picture, question
        The errors, and what is asked about them.
    kind, button
        Which fault is put in, and the button that does so.
    """

    title = "Break my backprop"
    object_name = "brokenCard"
    tells = frozenset({Kind.GRADIENTS})
    least_width = 100 * GRID
    least_height = 40 * GRID

    def __init__(self) -> None:
        self.picture = HeatMap("Errors of a broken copy of backprop", WRONG)
        self.picture.say(NOTHING_YET)
        self.question = Question()
        content = QWidget()
        row = QHBoxLayout(content)
        row.setContentsMargins(0, GRID // 2, 0, 0)
        row.setSpacing(2 * GAP)
        row.addWidget(self.picture, 1)
        row.addWidget(self.question)
        super().__init__(content)
        self._snapshot: Snapshot | None = None
        self._report: Report[Broken] | None = None
        self._known = ""
        self.kind = _kinds()
        self.button = QPushButton(BREAK)
        self.button.setObjectName("breakButton")
        self.button.setFixedHeight(CONTROL_HEIGHT)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setToolTip(
            fitted(
                "Put a fault into a copy of the backward program, and check the copy by brute force"
            )
        )
        self.button.clicked.connect(self.start_or_stop)
        self._header = side_by_side(self.kind, self.button)
        self._show_button()

    def header(self) -> QWidget:
        """Return the choice of the fault and the button."""
        return self._header

    @property
    def is_running(self) -> bool:
        """Whether a copy is being checked."""
        return self._report is not None and not self._report.is_over

    def start_or_stop(self) -> None:
        """Break a copy and check it, or leave the check where it is."""
        if self.is_running:
            self.stop_wanted.emit()
            return
        self._known = self.kind.currentData()
        self.question.say(WAITING)
        self.task_wanted.emit(BreakBackprop(self._known, random.randrange(2**32)))

    def follow(self, report: Report[Any]) -> None:
        """Show how the check of the copy stands; ask once it is done."""
        if not report.found_by(BreakBackprop):
            return
        self._report = report
        found: Broken | None = report.found
        if found is None:
            self.picture.say(NOTHING_YET)
        else:
            self.picture.show_report(replace(report, found=found.comparison))
        if report.status is TaskStatus.FINISHED and found is not None:
            self._ask(report, found)
        elif report.status is TaskStatus.FAILED:
            self.question.say(f"{report.message[:1].upper()}{report.message[1:]}.")
        elif report.is_over:
            self.question.say(STOPPED)
        self._show_button()
        self._say_of_what()

    def _ask(self, report: Report[Broken], found: Broken) -> None:
        names = list(layer_names(report.experiment).values()) if report.experiment else []
        self.question.ask(found, names, self._known)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Say if what is shown is of another step or experiment."""
        self._snapshot = snapshot
        self._say_of_what()

    def _say_of_what(self) -> None:
        report = self._report
        if report is None or report.found is None:
            self.subtitle_changed.emit("")
            return
        stale = staleness(report, self._snapshot) if self._snapshot else ""
        comparison = report.found.comparison
        done, size = comparison.done, comparison.parameters
        words = f"{count(done)} of {count(size)} parameters checked; {SUBTITLE}"
        self.subtitle_changed.emit(stale or words)
        self.describe(f"{count(done)} of {count(size)} parameters of a broken copy are checked")

    def _show_button(self) -> None:
        word = STOP if self.is_running else BREAK
        if self.button.text() != word or not self.button.accessibleName():
            self.button.setText(word)
            self.button.setAccessibleName(f"{word} of backprop" if word == BREAK else word)
            set_icon(self.button, "pause" if self.is_running else "play")

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row for each cell that has been checked: the worst of its parameters."""
        report = self.picture.report
        if report is None or report.found is None:
            return list(HEADERS), []
        return list(HEADERS), cell_rows(report)


def _kinds() -> QComboBox:
    field = QComboBox()
    field.setObjectName("brokenKind")
    field.setAccessibleName("Fault to put in")
    field.setToolTip(
        fitted("What is to be wrong. The layer is left to chance, and a surprise is, too.")
    )
    field.addItem(SURPRISE, "")
    for fault in FAULTS.values():
        field.addItem(fault.label, fault.name)
    guard_from_wheel(field)
    return field
