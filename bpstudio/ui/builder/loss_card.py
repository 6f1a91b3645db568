"""The card of the loss: of the shown sample, and of the step's batch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QFont, QFontInfo, QPainter

from bpstudio.engine.losses import LOSSES
from bpstudio.ui.builder.card import Card
from bpstudio.ui.canvas.ink import fitting, line, text_width, write
from bpstudio.ui.canvas.tips import Row, table
from bpstudio.ui.given_names import class_names, target_name
from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import BOLD, FIGURE, TITLE, VALUE, font, theme

if TYPE_CHECKING:
    from collections.abc import Hashable

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import SampleSnapshot

FORMULA, SUBSCRIPT = 14, 10  # px
SCALED_LINE = 16  # px: a line that says that the target is scaled

SERIFS = ["STIX Two Text", "STIXGeneral", "Times New Roman", "Nimbus Roman", "serif"]


class LossCard(Card):
    """The loss, which the passes start their way back from."""

    def __init__(self) -> None:
        super().__init__()
        self._loss = "cross_entropy"
        self._dataset: Dataset | None = None
        self._sample: SampleSnapshot | None = None
        self._batch_loss = float("nan")

    def set_structure(self, loss: str, dataset: Dataset) -> None:
        """Show another loss, or the loss on other data."""
        self._loss, self._dataset = loss, dataset
        self.update()

    def set_numbers(self, sample: SampleSnapshot | None, batch_loss: float) -> None:
        """Show the loss of the shown sample, None where there is none, and that of the batch."""
        self._sample, self._batch_loss = sample, batch_loss
        self.update()

    def tip(self, at: QPointF) -> str:
        """Return both losses exactly."""
        loss = LOSSES[self._loss]
        rows: list[Row] = [("L", loss.equation)]
        if self._sample is not None:
            rows.append((f"sample {self._sample.number}", figure(self._sample.loss, 5)))
        rows.append(("mean of the batch", figure(self._batch_loss, 5)))
        dataset = self._dataset
        if dataset is None or not self._is_scaled:
            return table(loss.label, rows)
        offset, scale = figure(dataset.target_offset), figure(dataset.target_scale)
        rows.append(("t", f"({target_name(dataset)} − {offset}) / {scale}"))
        return table(f"{loss.label}, scaled target", rows)

    def still_key(self) -> tuple[Hashable, ...]:
        """Return the loss, and the sample with its class."""
        number = None if self._sample is None else self._sample.number
        return self._loss, number, self._class_words(), self._is_scaled

    def draw_still(self, painter: QPainter) -> None:
        """Draw the formula and the names."""
        colors, top = theme().colors, self.rect.top()
        left, width = self.rect.left() + 10, self.rect.width() - 16
        write(painter, line(left, top + 16, width), "loss", colors.text2)
        self._draw_formula(painter, QRectF(left, top + 24, width, 22))
        if self._is_scaled:
            words = fitting(width + 4, "scaled target", "scaled")
            write(painter, line(left, top + 52, width + 4), words, colors.text2)
            top += SCALED_LINE
        words = "sample –" if self._sample is None else f"sample {self._sample.number}"
        words = fitting(width, words, "sample")
        write(painter, line(left, top + 80, width), words, colors.text2)
        self.draw_rule(painter, top + 96)
        write(painter, line(left, top + 132, width), "batch", colors.text2)

    def draw_numbers(self, painter: QPainter) -> None:
        """Draw the two numbers."""
        colors = theme().colors
        top = self.rect.top() + (SCALED_LINE if self._is_scaled else 0)
        left, width = self.rect.left() + 10, self.rect.width() - 16
        loss = None if self._sample is None else self._sample.loss
        words, size = _fitted(loss, width, (FIGURE, TITLE, VALUE), (3, 2))
        write(painter, QRectF(left, top + 48, width, 24), words, colors.text, size, BOLD)
        batch = line(left, top + 115, width)
        words, size = _fitted(self._batch_loss, width, (VALUE,), (4, 3, 2))
        write(painter, batch, words, colors.text, size, BOLD)

    @property
    def _is_scaled(self) -> bool:
        """Whether the loss is of a target that isn't in its own units."""
        return self._dataset is not None and self._dataset.target_scale != 1

    def _draw_formula(self, painter: QPainter, place: QRectF) -> None:
        words, below = "−log y", self._class_words()
        if self._loss == "squared_error":
            words, below = "½(y − t)²", ""
        formula, small = _serif(FORMULA), _serif(SUBSCRIPT)
        painter.setPen(theme().colors.text)
        painter.setFont(formula)
        base = QPointF(place.left(), place.bottom() - 7)
        painter.drawText(base, words)
        after = painter.fontMetrics().horizontalAdvance(words) + 1
        painter.setFont(small)
        painter.drawText(base + QPointF(after, 3), below)

    def _class_words(self) -> str:
        """Return the target's class where its name is short, else k."""
        classes = () if self._dataset is None else class_names(self._dataset)
        if self._sample is None or not classes:
            return "k"
        name = classes[int(self._sample.target)]
        return name if len(name) <= 2 else "k"


def _fitted(
    loss: float | None, width: float, sizes: tuple[int, ...], digits: tuple[int, ...]
) -> tuple[str, int]:
    """Return the loss in the largest way that fits: fewer digits rather than a cut number."""
    ways = [(figure(loss, shown), size) for size in sizes for shown in digits]
    fits = (way for way in ways if text_width(way[0], way[1], BOLD) <= width)
    return next(fits, ways[-1])


def _serif(size: int) -> QFont:
    made = font(size)
    made.setFamilies(SERIFS)
    made.setStyleHint(QFont.StyleHint.Serif)
    made.setItalic(True)
    found = QFontInfo(made).family().partition(" [")[0]  # a file names only the first
    made.setFamilies([found, *SERIFS])
    return made
