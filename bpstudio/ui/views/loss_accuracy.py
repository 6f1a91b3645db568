"""The picture of the accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.numbers import count, percent
from bpstudio.ui.theme import theme
from bpstudio.ui.views.noted_plot import LINE_WIDTH, RADIUS, NotedPlot, last_before, nearest
from bpstudio.ui.views.overlay import Overlay, drawn, last_of
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.run_plot import MAIN_WIDTH
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF

    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recorder import Recorder

    Array = NDArray[np.floating]

AXIS = Scale(0, 108)  # percent; above 100 there is room for the marks


class AccuracyPlot(NotedPlot):
    """The shares of the probe set and of the test part whose class comes out right.

    The probe set is at most 512 samples of the training part, spread out over it.
    """

    def __init__(self) -> None:
        super().__init__("Accuracy over the steps")
        self.frame.y_name = "accuracy, %"
        self.frame.y = AXIS
        none: Array = np.empty(0)
        self._test_steps = self._probe_steps = self._test = self._probe = none

    def set_run(self, recorder: Recorder, last: int) -> None:
        """Show what `recorder` holds of a run that has come to step `last`."""
        test, probe = recorder.test, recorder.probe
        known = np.isfinite(test.values[:, 1])
        self._test_steps, self._test = test.steps[known], test.values[known, 1].astype(float)
        self._probe_steps, self._probe = probe.steps.copy(), probe.values[:, 0].astype(float)
        self.show_beside(recorder.name, [_beside(*one) for one in drawn(recorder.overlays)])
        self.steps.grow(last)
        self.changed()

    @property
    def is_empty(self) -> bool:
        """Whether no accuracy is known."""
        return not len(self._test) and not len(self._probe)

    def before(self, step: float) -> tuple[float, float]:
        """Return the accuracies on probe and test evaluated last, up to `step`; or NaN."""
        return (
            last_before(self._probe_steps, self._probe, step),
            last_before(self._test_steps, self._test, step),
        )

    def number_of(self, value: float, digits: int = 4) -> str:
        """Return an accuracy of another run, in percent, as text."""
        return percent(value / 100, digits - 2)

    def prepare(self) -> None:
        """Leave the axis as it is: from 0 to 100 %."""
        self.leave_room()

    def draw(self, painter: QPainter) -> None:
        """Draw the line of the probe set and the dotted one of the test part."""
        probe = self.x_of(self._probe_steps), self.y_of(100 * self._probe)
        test = self.x_of(self._test_steps), self.y_of(100 * self._test)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_notes(painter, self.room_beside(probe, test))
        painter.setClipRect(self.frame.area.adjusted(0, -RADIUS, RADIUS + 1, RADIUS))
        beside = self.draw_beside(painter)
        painter.setPen(QPen(theme().colors.text, MAIN_WIDTH if self.overlays else LINE_WIDTH))
        draw_line(painter, *probe)
        self.draw_dotted(painter, *test)
        painter.setClipping(False)
        self.draw_names(painter, beside, test if len(self._test) else probe)

    def read(self, at: QPointF) -> Readout | None:
        """Return the step, the accuracies known nearest to it, and a mark's words."""
        beside = self.rows_beside(at)
        if self.is_beyond(at):
            return Readout(at.x(), self.title_beside(at), beside)
        step = round(self.step_at(at.x()))
        rows = []
        for name, steps, values in (
            ("probe", self._probe_steps, self._probe),
            ("test", self._test_steps, self._test),
        ):
            place = nearest(steps, step)
            if place is not None:
                told = percent(float(values[place]), 2)
                rows.append((f"{name}, step {count(int(steps[place]))}", told))
        rows += beside + self.rows_of_notes(at)
        return Readout(self.x_at(step), self.step_title(step), rows)


def _beside(record: Record, dashes: tuple[float, ...]) -> Overlay:
    """Return another run's accuracy in percent: on its test part, else on its probe set."""
    known = np.isfinite(record.test.values[:, 1])
    steps, shares = record.test.steps[known], record.test.values[known, 1]
    if not len(steps):
        steps, shares = record.probe.steps.copy(), record.probe.values[:, 0]
    values = 100 * shares.astype(float)
    return Overlay(record.name, dashes, record.clock, last_of(record), steps, values)
