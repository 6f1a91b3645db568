"""The line below the canvas that says what its marks mean."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.ui.builder import legend_marks as marks
from bpstudio.ui.builder.cells import shows_dead
from bpstudio.ui.builder.edges import Shown
from bpstudio.ui.builder.scale import bounds
from bpstudio.ui.builder.strip import strip_cells
from bpstudio.ui.canvas.ink import line, text_width, write
from bpstudio.ui.theme import theme
from bpstudio.ui.tooltips import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QRectF

    from bpstudio.experiment.spec import Experiment, LayerSpec
    from bpstudio.ui.builder.chain import Column
    from bpstudio.ui.builder.layout import Layout

HEIGHT, ROWS = 40, 2
MARGIN, SPACE, MARK_GAP = 24, 20, 8


@dataclass(frozen=True)
class Entry:
    """A mark, drawn at its left and middle, and what it means: in full and in short.

    `more` is told where there is room for anything: to a tooltip and to those who hear the screen.
    """

    words: str
    short: str
    draw: Callable[[QPainter, float, float], None]
    width: int = marks.MARK
    more: str = ""

    def total(self, words: str) -> float:
        """Return how much room the entry takes with these words."""
        return self.width + MARK_GAP + text_width(words) + SPACE


class Legend(QWidget):
    """Explains the marks that are on the canvas, in short where there is little room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[Entry, ...] = ()
        self._shown = Shown.WEIGHTS
        self._of: tuple[Experiment, Layout] | None = None
        self.setAccessibleName("Legend")

    def sizeHint(self) -> QSize:
        """Return its height; any width will do."""
        return QSize(400, HEIGHT)

    def show_edges(self, shown: Shown) -> None:
        """Explain what is drawn of the edges from now on."""
        self._shown = shown
        if self._of is not None:
            self.show_layout(*self._of)

    def show_layout(self, experiment: Experiment, layout: Layout) -> None:
        """Explain the marks of this network, drawn this way."""
        self._of = experiment, layout
        entries = [*EDGES[self._shown]] if layout.shows_edges else []
        if any(layer.skip for layer in experiment.hidden):
            entries.append(Entry("skip, adds what comes in", "skip", marks.skip_mark))
        if experiment.hidden:
            entries += _unit_entries(experiment, layout)
        has_cells = any(column.is_condensed for column in layout.columns)
        entries.append(BIASES if has_cells else BIAS)
        self._entries = tuple(entries)
        words = ", ".join(entry.words + entry.more for entry in entries)
        self.setAccessibleDescription(words)
        self.setToolTip(fitted(words))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the entries."""
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), theme().colors.canvas)
            rows = self._rows(self.worded())[:ROWS]
            for number, row in enumerate(rows):
                self._draw_row(painter, row, self.height() * (number + 0.5) / len(rows))

    def _draw_row(self, painter: QPainter, row: list[tuple[Entry, str]], y: float) -> None:
        x = float(MARGIN)
        for entry, words in row:
            entry.draw(painter, x, y)
            place = line(x + entry.width + MARK_GAP, y, entry.total(words))
            write(painter, place, words, theme().colors.text2)
            x += entry.total(words)

    def worded(self) -> list[tuple[Entry, str]]:
        """Return the entries with their words, the first of them in short until all fit.

        They stand in one row, or where that has no room even for the short words, in two.
        """
        worded = [(entry, entry.words) for entry in self._entries]
        fits_in_one = len(self._rows([(entry, entry.short) for entry in self._entries])) == 1
        for place, entry in enumerate(self._entries):
            if len(self._rows(worded)) <= (1 if fits_in_one else ROWS):
                break
            worded[place] = entry, entry.short
        return worded

    def _rows(self, worded: list[tuple[Entry, str]]) -> list[list[tuple[Entry, str]]]:
        """Return the entries in as many rows as they take."""
        room = self.width() - 1.5 * MARGIN + SPACE
        rows: list[list[tuple[Entry, str]]] = [[]]
        used = 0.0
        for entry, words in worded:
            used += entry.total(words)
            if used > room and rows[-1]:
                rows.append([])
                used = entry.total(words)
            rows[-1].append((entry, words))
        return rows


def _unit_entries(experiment: Experiment, layout: Layout) -> list[Entry]:
    """Return the marks of the units: their value, whether they let gradient through, |delta|."""
    has_discs = not all(column.is_condensed for column in layout.columns)
    draw = marks.values_mark if has_discs else marks.value_cells_mark
    entries = [Entry(_range_words(experiment), "z, this sample", draw, 40)]
    if has_discs:
        entries.append(Entry("saturated, this sample", "saturated", marks.saturation_mark, 12))
    if any(column.is_condensed for column in layout.columns):
        words = "saturated, share of probe"
        entries.append(Entry(words, "saturated, probe", marks.saturation_cells_mark, 36))
    crossed = {
        column.slot.id
        for column in layout.columns
        if not column.form.is_map and shows_dead(column.slot.units, _cell_of(column))
    }
    if any(_can_die(layer) and layer.id in crossed for layer in experiment.hidden):
        draw = marks.dead_mark if has_discs else marks.dead_cell_mark
        entries.append(Entry("dead: on all of the probe", "dead, probe", draw, 12))
    return [*entries, Entry("|δ|, mean of the batch, log axis", "|δ|, batch", marks.delta_mark)]


def _cell_of(column: Column) -> QRectF:
    """Return where a dead unit is crossed, or what has no less room."""
    return strip_cells(column).saturation if column.form.is_strip else column.body


def _can_die(layer: LayerSpec) -> bool:
    return ACTIVATIONS[layer.activation].saturates == "zero"


def _range_words(experiment: Experiment) -> str:
    ranges = {bounds(layer.activation) for layer in experiment.hidden}
    low, high = ranges.pop()
    has_skip = any(layer.skip for layer in experiment.hidden)
    if ranges or has_skip or abs(low) == float("inf") or high == float("inf"):
        return "z over its range, this sample"
    return f"z from {low:.0f} to {high:.0f}, this sample".replace("-", "−")


WEIGHTS = (
    Entry("positive weight", "positive", marks.positive_mark),
    Entry("negative", "negative", marks.negative_mark),
    Entry("size", "size", marks.size_mark),
)
OF_THE_LARGEST = " (its full length is the layer's largest weight or bias)"
BIAS = Entry("bias: up +, down −", "bias", marks.bias_mark, 16, more=OF_THE_LARGEST)
BIASES = Entry(  # the output's are bars all the same
    *("bias: up or right +, down or left −", "bias", marks.biases_mark, 34),
    more=OF_THE_LARGEST,
)
GRADIENTS = (
    Entry("positive ∂L/∂w, batch", "∂L/∂w > 0", marks.positive_mark),
    Entry("negative", "< 0", marks.negative_mark),
    Entry("size, in all layers, ×1.5 a step", "size, ×1.5 a step", marks.size_mark),
)
BOTH = (
    *WEIGHTS[:2],
    Entry("size of ∂L/∂w, batch, ×1.5 a step", "size of ∂L/∂w, ×1.5", marks.size_mark),
)
EDGES = {Shown.WEIGHTS: WEIGHTS, Shown.GRADIENTS: GRADIENTS, Shown.BOTH: BOTH}
