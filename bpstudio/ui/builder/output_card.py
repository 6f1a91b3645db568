"""The card of the output: y and delta of each class, or the number that is predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF

from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.builder.card import Card
from bpstudio.ui.builder.chain import row_at, spread
from bpstudio.ui.builder.class_rows import ONE_LINE, ClassRows
from bpstudio.ui.builder.forms import FOOTER, HEADER
from bpstudio.ui.builder.marks import bias_shares, draw_biases, draw_triangle
from bpstudio.ui.builder.prediction import draw_prediction
from bpstudio.ui.builder.unit_rows import NumberRow, output_rows
from bpstudio.ui.builder.unit_tip import bias_rows
from bpstudio.ui.canvas.ink import line, write
from bpstudio.ui.canvas.tips import RULE, Row, table
from bpstudio.ui.given_names import target_name
from bpstudio.ui.names import OUTPUT_NAME, output_words, target_words
from bpstudio.ui.numbers import count
from bpstudio.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

    from PySide6.QtGui import QPainter

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import LayerSnapshot, SampleSnapshot
BIAS_LEFT = 4  # px


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
        self._function = output_words(function)
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
            hint = f"predicts {target_name(self._dataset)}"
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
            rows = ClassRows(dataset, self.body())
            rows.draw_heads(painter)
            if self._has_rows(dataset):
                rows.draw_names(painter, self._target_class)
        self._draw_footer(painter, dataset)

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw y and delta of each class, or the prediction."""
        dataset = self._dataset
        if dataset is None:
            return
        if self.layer is not None and self._has_rows(dataset):
            self._draw_biases(painter, self.layer)
        if dataset.is_regression:
            draw_prediction(painter, self.body(), dataset, self.layer, self._sample)
            return
        rows = ClassRows(dataset, self.body())
        y = None if self._sample is None else self._sample.y
        delta = None if self.layer is None else self.layer.delta
        if self._has_rows(dataset):
            rows.draw_numbers(painter, y, delta)
        else:
            rows.draw_cells(painter, y, delta, self._target_class)

    @property
    def _target_class(self) -> int:
        """The class of the shown sample; -1 where none is shown."""
        return -1 if self._sample is None else int(self._sample.target)

    def _draw_biases(self, painter: QPainter, layer: LayerSnapshot) -> None:
        pitch = self.body().height() / len(layer.biases)
        ys = spread(len(layer.biases), self.body())
        draw_biases(painter, ys, bias_shares(layer), self.rect.left() + BIAS_LEFT, pitch)

    def _has_rows(self, dataset: Dataset) -> bool:
        return self.body().height() / dataset.outputs >= ONE_LINE

    def _draw_footer(self, painter: QPainter, dataset: Dataset) -> None:
        colors, top = theme().colors, self.rect.bottom() - FOOTER
        self.draw_rule(painter, top)
        left, width = self.rect.left() + 12, self.rect.width() - 20
        words = line(left, top + 13, width)
        if dataset.is_regression:
            write(painter, words, target_name(dataset), colors.text2)
        else:
            draw_triangle(painter, left + 5, top + 13)
            write(painter, words.adjusted(10, 0, 0, 0), "target class", colors.text2)
        write(painter, line(left, top + 29, width), "on this sample", colors.text2)
