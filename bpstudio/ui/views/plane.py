"""What has been learned of two inputs: the plane, coloured by what the network says of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QImage, QPainter, QPen

from bpstudio.runtime.studies.regions import Regions, RegionsStudy
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.theme import GRID, theme
from bpstudio.ui.views.axes import Axes
from bpstudio.ui.views.face import Face
from bpstudio.ui.views.learned_subject import accuracy_words, sample_title
from bpstudio.ui.views.plane_key import draw_key, figures_of
from bpstudio.ui.views.plane_samples import PARTS, Found, PlaneSamples, target_range
from bpstudio.ui.views.readout import Readout
from bpstudio.ui.views.region_image import heat_image, image_place, region_image
from bpstudio.ui.views.table import cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.face import Table
    from bpstudio.ui.views.learned_subject import Learned

ALIKE = 1.5  # so many times as wide as high: the two features have one unit, it seems
KEY_SHARE, KEY_LEAST, KEY_MOST = 0.32, 10 * GRID, 17 * GRID
TOLD = 8  # classes whose y is read
TABLE_SIDE = 12  # points of the table, across and down


class Plane(Face):
    """The regions, the line between them, and the samples; a key beside them."""

    can_zoom = True

    def __init__(self) -> None:
        super().__init__()
        self.axes = Axes()
        self.samples = PlaneSamples()
        self._key = QRectF()
        self._asked: RegionsStudy | None = None
        self._found: Regions | None = None
        self._image: tuple[Regions, bool, QImage] | None = None

    def studies(self) -> Iterable[Study[Any]]:
        """Return what has to be found out, the regions in sight among it."""
        x, y = self.axes.x, self.axes.y
        self._asked = RegionsStudy((x.low, x.high), (y.low, y.high))
        return (*super().studies(), self._asked)

    def show(self, learned: Learned) -> None:
        """Take over the newest numbers; regions stay until there are those of the part in sight."""
        super().show(learned)
        if self.samples.show(learned.data):
            x, y = self.samples.span()
            widths = sorted((x[1] - x[0], y[1] - y[0]))
            self.axes.alike = widths[1] <= ALIKE * widths[0]
            self.axes.show_range(x, y)
            self.axes.x_name, self.axes.y_name = learned.data.features
            self._found = None
        found = None if self._asked is None else learned.snapshot.answer(self._asked)
        if found is not None:
            self._found = found

    def place(self, room: QRectF) -> None:
        """Share the room between the plane and its key."""
        super().place(room)
        key = min(max(KEY_SHARE * room.width(), KEY_LEAST), KEY_MOST)
        self.axes.arrange(room.adjusted(0, 0, -key - GRID, 0))
        area = self.axes.area
        self._key = QRectF(room.right() - key, area.top(), key, area.height())
        self.samples.place(self.axes)

    def draw(self, painter: QPainter) -> None:
        """Draw regions, boundary, samples and key."""
        if self.learned is None:
            return
        area = self.axes.area
        painter.save()
        painter.setClipRect(area)
        if self._found is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(image_place(self._found, self.axes), self._picture(self._found))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_boundary(painter, self._found)
        self.samples.draw(painter, self.axes, self.learned)
        painter.restore()
        self.axes.draw(painter)
        draw_key(painter, self._key, self.learned)

    def _picture(self, found: Regions) -> QImage:
        known, dark = self._image, theme().is_dark
        if known is None or known[0] is not found or known[1] != dark:
            assert self.learned is not None
            data = self.learned.data
            made = (
                heat_image(found, *target_range(data))
                if data.is_regression
                else region_image(found, len(data.classes))
            )
            self._image = found, dark, made
            return made
        return known[2]

    def _draw_boundary(self, painter: QPainter, found: Regions) -> None:
        if not len(found.boundary):
            return
        points = found.boundary.astype(np.float64)
        xs = found.xs[0] + points[:, [0, 2]] * (found.xs[1] - found.xs[0])
        ys = found.ys[0] + points[:, [1, 3]] * (found.ys[1] - found.ys[0])
        lines = np.stack([self.axes.x_of(xs), self.axes.y_of(ys)], axis=-1).reshape(-1, 4)
        painter.setPen(QPen(theme().colors.text, 1.25))
        painter.drawLines([QLineF(*line) for line in lines.tolist()])

    def read(self, at: QPointF) -> Readout | None:
        """Return the sample at a place, or what the network says there."""
        if self.learned is None or not self.axes.area.contains(at):
            return None
        found = self.samples.at(at)
        if found is not None:
            return self._read_sample(self.learned, found)
        return None if self._found is None else self._read_point(self.learned, self._found, at)

    def _read_point(self, learned: Learned, found: Regions, at: QPointF) -> Readout:
        """Read the grid's nearest point, whose numbers are exact."""
        data = learned.data
        x, y = self.axes.at(at)
        column = int(np.abs(found.xs - x).argmin())
        row = int(np.abs(found.ys - y).argmin())
        here = float(found.xs[column]), float(found.ys[row])
        rows = [(name, figure(value)) for name, value in zip(data.features, here, strict=True)]
        outputs = found.y[:, row, column].tolist()
        if data.is_regression:
            rows.append((f"{data.target}, predicted", figure(outputs[0], 4)))
        elif len(outputs) == len(data.classes) <= TOLD:
            rows += [(f"y, {n}", figure(v)) for n, v in zip(data.classes, outputs, strict=True)]
        else:
            rows.append(("y", figure(max(outputs))))
        winner = int(found.winner[row, column])
        title = "predicted" if data.is_regression else f"predicted: {data.classes[winner]}"
        px = float(self.axes.x_of(np.array(here[0])))
        py = float(self.axes.y_of(np.array(here[1])))
        return Readout(px, title, rows, QRectF(px - 2, py - 2, 4, 4))

    def _read_sample(self, learned: Learned, found: Found) -> Readout:
        data, part = learned.data, learned.part(found.part)
        own = part.x[found.position] * data.scale + data.offset
        rows = [(n, figure(v, 4)) for n, v in zip(data.features, own.tolist(), strict=True)]
        told = learned.predictions(found.part)
        number = None if told is None else int(np.searchsorted(told.position, found.position))
        if told is not None and number is not None and number < len(told.position):
            predicted = told.predicted[number]
            if data.is_regression:
                rows.append(("predicted", figure(float(predicted), 4)))
            else:
                sign = "" if predicted == told.target[number] else "≠ "
                words = f"{sign}{data.classes[int(predicted)]}"
                rows.append(("predicted", f"{words}, y {figure(float(told.confidence[number]))}"))
        if found.part == "training":
            rows.append(("", "click: show it in the network"))
        box = QRectF(found.at.x() - 6, found.at.y() - 6, 12, 12)
        return Readout(box.right(), sample_title(data, found.part, found.position), rows, box)

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        found = self.samples.at(at)
        return found.position if found is not None and found.part == "training" else None

    def row_at(self, at: QPointF, choice: int) -> tuple[float | str, ...] | None:
        """Return the sample of class `choice` at a place; none for a numeric target."""
        if self.learned is None or not self.axes.area.contains(at):
            return None
        data = self.learned.data
        if choice >= len(data.classes):
            return None
        return (*self.axes.rounded_at(at), data.classes[choice])

    def zoom(self, at: QPointF, factor: float) -> None:
        """Show `factor` times as much around a place."""
        self.axes.zoom(at, factor)

    def move(self, by: QPointF) -> None:
        """Move what is in sight."""
        self.axes.move(by)

    def table(self) -> Table:
        """Return a coarser grid of points with what the network says there."""
        if self.learned is None:
            return [], []
        data, found = self.learned.data, self._found
        names = [data.target] if data.is_regression else [f"y, {name}" for name in data.classes]
        if found is not None and len(found.y) != len(names):
            names = ["largest y"]
        headers = [*data.features, "predicted", *names]
        if found is None:
            return headers, []
        rows = []
        for row in np.linspace(0, len(found.ys) - 1, TABLE_SIDE).astype(int).tolist():
            for column in np.linspace(0, len(found.xs) - 1, TABLE_SIDE).astype(int).tolist():
                outputs = found.y[:, row, column].tolist()
                winner = int(found.winner[row, column])
                said = cell(outputs[0]) if data.is_regression else data.classes[winner]
                place = (found.xs[column], found.ys[row])
                rows.append([*(cell(float(v)) for v in place), said, *map(cell, outputs)])
        return headers, rows

    def words(self) -> str:
        """Return how many samples are right, or how well the numbers are met."""
        learned = self.learned
        if learned is None:
            return ""
        step = f"step {count(learned.snapshot.step)}"
        if learned.data.is_regression:
            told = [f"R² {name} {number}" for name, number in figures_of(learned)]
        else:
            known = ((part, learned.predictions(part)) for part in PARTS)
            told = [accuracy_words(found, part) for part, found in known if found is not None]
        return "; ".join(["regions of " + " and ".join(learned.data.features), step, *told])
