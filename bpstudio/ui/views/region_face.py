"""What has been learned of one input or two: what the network says in sight, and the samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QRectF

from bpstudio.ui.theme import GRID
from bpstudio.ui.views.face import AxesFace
from bpstudio.ui.views.plane_key import draw_key
from bpstudio.ui.views.plane_samples import PlaneSamples

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import QPointF
    from PySide6.QtGui import QPainter

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.studies.regions import Regions, RegionsStudy
    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.learned_subject import Learned

LARGEST = "largest y"  # what is told of many classes
KEY_HEIGHT = 112.0  # px: a lower one takes the room beside the names of the axes, too
KEY_SHARE, KEY_LEAST, KEY_MOST = 0.36, 10 * GRID, 17 * GRID


class RegionFace(AxesFace):
    """The answer on the points in sight with the samples, and a key beside them."""

    def __init__(self) -> None:
        super().__init__()
        self.samples = PlaneSamples()
        self._key = QRectF()
        self._asked: RegionsStudy | None = None
        self._found: Regions | None = None

    def question(self) -> RegionsStudy:
        """Return what asks for the points in sight."""
        raise NotImplementedError

    def fit_axes(self, data: Dataset) -> None:
        """Name the axes of other data, and say what there is of them."""
        raise NotImplementedError

    def draw_inside(self, painter: QPainter, learned: Learned) -> None:
        """Draw the answer and the samples, within the axes."""
        raise NotImplementedError

    def studies(self) -> Iterable[Study[Any]]:
        """Return what has to be found out, what is in sight among it."""
        self._asked = self.question()
        return (*super().studies(), self._asked)

    def show(self, learned: Learned) -> None:
        """Take over the newest numbers; an answer stays until there is that of what is in sight."""
        super().show(learned)
        if self.samples.show(learned.data):
            self.fit_axes(learned.data)
            self._found = None
        found = None if self._asked is None else learned.snapshot.answer(self._asked)
        if found is not None:
            self._found = found

    def place(self, room: QRectF) -> None:
        """Share the room between the picture and its key."""
        super().place(room)
        key = min(max(KEY_SHARE * room.width(), KEY_LEAST), KEY_MOST)
        self.axes.arrange(room.adjusted(0, 0, -key - GRID, 0))
        area = self.axes.area
        bottom = max(area.bottom(), min(area.top() + KEY_HEIGHT, room.bottom()))
        top = area.top() if bottom - area.top() >= KEY_HEIGHT else room.top()
        self._key = QRectF(room.right() - key, top, key, bottom - top)
        self.samples.place(self.axes)

    def draw(self, painter: QPainter) -> None:
        """Draw answer and samples, axes and key."""
        if self.learned is None:
            return
        painter.save()
        painter.setClipRect(self.axes.area)
        self.draw_inside(painter, self.learned)
        painter.restore()
        self.axes.draw(painter)
        draw_key(painter, self._key, self.learned)

    def position_at(self, at: QPointF) -> int | None:
        """Return the training sample at a place."""
        found = self.samples.at(at)
        return found.position if found is not None and found.part == "training" else None

    def tells_each(self, data: Dataset) -> bool:
        """Whether y of each class is told; of many classes it is the largest alone."""
        found = self._found
        return not data.is_regression and (found is None or len(found.y) == len(data.classes))

    def output_names(self, data: Dataset) -> list[str]:
        """Return what the table calls the outputs that are told."""
        if data.is_regression:
            return [data.target]
        return [f"y, {name}" for name in data.classes] if self.tells_each(data) else [LARGEST]
