"""Circuits for the tests, and the mouse on their canvas."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.places import placed
from bpstudio.ui.circuit.canvas import CircuitCanvas

LEFT = Qt.MouseButton.LeftButton
NONE = Qt.KeyboardModifier.NoModifier


def product() -> Diagram:
    """L = x y, with x = 3 and y = -2: ids 1, 2 and 3."""
    nodes = (
        Node(1, "input", (), 3.0, "x"),
        Node(2, "input", (), -2.0, "y"),
        Node(3, "multiply", (1, 2)),
    )
    return placed(Circuit(nodes, 3))


def neuron() -> Diagram:
    """The sigmoid neuron with w = (2, -3, -3), x = (-1, -2): a = -2 + 6 - 3 = 1."""
    names, numbers = ("w0", "x0", "w1", "x1", "b"), (2.0, -1.0, -3.0, -2.0, -3.0)
    sources = [
        Node(at, "input", (), number, name)
        for at, (name, number) in enumerate(zip(names, numbers, strict=True), start=1)
    ]
    gates = (
        Node(6, "multiply", (1, 2)),
        Node(7, "multiply", (3, 4)),
        Node(8, "add", (6, 7)),
        Node(9, "add", (8, 5), 0.0, "a"),
        Node(10, "sigmoid", (9,), 0.0, "z"),
    )
    return placed(Circuit((*sources, *gates), 10))


def on(canvas: CircuitCanvas, at: QPointF) -> QPoint:
    """Where a place of the scene is in the viewport."""
    return canvas.mapFromScene(at)


def press_and_move(canvas: CircuitCanvas, start: QPointF, end: QPointF) -> None:
    """Press at a place and drag to another, without releasing."""
    view = canvas.viewport()
    first, last = on(canvas, start), on(canvas, end)
    QTest.mouseMove(view, first)
    QTest.mousePress(view, LEFT, NONE, first)
    for share in (0.3, 0.6, 1.0):
        way = QPointF(last - first) * share
        QTest.mouseMove(view, first + way.toPoint())


def drag(canvas: CircuitCanvas, start: QPointF, end: QPointF) -> None:
    """Press at a place, drag to another and release."""
    press_and_move(canvas, start, end)
    QTest.mouseRelease(canvas.viewport(), LEFT, NONE, on(canvas, end))


def click(canvas: CircuitCanvas, at: QPointF, modifier: Qt.KeyboardModifier = NONE) -> None:
    QTest.mouseClick(canvas.viewport(), LEFT, modifier, on(canvas, at))


def output(canvas: CircuitCanvas, node: int) -> QPointF:
    return canvas.board.gates[node].form.output


def slot(canvas: CircuitCanvas, node: int, number: int = 0) -> QPointF:
    return canvas.board.gates[node].form.input(number)


def middle(canvas: CircuitCanvas, node: int) -> QPointF:
    return canvas.board.gates[node].form.centre


def inputs(canvas: CircuitCanvas, node: int) -> tuple[int | None, ...]:
    return canvas.state.document.diagram.circuit.by_id[node].inputs
