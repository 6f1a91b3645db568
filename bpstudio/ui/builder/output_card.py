"""The card of the output: y and delta of each class, or the number that is predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.card import Card
from bpstudio.ui.builder.chain import row_at, spread
from bpstudio.ui.builder.forms import FOOTER, HEADER
from bpstudio.ui.builder.ink import RIGHT, elided, fitting, line, text_width, write
from bpstudio.ui.builder.marks import bias_shares, draw_bars, draw_biases, draw_triangle
from bpstudio.ui.builder.tips import RULE, Row, table
from bpstudio.ui.builder.unit_marks import Ink, cells_image
from bpstudio.ui.builder.unit_rows import NumberRow, output_rows
from bpstudio.ui.builder.unit_tip import bias_rows
from bpstudio.ui.names import OUTPUT_NAME, target_words, without_common_start
from bpstudio.ui.numbers import MINUS, count, figure
from bpstudio.ui.theme import BODY, BOLD, HINT, REGULAR, theme

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from numpy.typing import NDArray
    from PySide6.QtGui import QPainter

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import LayerSnapshot, SampleSnapshot

    Array = NDArray[np.floating]

THREE_LINES, TWO_LINES, ONE_LINE = 42, 27, 14  # px that a class needs for its name and numbers
NUMBERS, BIAS_LEFT = 40, 4  # px
SHORT_NAME, NAME_SHARE = 20, 0.34  # px, and of the card: names so short stand beside the bars
MOST_LOOKED_AT = 64  # classes, for the width of the names
MIDDLE = Qt.TextElideMode.ElideMiddle  # names often differ at their ends alone


def decimal(x: float, signed: bool = False) -> str:
    """Return `x` with two decimals, as the numbers beside the bars are."""
    if not abs(x) < 1_000:
        return figure(x)
    words = f"{x:{'+' if signed else ''}.2f}".replace("-", MINUS)
    return "0.00" if words[1:] == "0.00" else words


class OutputCard(Card):
    """The output layer."""

    def __init__(self) -> None:
        super().__init__()
        self._dataset: Dataset | None = None
        self._function = "softmax"
        self._sample: SampleSnapshot | None = None
        self.layer: LayerSnapshot | None = None
        self._parameters = 0

    def set_structure(self, dataset: Dataset, function: str, parameters: int) -> None:
        """Show another structure; `function` is "softmax" or "identity"."""
        if dataset is not self._dataset:
            self._sample = self.layer = None
        self._dataset, self._parameters = dataset, parameters
        self._function = "linear" if function == "identity" else function
        self.update()

    def set_numbers(self, layer: LayerSnapshot | None, sample: SampleSnapshot | None) -> None:
        """Show the numbers of the shown sample; those of other classes aren't shown."""
        outputs = 0 if self._dataset is None else self._dataset.outputs
        fits = layer is not None and sample is not None and len(sample.y) == outputs
        fits = fits and layer is not None and len(layer.delta) == outputs
        self.layer, self._sample = (layer, sample) if fits else (None, None)
        self.update()

    def body(self) -> QRectF:
        """Return where the classes are."""
        return self.rect.adjusted(0, HEADER, 0, -FOOTER)

    @property
    def layer_id(self) -> int:
        """The id of the output."""
        return OUTPUT

    @property
    def units(self) -> int:
        """How many units there are."""
        return 0 if self._dataset is None else self._dataset.outputs

    def unit_at(self, at: QPointF) -> int | None:
        """Return the unit at a place in the scene."""
        return row_at(at.y(), self.units, self.body()) if self.rect.contains(at) else None

    def unit_centre(self, unit: int) -> QPointF:
        """Return where a unit's row begins, or its cell."""
        return QPointF(self.rect.left() + 12, float(spread(self.units, self.body())[unit]))

    def unit_title(self, unit: int) -> str:
        """Return what a unit is called, with its class: ``"output, unit 1 (class 0)"``."""
        words, dataset = f"{OUTPUT_NAME}, unit {unit + 1}", self._dataset
        if dataset is None or unit >= len(dataset.classes):
            return words
        return f"{words} ({target_words(dataset, unit)})"

    def unit_rows(self, unit: int) -> list[NumberRow]:
        """Return the numbers of a unit for its card."""
        if self._dataset is None or self.layer is None or self._sample is None:
            return []
        y, t = float(self._sample.y[unit]), self._target(self._dataset, self._sample, unit)
        return output_rows(self.layer, unit, self._function, y, t)

    def unit_tip(self, unit: int, terms: Sequence[Row]) -> str:
        """Return the tooltip of a unit; `terms` are the sum behind its logit."""
        if self._dataset is None or self.layer is None:
            return self.tip(self.rect.center())
        rows: list[Row] = [(row.name, row.number) for row in self.unit_rows(unit)]
        if terms:  # they have a and the bias
            rows = [*terms, RULE, *rows[1:-1]]
        rows += bias_rows(self.layer, unit)[1:]
        return table(self.unit_title(unit), rows, "click to ask more about it")

    @staticmethod
    def _target(dataset: Dataset, sample: SampleSnapshot, unit: int) -> float:
        return sample.target if dataset.is_regression else float(unit == int(sample.target))

    def tip(self, at: QPointF) -> str:
        """Return what the output is."""
        if self._dataset is None:
            return ""
        rows = [("function", self._function), ("parameters", count(self._parameters))]
        hint = "a unit a class; the data decide how many"
        if self._dataset.is_regression:
            hint = f"predicts {self._dataset.target}"
        return table(OUTPUT_NAME, rows, hint)

    def still_key(self) -> tuple[Hashable, ...]:
        """Return the data set and the target."""
        target = None if self._sample is None else self._sample.target
        return self._dataset, self._function, target, self._parameters

    def draw_still(self, painter: QPainter) -> None:
        """Draw title, names of the classes and footer."""
        dataset = self._dataset
        if dataset is None:
            return
        units, parameters = dataset.outputs, self._parameters
        self.draw_layer_title(painter, OUTPUT_NAME, self._function, units, parameters)
        if not dataset.is_regression:
            self._draw_heads(painter, dataset)
            if self._has_rows(dataset):
                self._draw_names(painter, dataset)
        self._draw_footer(painter, dataset)

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw y and delta of each class, or the prediction."""
        dataset = self._dataset
        if dataset is None:
            return
        if self.layer is not None and self._has_rows(dataset):
            self._draw_biases(painter, self.layer)
        if dataset.is_regression:
            self._draw_prediction(painter, dataset)
        elif self._has_rows(dataset):
            self._draw_classes(painter, dataset)
        else:
            self._draw_cells(painter, dataset)

    def _draw_biases(self, painter: QPainter, layer: LayerSnapshot) -> None:
        pitch = self.body().height() / len(layer.biases)
        ys = spread(len(layer.biases), self.body())
        draw_biases(painter, ys, bias_shares(layer), self.rect.left() + BIAS_LEFT, pitch)

    def _has_rows(self, dataset: Dataset) -> bool:
        return self.body().height() / dataset.outputs >= ONE_LINE

    def _draw_heads(self, painter: QPainter, dataset: Dataset) -> None:
        left = self._track(dataset).left()
        y = self.rect.top() + 54
        place = line(left, y, 16)
        write(painter, place, "y", theme().colors.forward_text, weight=BOLD)
        room = self.rect.right() - left - 20
        words = fitting(room, "δ = y − t", "δ", weight=BOLD)
        color = theme().colors.backward_text
        write(painter, line(left + 16, y, room), words, color, weight=BOLD)

    def _label_width(self, dataset: Dataset) -> float:
        """Return the width of the names beside the bars; 0 where they stand above them."""
        widest = _widest(self._names(dataset))
        if widest > SHORT_NAME and self._has_three_lines(dataset):
            return 0.0
        return min(widest, NAME_SHARE * self.rect.width())

    def _names(self, dataset: Dataset) -> tuple[str, ...]:
        """Return the names of the classes, without what they share where that takes the room."""
        above = self.rect.width() - 26
        room = above if self._has_three_lines(dataset) else NAME_SHARE * self.rect.width()
        fit = _widest(dataset.classes) <= room
        return dataset.classes if fit else without_common_start(dataset.classes)

    def _has_three_lines(self, dataset: Dataset) -> bool:
        return self.body().height() / dataset.outputs >= THREE_LINES

    def _track(self, dataset: Dataset) -> QRectF:
        """Return the horizontal place of the bars, with the height of the body."""
        left = self._label_width(dataset)
        return self.body().adjusted(16 + (left + 6 if left else 0), 0, -10 - NUMBERS, 0)

    def _draw_names(self, painter: QPainter, dataset: Dataset) -> None:
        target = -1 if self._sample is None else int(self._sample.target)
        label, names = self._label_width(dataset), self._names(dataset)
        for row, y in enumerate(spread(dataset.outputs, self.body()).tolist()):
            weight = BOLD if row == target else REGULAR
            left = self.rect.left() + 16
            place = line(left, y, label) if label else line(left, y - 15, self.rect.width() - 26)
            size = BODY if label else HINT
            name = elided(names[row], place.width(), size, weight, MIDDLE)
            write(painter, place, name, theme().colors.text, size, weight)
            if row == target:
                draw_triangle(painter, self.rect.left() + 12, place.center().y())

    def _draw_classes(self, painter: QPainter, dataset: Dataset) -> None:
        track = self._track(dataset)
        ys = spread(dataset.outputs, self.body()) + (0 if self._label_width(dataset) else 7)
        has_two_lines = self.body().height() / dataset.outputs >= TWO_LINES
        above, below = ((-10, 6), (5, 4)) if has_two_lines else ((-5, 5), (2, 2))
        y, delta = np.zeros(len(ys)), np.zeros(len(ys))
        if self._sample is not None and self.layer is not None:
            y, delta = np.asarray(self._sample.y), np.asarray(self.layer.delta)
        colors = theme().colors
        draw_bars(painter, ys + above[0], y, track, above[1], colors.forward)
        draw_bars(painter, ys + below[0], np.abs(delta), track, below[1], colors.backward)
        if self._sample is not None:
            self._write_values(painter, ys - (7 if has_two_lines else 0), y)
            if has_two_lines:
                self._write_deltas(painter, ys + 7, delta)

    def _write_values(self, painter: QPainter, ys: Array, values: Array) -> None:
        left, color = self.rect.right() - 10 - NUMBERS, theme().colors.text
        for middle, value in zip(ys.tolist(), values.tolist(), strict=True):
            write(painter, line(left, middle, NUMBERS), decimal(value), color, align=RIGHT)

    def _write_deltas(self, painter: QPainter, ys: Array, values: Array) -> None:
        left, color = self.rect.right() - 10 - NUMBERS, theme().colors.backward_text
        for middle, value in zip(ys.tolist(), values.tolist(), strict=True):
            words = decimal(value, signed=True)
            write(painter, line(left, middle, NUMBERS), words, color, align=RIGHT)

    def _draw_cells(self, painter: QPainter, dataset: Dataset) -> None:
        body = self.body()
        height = round(body.height())
        values = None if self._sample is None else np.clip(self._sample.y, 0, 1)
        deltas = None if self.layer is None else np.clip(np.abs(self.layer.delta), 0, 1)
        columns = ((20.0, values, Ink.VALUE), (62.0, deltas, Ink.DELTA))
        for left, shares, ink in columns:
            image = cells_image(shares, dataset.outputs, 36, height, ink, fill=True)
            painter.drawImage(QPointF(self.rect.left() + left, body.top()), image)
        if self._sample is not None:
            y = spread(dataset.outputs, body)[int(self._sample.target)]
            draw_triangle(painter, self.rect.left() + 16, float(y))

    def _draw_prediction(self, painter: QPainter, dataset: Dataset) -> None:
        colors, body = theme().colors, self.body()
        left, width = self.rect.left() + 12, self.rect.width() - 24
        # y and t are in the target's own units, delta is what the passes work with
        delta = "δ = y − t" if dataset.target_scale == 1 else "δ, scaled"
        rows = (
            ("y", self._own_units(dataset), colors.forward_text),
            ("t", self._target_words(dataset), colors.text),
            (delta, self._delta_words(), colors.backward_text),
        )
        for (name, words, color), y in zip(rows, spread(3, body).tolist(), strict=True):
            place = line(left, y, width)
            write(painter, place, name, colors.text2)
            write(painter, place, words, color, size=BODY, weight=BOLD, align=RIGHT)

    def _own_units(self, dataset: Dataset) -> str:
        if self._sample is None:
            return "–"
        return figure(float(self._sample.y[0]) * dataset.target_scale + dataset.target_offset)

    def _target_words(self, dataset: Dataset) -> str:
        if self._sample is None:
            return "–"
        return figure(self._sample.target * dataset.target_scale + dataset.target_offset)

    def _delta_words(self) -> str:
        return "–" if self.layer is None else figure(float(self.layer.delta[0]))

    def _draw_footer(self, painter: QPainter, dataset: Dataset) -> None:
        colors, top = theme().colors, self.rect.bottom() - FOOTER
        self.draw_rule(painter, top)
        left, width = self.rect.left() + 12, self.rect.width() - 20
        words = line(left, top + 13, width)
        if dataset.is_regression:
            write(painter, words, dataset.target, colors.text2)
        else:
            draw_triangle(painter, left + 5, top + 13)
            write(painter, words.adjusted(10, 0, 0, 0), "target class", colors.text2)
        write(painter, line(left, top + 29, width), "on this sample", colors.text2)


def _widest(names: tuple[str, ...]) -> float:
    return max(text_width(name, BODY, BOLD) for name in names[:MOST_LOOKED_AT])
