"""The card of the input: the shown sample as a picture or as its features, and two buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.ui.builder.card import Card
from bpstudio.ui.builder.chain import row_at, spread
from bpstudio.ui.builder.layout import (
    FEATURE_LEFT,
    FEATURE_RIGHT,
    NAME_GAP,
    bar_left,
    feature_rect,
    image_rect,
)
from bpstudio.ui.canvas.ink import elided, line, write
from bpstudio.ui.canvas.tips import table
from bpstudio.ui.given_names import feature_names
from bpstudio.ui.gray import gray_image
from bpstudio.ui.icons import paint_icon
from bpstudio.ui.names import INPUT_NAME, data_label, target_words
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.pixels import cell_at
from bpstudio.ui.theme import RADIUS_FIELD, theme

if TYPE_CHECKING:
    from collections.abc import Hashable

    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import SampleSnapshot

NAMED_ROW = 13  # px: a feature needs this much to be named
LOOKED_AT, NUMBERS = 1_000, 2**20  # samples, and numbers of them, for the size of a feature
BUTTON = 20


class InputCard(Card):
    """The input layer, which is the sample that is shown."""

    def __init__(self) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self._sizes: NDArray[np.floating] = np.ones(1)
        self._sample: SampleSnapshot | None = None

    def set_dataset(self, dataset: Dataset) -> None:
        """Show the features of another data set."""
        if dataset is not self._dataset:
            self._dataset = dataset
            samples = min(LOOKED_AT, max(NUMBERS // dataset.inputs, 1))
            largest = np.abs(dataset.train.x[:samples]).max(axis=0, initial=0.0)
            self._sizes = np.where(largest > 0, largest, 1.0)
            self._sample = None
        self.update()

    def set_sample(self, sample: SampleSnapshot | None) -> None:
        """Show a sample; one of another data set isn't shown."""
        fits = sample is not None and len(sample.x) == len(self._sizes)
        self._sample = sample if fits else None
        self.update()

    def buttons(self) -> tuple[QRectF, QRectF]:
        """Return the buttons of the previous and the next sample."""
        left, top = self.rect.left() + 10, self.rect.bottom() - 26
        previous = QRectF(left, top, BUTTON, BUTTON)
        return previous, previous.translated(BUTTON + 6, 0)

    def step_at(self, at: QPointF) -> int:
        """Return -1 on the previous button, 1 on the next, else 0."""
        previous, following = self.buttons()
        return int(following.contains(at)) - int(previous.contains(at))

    def feature_at(self, at: QPointF) -> int | None:
        """Return the feature at a place in the scene."""
        if self._dataset is None or not self.rect.contains(at):
            return None
        if self._dataset.image is None:
            return row_at(at.y(), self._dataset.inputs, feature_rect(self.rect))
        pixel = cell_at(at, self._image_place(), self._dataset.image)
        return None if pixel is None else pixel[0] * self._dataset.image[1] + pixel[1]

    def tip(self, at: QPointF) -> str:
        """Return the feature's number, or what the data set is."""
        if self._dataset is None:
            return ""
        step = self.step_at(at)
        if step:
            key = "Page Up" if step < 0 else "Page Down"
            return table("Previous sample" if step < 0 else "Next sample", (), f"key: {key}")
        feature = self.feature_at(at)
        if feature is not None and self._sample is not None:
            return self._feature_tip(self._dataset, self._sample, feature)
        rows = [
            ("features", count(self._dataset.inputs)),
            ("samples to train on", count(len(self._dataset.train.t))),
            ("to test on", count(len(self._dataset.test.t))),
        ]
        title = f"{INPUT_NAME}: {data_label(self._dataset.name)}"
        return table(title, rows, self._sample_words(full=True))

    def still_key(self) -> tuple[Hashable, ...]:
        """Return the data set and the sample."""
        if self._sample is None:
            return (self._dataset,)
        return self._dataset, self._sample.number, self._sample.x.tobytes()

    def draw_still(self, painter: QPainter) -> None:
        """Draw title, sample and buttons."""
        if self._dataset is None:
            return
        name = data_label(self._dataset.name)
        self.draw_title(painter, INPUT_NAME, name, self._dataset.inputs, "feature")
        if self._dataset.image is not None:
            self._draw_picture(painter, self._dataset.image)
        else:
            self._draw_features(painter, self._dataset)
        place = line(self.rect.left() + 12, self.rect.bottom() - 36, self.rect.width() - 20)
        write(painter, place, self._sample_words(), theme().colors.text2)
        icons = ("chevron-left", "chevron-right")
        for button, icon in zip(self.buttons(), icons, strict=True):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colors.border, 1))
            box = button.adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(box, RADIUS_FIELD, RADIUS_FIELD)
            paint_icon(painter, icon, button.adjusted(2, 2, -2, -2), theme().colors.text)

    def _feature_tip(self, dataset: Dataset, sample: SampleSnapshot, feature: int) -> str:
        value = float(sample.x[feature])
        rows = [("x", figure(value, 4))]
        scale, offset = float(dataset.scale[feature]), float(dataset.offset[feature])
        if (scale, offset) != (1.0, 0.0):
            rows.append(("in its own units", figure(value * scale + offset, 4)))
        return table(feature_names(dataset)[feature], rows, self._sample_words(full=True))

    def _sample_words(self, full: bool = False) -> str:
        if self._dataset is None or self._sample is None:
            return "no sample yet"
        words = f"sample {self._sample.number}, {target_words(self._dataset, self._sample.target)}"
        return words if full else elided(words, self.rect.width() - 20)

    def _image_place(self) -> QRectF:
        image = (1, 1) if self._dataset is None else self._dataset.image or (1, 1)
        return image_rect(self.rect, image)

    def _draw_picture(self, painter: QPainter, shape: tuple[int, int]) -> None:
        place = self._image_place()
        if self._sample is not None:
            painter.drawImage(place, gray_image(self._sample.x.reshape(shape)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colors.border, 1))
        painter.drawRect(place.adjusted(0.5, 0.5, -0.5, -0.5))

    def _draw_features(self, painter: QPainter, dataset: Dataset) -> None:
        area = feature_rect(self.rect)
        ys = spread(dataset.inputs, area)
        pitch = area.height() / dataset.inputs
        left, right = self.rect.left() + FEATURE_LEFT, self.rect.right() - FEATURE_RIGHT
        is_named = pitch >= NAMED_ROW
        track = bar_left(self.rect) if is_named else left
        places = np.linspace(0, len(ys) - 1, min(len(ys), int(area.height() / 3))).astype(int)
        for row in dict.fromkeys(places.tolist()):
            y = float(ys[row])
            if is_named:
                name = line(left, y, track - left - NAME_GAP)
                write(painter, name, feature_names(dataset)[row], theme().colors.text2)
            thickness = min(pitch - 1, 4) if is_named else max(min(pitch - 1, 4), 2)
            self._draw_feature(
                painter, QRectF(track, y - thickness / 2, right - track, thickness), row
            )
        painter.setPen(QPen(theme().colors.strong, 1))
        middle = round((track + right) / 2) + 0.5
        painter.drawLine(QPointF(middle, area.top()), QPointF(middle, area.bottom()))

    def _draw_feature(self, painter: QPainter, track: QRectF, feature: int) -> None:
        """Draw a bar from the middle: filled to the right, hollow to the left where negative."""
        colors = theme().colors
        painter.fillRect(track, colors.sunken)
        if self._sample is None:
            return
        share = float(self._sample.x[feature] / self._sizes[feature])
        length = min(abs(share), 1.0) * track.width() / 2
        middle = track.center().x()
        if share >= 0:
            painter.fillRect(
                QRectF(middle, track.top() - 1, length, track.height() + 2), colors.forward
            )
        else:
            painter.setBrush(colors.raised)
            painter.setPen(QPen(colors.forward, 1))
            painter.drawRect(QRectF(middle - length, track.top(), length, track.height()))
