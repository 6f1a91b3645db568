"""How many passes either way takes, against the number of parameters."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.experiment.build import network
from bpstudio.ui.check.card_view import LOW, CardView
from bpstudio.ui.check.log_axes import LogAxes
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import BOLD, GRID, HINT, font, theme
from bpstudio.ui.views.frame import LEFT, LINE
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.scale import Scale
from bpstudio.ui.views.small_text import width_of
from bpstudio.ui.views.strokes import draw_line
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.gradcheck import Difference
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.check.settings import CheckSettings

    Array = NDArray[np.floating]
    T = TypeVar("T", int, float, Array)

MOST = 1e8  # parameters and passes on the axes, unless this network has more
BACKPROP = 2  # passes: one forward, one backward
SHORT = 9 * GRID  # px
POINT = 4.0  # px: the radius of a ring


NAMES: dict[Difference, str] = {"forward": "N + 1", "central": "2N"}


def brute_force_passes(parameters: T, difference: Difference) -> T:
    """Return how many passes brute force takes."""
    return parameters + 1 if difference == "forward" else 2 * parameters


class PassesPicture(Picture):
    """N + 1 (or 2N) and 2 passes over N parameters, and where this network stands.

    Attributes
    ----------
    parameters
        The number of parameters of this network, 0 where there is none yet.
    difference
        How brute force goes about it.
    """

    def __init__(self) -> None:
        super().__init__("Passes against parameters")
        self.parameters = 0
        self.difference: Difference = "forward"
        self._axes = LogAxes(Scale(1, MOST, log=True), Scale(1, MOST, log=True))

    @property
    def area(self) -> QRectF:
        """Where the lines are."""
        return self._axes.area

    def prepare(self) -> None:
        """Make room for the names at the ends of the lines."""
        end = 10.0 ** max(8, int(np.ceil(np.log10(max(self._passes(self.parameters), 1)))))
        scale = Scale(1, end, log=True)
        self._axes = LogAxes(scale, scale, "parameters N", "passes", beside=True)
        room = QRectF(self.rect()).adjusted(0, 0, -width_of("N + 1"), 0)
        self._axes.arrange(room)

    def _passes(self, parameters: T) -> T:
        return brute_force_passes(parameters, self.difference)

    def _ends(self) -> Array:
        return np.logspace(0, np.log10(self._axes.x.high), 200)

    def draw(self, painter: QPainter) -> None:
        """Draw the two lines with their names, and this network."""
        colors, axes = theme().colors, self._axes
        axes.draw(painter)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        n = self._ends()
        painter.setPen(QPen(colors.forward, 1.5))
        painter.setClipRect(self.area.adjusted(0, -2, 2, 2))
        draw_line(painter, axes.x_of(n), axes.y_of(self._passes(n)))
        pen = QPen(colors.backward, 1.5)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        draw_line(painter, axes.x_of(n), axes.y_of(np.full(len(n), float(BACKPROP))))
        painter.setClipping(False)
        painter.setFont(font(HINT, BOLD))
        right = self.area.right() + 4
        painter.setPen(colors.forward_text)
        painter.drawText(
            QRectF(right, self.area.top() - LINE / 2, 100, LINE), LEFT, NAMES[self.difference]
        )
        painter.setPen(colors.backward_text)
        painter.drawText(QRectF(right, axes.y_at(BACKPROP) - LINE / 2, 40, LINE), LEFT, "2")
        if self.parameters:
            self._draw_this(painter)

    def _draw_this(self, painter: QPainter) -> None:
        colors, axes, n = theme().colors, self._axes, float(self.parameters)
        x = axes.x_at(n)
        ends = [QPointF(x, axes.y_at(self._passes(n))), QPointF(x, axes.y_at(BACKPROP))]
        painter.setPen(QPen(colors.text2, 1, Qt.PenStyle.DotLine))
        painter.drawLine(*ends)
        painter.setPen(QPen(colors.text, 1.5))
        painter.setBrush(colors.surface)
        for end in ends:
            painter.drawEllipse(end, POINT, POINT)
        lines = ["this network", f"{count(self._passes(self.parameters))} and {BACKPROP}"]
        width = max(map(width_of, lines)) * 1.1
        left, top = x + GRID, max((ends[0].y() + ends[1].y()) / 2 - LINE, ends[0].y() + GRID / 2)
        is_below = left + width <= self.width() and top + 2 * LINE <= ends[1].y()
        if not is_below:  # the line rises from left to right
            left = max(x - GRID - width, self.area.left() + GRID / 2)
            top = axes.y_at(axes.value_at(left + width)) - 2 * LINE - GRID / 2
        top = max(top, self.area.top() - GRID)
        for place, line in enumerate(lines):
            painter.setFont(font(HINT, BOLD) if place else font(HINT))
            painter.setPen(colors.text if place else colors.text2)
            painter.drawText(QRectF(left, top + place * LINE, width, LINE), LEFT, line)

    def read(self, at: QPointF) -> Readout | None:
        """Return the passes that a network of so many parameters takes."""
        n = round(self._axes.value_at(at.x()))
        rows = [
            ("brute force, forward", f"{count(n + 1)} passes"),
            ("brute force, central", f"{count(2 * n)} passes"),
            ("backprop", f"{BACKPROP} passes"),
        ]
        return Readout(at.x(), counted(n, "parameter"), rows)


class PassesView(CardView):
    """The card with the chapter's argument: N + 1 passes against two."""

    title = "Passes against parameters"
    object_name = "passesCard"
    least_width = 33 * GRID
    least_height = LOW
    grows = False

    def __init__(self, settings: CheckSettings) -> None:
        self.picture = PassesPicture()
        super().__init__(self.picture)
        self._settings = settings
        settings.changed.connect(lambda: self._show(self.picture.parameters))

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show where the network that is looked at stands."""
        parameters = 0
        if snapshot.experiment is not None and snapshot.data is not None:
            parameters = network(snapshot.experiment, snapshot.data).shape.size
        self._show(parameters)

    def _show(self, parameters: int) -> None:
        picture, difference = self.picture, self._settings.difference
        if (parameters, difference) == (picture.parameters, picture.difference):
            return
        picture.parameters, picture.difference = parameters, difference
        picture.changed()
        passes = count(brute_force_passes(parameters, difference))
        self.describe(
            f"this network has {counted(parameters, 'parameter')}: brute force takes {passes} "
            f"passes, backprop {BACKPROP}"
        )

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the passes for powers of ten, and for this network."""
        sizes = {10**k for k in range(9)} | {self.picture.parameters} - {0}
        headers = ["parameters", "forward difference", "central difference", "backprop"]
        numbers = [(n, n + 1, 2 * n, BACKPROP) for n in sorted(sizes)]
        return headers, [[cell(number) for number in row] for row in numbers]
