"""The pictures of the start screen: drawn from what they stand for, in the colours of the theme."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from bpstudio.engine.diagnostics import gradient_norms
from bpstudio.experiment import build, edits
from bpstudio.experiment.circuits.examples import first_example
from bpstudio.experiment.storage import read_experiment
from bpstudio.experiment.trainer import Trainer
from bpstudio.resources import resource
from bpstudio.ui.gallery.data_picture import draw_data
from bpstudio.ui.gallery.network_picture import draw_network
from bpstudio.ui.gallery.sketch import Sketch, sketch
from bpstudio.ui.theme import GRID, RADIUS_FIELD, TITLE, VALUE, serif, theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.spec import Experiment

DIGITS, SPIRAL, DEEP = "digits.json", "spiral.json", "digits_deep_sigmoid.json"
FAINTEST = 1e-7  # of a gradient: what is less has no bar
NODE = (17.0, 11.0)  # px, of a gate
APART = 1.6  # px, from the middle of a wire to each of its two lines
ROWS, COLUMNS = 5, 4  # of the table
CHAPTER = ("δ = y − t", "δ₁ = W₂ᵀ δ₂ ∘ z₁(1 − z₁)", "∂L/∂W₁ = δ₁ z₀ᵀ")


@lru_cache(4)
def _example(file: str) -> tuple[Experiment, Sketch]:
    experiment = edits.with_ids(read_experiment(resource("experiments", file)))
    return experiment, sketch(experiment)


@lru_cache(1)
def first_gradients(file: str) -> tuple[float, ...]:
    """Return ||dL/dW|| of each layer of an example before its first update."""
    experiment, _ = _example(file)
    data = build.load_data(experiment.data, experiment.loss, resource("experiments"))
    trainer = Trainer(experiment, data, build.initial_parameters(experiment, data))
    return tuple(gradient_norms(trainer.descent.last))


def _draw_chain(painter: QPainter, place: QRectF, file: str) -> None:
    experiment, known = _example(file)
    widths = (known.inputs, *(layer.units for layer in experiment.hidden), known.outputs)
    draw_network(painter, place, widths, [layer.skip for layer in experiment.hidden])


def _draw_example(painter: QPainter, place: QRectF, file: str) -> None:
    """Draw the data of an example, and its network beside them."""
    side = place.height()
    draw_data(painter, QRectF(place.left(), place.top(), side, side), _example(file)[1].drawn)
    beside = place.adjusted(side + 2 * GRID, GRID, 0, -GRID)
    _draw_chain(painter, beside, file)


def _draw_deep(painter: QPainter, place: QRectF) -> None:
    """Draw the chain of layers, and below each how much gradient arrives there, by decades."""
    colors = theme().colors
    chain = QRectF(place.left(), place.top(), place.width(), 0.5 * place.height())
    _draw_chain(painter, chain, DEEP)
    norms = first_gradients(DEEP)
    pitch = (chain.width() - 7) / len(norms)
    room = QRectF(place.left(), chain.bottom() + GRID, 0, place.bottom() - chain.bottom() - GRID)
    painter.setPen(QPen(colors.border, 1))
    painter.drawLine(QLineF(place.left(), room.bottom(), place.right(), room.bottom()))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colors.backward)
    for layer, norm in enumerate(norms, start=1):
        decades = math.log10(max(norm, FAINTEST) / FAINTEST) / math.log10(1 / FAINTEST)
        height = min(decades, 1.0) * room.height()
        middle = place.left() + 3 + pitch * layer
        painter.drawRect(QRectF(middle - 3, room.bottom() - height, 6, height))


def _draw_circuit(painter: QPainter, place: QRectF) -> None:
    """Draw the first circuit: on each wire the value goes forward, the gradient back."""
    example = first_example()
    if example is None:
        return
    diagram = example.diagram
    middles = _fitted(diagram, place.adjusted(NODE[0] / 2, NODE[1] / 2, -NODE[0] / 2, -NODE[1] / 2))
    colors = theme().colors
    for node in diagram.circuit.nodes:
        for source in node.sources:
            wire = QLineF(middles[source], middles[node.id])
            off = wire.normalVector().unitVector()
            aside = QPointF(off.dx(), off.dy()) * APART
            painter.setPen(QPen(colors.forward, 1.25))
            painter.drawLine(wire.translated(aside))
            back = QPen(colors.backward, 1.25)
            back.setDashPattern([3, 2])
            painter.setPen(back)
            painter.drawLine(wire.translated(-aside))
    painter.setPen(QPen(colors.strong, 1))
    painter.setBrush(colors.raised)
    for middle in middles.values():
        box = QRectF(middle.x() - NODE[0] / 2, middle.y() - NODE[1] / 2, *NODE)
        painter.drawRoundedRect(box, 3, 3)


def _fitted(diagram: Diagram, place: QRectF) -> dict[int, QPointF]:
    """Return the middles of the gates, moved and stretched to fill `place`."""
    xs, ys = zip(*diagram.places.values(), strict=True)
    wide, high = max(max(xs) - min(xs), 1.0), max(max(ys) - min(ys), 1.0)
    return {
        gate: QPointF(
            place.left() + (x - min(xs)) / wide * place.width(),
            place.top() + (y - min(ys)) / high * place.height(),
        )
        for gate, (x, y) in diagram.places.items()
    }


def _draw_table(painter: QPainter, place: QRectF) -> None:
    """Draw a table: a header, rows, and the target column marked."""
    colors = theme().colors
    sheet = place.adjusted(0.5, 0.5, -0.5, -0.5)
    width, height = sheet.width() / COLUMNS, sheet.height() / ROWS
    painter.setPen(QPen(colors.border, 1))
    painter.setBrush(colors.canvas)
    painter.drawRoundedRect(sheet, RADIUS_FIELD, RADIUS_FIELD)
    target = QRectF(sheet.right() - width, sheet.top(), width, sheet.height())
    painter.fillRect(target.adjusted(1, 1, -1, -1), colors.forward_fill)
    head = QRectF(sheet.left(), sheet.top(), sheet.width(), height)
    painter.fillRect(head.adjusted(1, 1, -1, 0), colors.sunken)
    painter.drawLines(
        [
            *(QLineF(head.left(), y, head.right(), y) for y in _ends(sheet.top(), height, ROWS)),
            *(
                QLineF(x, sheet.top(), x, sheet.bottom())
                for x in _ends(sheet.left(), width, COLUMNS)
            ),
        ]
    )
    painter.setPen(Qt.PenStyle.NoPen)
    for row in range(ROWS):
        for column in range(COLUMNS):
            share = 0.3 + 0.1 * ((3 * row + 2 * column) % 4)  # cells of different lengths
            painter.setBrush(colors.text2 if not row else colors.strong)
            middle = sheet.top() + (row + 0.5) * height
            left = sheet.left() + column * width + GRID
            painter.drawRoundedRect(QRectF(left, middle - 1.5, share * width, 3), 1.5, 1.5)


def _ends(first: float, pitch: float, count: int) -> list[float]:
    """Return the places of the lines between so many strips."""
    return [round(first + pitch * number) + 0.5 for number in range(1, count)]


def _draw_chapter(painter: QPainter, place: QRectF) -> None:
    """Write three of the chapter's equations, the way back in its colour."""
    colors = theme().colors
    line = QRectF(place.left(), place.top(), place.width(), place.height() / len(CHAPTER))
    for number, equation in enumerate(CHAPTER):
        painter.setFont(serif(TITLE if not number else VALUE + 1))
        painter.setPen(colors.backward_text if not number else colors.text)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, equation)
        line.translate(0, line.height())


PICTURES: dict[str, Callable[[QPainter, QRectF], None]] = {
    "digits": lambda painter, place: _draw_example(painter, place, DIGITS),
    "spiral": lambda painter, place: _draw_example(painter, place, SPIRAL),
    "deep": _draw_deep,
    "circuit": _draw_circuit,
    "table": _draw_table,
    "chapter": _draw_chapter,
}
