"""The card with the classical test, whether the network can learn one batch by heart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.overfit import ALL, Overfitting
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, figure, on_screen
from bpstudio.ui.theme import GAP, GRID
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.overfit_plot import OverfitPlot
from bpstudio.ui.widgets.wrapped import wrapped

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.doctor.finding import Finding
    from bpstudio.runtime.task import Report

TITLE = "Overfit one batch"
START, STOP = "Try it", "Stop"
START_HINT = (
    "Train this network on its first batch alone, from fresh first weights, without penalties, "
    "beside the run, which stays as it is"
)
STOP_HINT = "Leave it where it is"
# what makes one doubt that the network can learn at all
DOUBTS = (
    *("no better than guessing", "no better than a line", "vanishing gradient"),
    *("units alike", "dead units", "saturated units", "one class a batch"),
)
SUGGESTED = "Suggested, as the network hardly learns: "
STALE = "Of the network before it was edited. "
SHOWN = 8  # numbers of samples


class OverfitCard(QFrame):
    """Starts the test, shows its curve while it grows, and says what came of it.

    Signals
    -------
    wanted, stop_wanted
        The user wants it begun, or left.
    """

    wanted = Signal()
    stop_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("overfitCard")
        self.setAccessibleName(TITLE)
        self._report: Report[Overfitting] | None = None
        self._experiment: Experiment | None = None
        self._is_suggested = False
        self.button = QPushButton(START)
        self.button.setObjectName("overfitButton")
        self.button.clicked.connect(self._start_or_stop)
        self.plot = OverfitPlot()
        self._question, self._detail = wrapped("name"), wrapped("detail")
        self._sentence, self._meaning = wrapped("heading"), wrapped("name")
        self._sentence.setObjectName("overfitSentence")
        self._arrange()
        self._show()

    def _arrange(self) -> None:
        title = QLabel(TITLE)
        title.setProperty("role", "heading")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(title, 1)
        row.addWidget(self.button)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GRID, GAP, GRID)
        column.setSpacing(GRID // 2)
        column.addLayout(row)
        for part in (self._question, self._sentence, self._meaning, self.plot, self._detail):
            column.addWidget(part)

    @property
    def is_trying(self) -> bool:
        """Whether it is under way."""
        return self._report is not None and not self._report.is_over

    def _start_or_stop(self) -> None:
        (self.stop_wanted if self.is_trying else self.wanted).emit()

    def follow(self, report: Report[Overfitting]) -> None:
        """Show how it goes."""
        self._report = report
        self._show()

    def tell_of(self, experiment: Experiment | None, findings: tuple[Finding, ...]) -> None:
        """Say if the network has been edited since, and whether the test is called for."""
        suggested = any(finding.name in DOUBTS for finding in findings)
        if (experiment, suggested) != (self._experiment, self._is_suggested):
            self._experiment, self._is_suggested = experiment, suggested
            self._show()

    def _show(self) -> None:
        report = self._report
        found = None if report is None else report.found
        word, hint = (STOP, STOP_HINT) if self.is_trying else (START, START_HINT)
        self.button.setText(word)
        self.button.setToolTip(fitted(hint))
        self.button.setAccessibleName(f"{TITLE}: {word}")
        self.plot.show_found(found)
        self.plot.setVisible(found is not None and found.updates > 0)
        _write(self._question, "" if report is not None else self._question_words())
        for label, words in zip(
            (self._sentence, self._meaning, self._detail), self._words(), strict=True
        ):
            _write(label, words)
        self.setAccessibleDescription(" ".join(filter(None, self._words())))

    def _question_words(self) -> str:
        which = "its first batch"
        if self._experiment is not None:
            size = self._experiment.training.batch_size
            which = counted(ALL, "sample") if size == "all" else counted(size, "sample")
            which = f"its first batch, {which},"
        asked = f"can the network learn {which} by heart? If not, it can’t learn the rest either."
        lead = SUGGESTED if self._is_suggested else ""
        return lead + (asked if lead else asked[0].upper() + asked[1:])

    def _words(self) -> tuple[str, str, str]:
        """Return what came of it in a sentence, what that means, and of which samples it is."""
        report = self._report
        if report is None:
            return "", "", ""
        if report.status is TaskStatus.FAILED:
            return f"It can’t be tried: {report.message}.", "", ""
        found = report.found
        if found is None:
            return "It is about to begin.", "", ""
        is_stale = self._experiment is not None and report.experiment != self._experiment
        detail = (STALE if is_stale else "") + _sample_words(found.samples)
        if found.verdict is not None:
            verdict = found.verdict
            return on_screen(verdict.sentence), on_screen(verdict.meaning), detail
        return _progress_words(found, is_over=report.is_over), "", detail


def _progress_words(found: Overfitting, *, is_over: bool) -> str:
    stopped = "Stopped" if is_over else "Learning"
    if not found.updates:
        return f"{stopped} …"
    loss, good = figure(float(found.losses[-1])), figure(found.good, 2)
    made = f"{count(found.updates)} of at most {count(found.most)} updates"
    return f"{stopped}: loss {loss} after {made}; {good} is as good as none."


def _sample_words(samples: tuple[int, ...]) -> str:
    """Return which samples were learnt, all where there are few."""
    listed = ", ".join(map(str, samples[:SHOWN]))
    more = f" and {count(len(samples) - SHOWN)} more" if len(samples) > SHOWN else ""
    which = "sample" if len(samples) == 1 else "samples"
    return (
        f"The first batch: {which} {listed}{more}. From fresh first weights, with the optimizer "
        "and rate of the run, without penalties and schedule; the run stays as it is."
    )


def _write(label: QLabel, words: str) -> None:
    if words != label.text():
        label.setText(words)
    label.setVisible(bool(words))
