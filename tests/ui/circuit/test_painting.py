"""Gates are painted anew only where they look otherwise; what is seen is never an old picture."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtGui import QImage, QPainter

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits import edits
from bpstudio.experiment.circuits.places import placed
from bpstudio.ui.circuit.canvas import CircuitCanvas
from bpstudio.ui.circuit.gate_item import GateItem
from bpstudio.ui.theme import theme


@pytest.fixture(autouse=True)
def light() -> Iterator[None]:
    before = theme().mode
    theme().set_mode("light")
    yield
    theme().set_mode(before)


def _circuit() -> Circuit:
    nodes = (
        Node(1, "input", (), 2.0, "x"),
        Node(2, "input", (), -1.5, "y"),
        Node(3, "multiply", (1, 2)),
        Node(4, "sigmoid", (3,)),
        Node(5, "add", (4, 1)),
        Node(6, "log", (2,)),
    )
    return Circuit(nodes, 5)


CHANGES: dict[str, Callable[[CircuitCanvas], object]] = {
    "a number": lambda canvas: canvas.editor.set_number(1, 0.25),
    "one that is dragged": lambda canvas: canvas.state.preview(
        edits.set_number(canvas.state.document.diagram, 2, 3.0)
    ),
    "a name": lambda canvas: canvas.editor.rename(4, "z"),
    "a place": lambda canvas: canvas.editor.move({3: (400.0, 200.0)}),
    "a wire": lambda canvas: canvas.editor.unwire((5, 1)),
    "a selection": lambda canvas: canvas.state.selection.set((3, 4)),
    "a step": lambda canvas: canvas.state.go_to(3),
    "a step of the backward pass": lambda canvas: canvas.state.go_to(5),
    "one pass": lambda canvas: canvas.state.set_mode("forward"),
    "the other": lambda canvas: canvas.state.set_mode("backward"),
    "a gradient to be predicted": lambda canvas: canvas.state.cover((1, 3), values=(2,)),
    "the theme": lambda canvas: theme().set_mode("dark"),
    "the zoom": lambda canvas: canvas.zoom.zoom(-240, canvas.viewport().rect().center()),
    "a larger zoom": lambda canvas: canvas.zoom.zoom(600, canvas.viewport().rect().center()),
    "where one looks": lambda canvas: canvas.zoom.shift(canvas.mapToScene(7, 3) / 9),
    "a number under the mouse": lambda canvas: canvas.board.light(None, number=1),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_a_kept_picture_is_what_would_be_painted(
    canvas: CircuitCanvas, change: Callable[[CircuitCanvas], object]
) -> None:
    canvas.state.document.new(placed(_circuit()))
    before = canvas.grab().toImage()
    change(canvas)
    kept = canvas.grab().toImage()
    canvas.board.forget_pictures()
    assert kept == canvas.grab().toImage()
    assert kept != before


def test_a_picture_is_to_the_pixel_what_is_painted_without_one(
    canvas: CircuitCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas.state.document.new(placed(replace(_circuit(), nodes=_circuit().nodes[:5])))
    kept = canvas.grab().toImage()
    monkeypatch.setattr("bpstudio.ui.canvas.kept_picture.LARGEST_ZOOM", 0.0)
    straight = canvas.grab().toImage()
    far = np.abs(_lightness(kept) - _lightness(straight)) > 0.05
    assert far.sum() < 20  # a letter at half a px may be rounded the other way


def _lightness(picture: QImage) -> np.ndarray:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(grey.constBits(), np.uint8).reshape(grey.height(), -1)
    return rows[:, : grey.width()] / 255


def test_only_what_looks_otherwise_is_painted_anew(
    canvas: CircuitCanvas, monkeypatch: pytest.MonkeyPatch
) -> None:
    canvas.state.document.new(placed(_circuit()))
    canvas.grab()
    painted: list[int] = []
    draw = GateItem._draw

    def counted(item: GateItem, painter: QPainter) -> None:
        painted.append(item.node.id)
        draw(item, painter)

    monkeypatch.setattr(GateItem, "_draw", counted)
    canvas.grab()
    assert painted == []
    canvas.state.selection.set((6,))
    canvas.grab()
    assert painted == [6]
