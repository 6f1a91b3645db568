"""The picture of the accuracy."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.numbers import count, percent
from bpstudio.ui.theme import theme
from bpstudio.ui.views.noted_plot import LINE_WIDTH, RADIUS, NotedPlot, last_before, nearest
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.strokes import draw_line

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtCore import QPointF

    from bpstudio.runtime.recorder import Recorder

    Array = NDArray[np.floating]

AXIS = Scale(0, 108)  # percent; above 100 there is room for the marks


class AccuracyPlot(NotedPlot):
    """The shares of the probe set and of the test part whose class comes out right.

    The probe set is the first samples of the training part, at most 512.
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

    def prepare(self) -> None:
        """Leave the axis as it is: from 0 to 100 %."""

    def draw(self, painter: QPainter) -> None:
        """Draw the line of the probe set and the dotted one of the test part."""
        probe = self.x_of(self._probe_steps), self.y_of(100 * self._probe)
        test = self.x_of(self._test_steps), self.y_of(100 * self._test)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.draw_notes(painter, probe, test)
        painter.setClipRect(self.frame.area.adjusted(0, -RADIUS, RADIUS + 1, RADIUS))
        painter.setPen(QPen(theme().colors.text, LINE_WIDTH))
        draw_line(painter, *probe)
        self.draw_dotted(painter, *test)

    def read(self, at: QPointF) -> Readout | None:
        """Return the step, the accuracies known nearest to it, and a mark's words."""
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
        x = float(self.x_of(np.array(float(step))))
        return Readout(x, self.step_title(step), rows + self.rows_of_notes(at))
