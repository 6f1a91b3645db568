"""The loss along the run: every batch's, and the test part's; and the accuracy beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QBoxLayout, QWidget

from bpstudio.engine.losses import LOSSES
from bpstudio.runtime.studies.guessing import Guessing
from bpstudio.ui.numbers import count, figure, finite, percent
from bpstudio.ui.theme import GRID
from bpstudio.ui.views.legend import Entry, Mark
from bpstudio.ui.views.loss_accuracy import AccuracyPlot
from bpstudio.ui.views.loss_controls import LossControls
from bpstudio.ui.views.loss_plot import LossPlot
from bpstudio.ui.views.loss_table import loss_table
from bpstudio.ui.views.noted_plot import Level
from bpstudio.ui.views.overlay import MOST
from bpstudio.ui.views.view import PictureView

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QResizeEvent

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.guessing import Guess

NOTHING_YET = "No loss yet: press Train, or Update for a single step."
WIDE, TALL = 75 * GRID, 42 * GRID  # px: from there on both pictures have room


class LossView(PictureView):
    """Batch loss as a band with its mean, test loss as a dotted line with round markers."""

    title = "Loss"
    object_name = "lossView"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._plot, self.accuracy_plot = LossPlot(), AccuracyPlot()
        super().__init__(self._plot, parent, self.accuracy_plot)
        self.accuracy_plot.steps = self._plot.steps
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._controls = LossControls()
        self._plot.moved.connect(self.accuracy_plot.changed)
        self.accuracy_plot.moved.connect(self._plot.changed)
        for action in self._controls.actions_of_view():
            self.addAction(action)
        self._controls.log.toggled.connect(self._plot.set_log)
        self._controls.smooth.toggled.connect(self._plot.set_smooth)
        self._controls.smooth.toggled.connect(self._refresh_again)
        self._controls.accuracy.toggled.connect(self._arrange)
        self._plot.say(NOTHING_YET)
        self.accuracy_plot.say(NOTHING_YET)
        self._arrange()

    def header(self) -> QWidget:
        """Return the legend with the current values, and the choices."""
        return self._controls

    def studies(self) -> Iterable[Guessing]:
        """Return what has to be beaten."""
        return (Guessing(),)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show one picture or both, by the room."""
        self._arrange()

    def _arrange(self) -> None:
        """Put the accuracy beside or below the loss where there is room, else in its place."""
        controls = self._controls
        wants = controls.accuracy.isChecked() and controls.accuracy.isEnabled()
        wide, tall = self.width() >= WIDE, self.height() >= TALL
        directions = QBoxLayout.Direction
        self._contents.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
        had_focus = self._plot.hasFocus() or self.accuracy_plot.hasFocus()
        self.accuracy_plot.setVisible(wants)
        self._plot.setVisible(wide or tall or not wants)
        controls.log.setEnabled(not self._plot.isHidden())
        if had_focus:
            (self.accuracy_plot if self._plot.isHidden() else self._plot).setFocus()
        self._refresh_again()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show what was recorded so far; the legend has the newest."""
        self._newest = snapshot, recorder
        self._plot.follow(recorder.clock)
        self.accuracy_plot.follow(recorder.clock)  # the two share what is in sight
        data, guess = snapshot.data, snapshot.answer(Guessing())
        self._offer_accuracy(data is None or not data.is_regression)
        if not self._plot.isHidden():
            self._show_loss(snapshot, recorder, guess)
        if not self.accuracy_plot.isHidden():
            self._show_accuracy(snapshot, recorder, guess)
        self._show_legend(snapshot, recorder)

    def _refresh_again(self) -> None:
        if self._newest:
            self.refresh(*self._newest)

    def _offer_accuracy(self, on: bool) -> None:
        if on != self._controls.accuracy.isEnabled():
            self._controls.offer_accuracy(on)
            self._arrange()

    def _show_loss(self, snapshot: Snapshot, recorder: Recorder, guess: Guess | None) -> None:
        has_any = len(recorder.losses) or len(recorder.test.steps) or recorder.overlays
        self._plot.say("" if has_any else NOTHING_YET)
        experiment = snapshot.experiment
        name = LOSSES[experiment.loss].label.lower() if experiment else "loss"
        self._plot.frame.y_name = f"{name}, mean of a batch"
        level = None
        if guess is not None:
            what = "the mean" if guess.majority is None else "the class shares"
            number = figure(guess.loss)
            level = Level(guess.loss, f"always guessing {what}: {number}", f"guessing: {number}")
        self._plot.note(snapshot.timeline, level)
        self._plot.set_run(recorder, _last(snapshot, recorder))

    def _show_accuracy(self, snapshot: Snapshot, recorder: Recorder, guess: Guess | None) -> None:
        level = None
        if guess is not None and guess.accuracy is not None:
            share = percent(guess.accuracy)
            words = f"always guessing class {guess.majority}: {share}"
            level = Level(100 * guess.accuracy, words, f"guessing: {share}")
        self.accuracy_plot.note(snapshot.timeline, level)
        self.accuracy_plot.set_run(recorder, _last(snapshot, recorder))
        self.accuracy_plot.say(NOTHING_YET if self.accuracy_plot.is_empty else "")

    def _show_legend(self, snapshot: Snapshot, recorder: Recorder) -> None:
        entries = [] if self._plot.isHidden() else self._loss_entries(snapshot)
        if not self.accuracy_plot.isHidden():
            entries += self._accuracy_entries(snapshot, alone=self._plot.isHidden())
        entries += self._entries_beside()
        self._controls.legend.show_entries(entries)
        words = "; ".join(f"{entry.names[0]} {entry.number}" for entry in entries)
        more = len(recorder.overlays) - MOST
        words += f"; {more} more pinned runs aren't drawn" if more > 0 else ""
        self.describe(words or NOTHING_YET)

    def _loss_entries(self, snapshot: Snapshot) -> list[Entry]:
        entries = []
        at = snapshot.step if snapshot.is_past else None
        number, steps, smoothed = self._plot.newest(at)
        if snapshot.is_past and not smoothed:
            number, steps = snapshot.loss, 1
        if steps:
            short = f"mean of {count(steps)}"
            names = (f"{short} batches", short, "mean") if steps > 1 else ("batch",)
            if smoothed:
                last = f"smoothed, mean of the last {count(steps)} batches"
                names = (last, f"smoothed, last {count(steps)}", "smoothed")
            entries.append(Entry(Mark.LINE, (*names, ""), finite(number)))
        if snapshot.test_loss is not None:
            entries.append(Entry(Mark.DOTS, ("test",), finite(snapshot.test_loss)))
        return entries

    def _accuracy_entries(self, snapshot: Snapshot, alone: bool) -> list[Entry]:
        """Return the accuracies; where they stand `alone`, the test's may be called so."""
        looks = (
            (Mark.LINE, "probe", snapshot.probe_accuracy),
            (Mark.DOTS, "test", snapshot.test_accuracy),
        )
        entries = []
        for mark, name, share in looks:
            if share is not None:
                names = (name,) if alone else (f"{name} accuracy", name)
                if mark is Mark.LINE:
                    names = (*names, "")
                entries.append(Entry(mark, names, percent(share)))
        return entries

    def _entries_beside(self) -> list[Entry]:
        """Return the pinned runs: the loss of each, or its accuracy where that stands alone."""
        plot = self.accuracy_plot if self._plot.isHidden() else self._plot
        return [
            Entry(Mark.BESIDE, (one.name, ""), plot.number_of(one.newest, 3), one.dashes)
            for one in plot.overlays
        ]

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row for each bucket of the picture, and what was evaluated last by then."""
        if self._newest and self._plot.isHidden():  # the rows are its own, and it wasn't fed
            snapshot, recorder = self._newest
            self._show_loss(snapshot, recorder, snapshot.answer(Guessing()))
        return loss_table(self._plot, self.accuracy_plot)


def _last(snapshot: Snapshot, recorder: Recorder) -> int:
    """Return the step that the run has come to."""
    return max(len(recorder.losses), snapshot.step, snapshot.timeline.newest)
