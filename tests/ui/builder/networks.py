"""Networks, snapshots and hands for the tests of the builder."""

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.runtime.snapshot import EMPTY, Edges, LayerSnapshot, SampleSnapshot
from bpstudio.ui.cover import Cover
from bpstudio.ui.told import told
from tests.ui import mouse

LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


class RecordingSession(QObject):
    snapshot_changed = Signal()

    def __init__(self):
        super().__init__()
        self.snapshot = EMPTY
        self.cover = Cover(self)
        self.cover.changed.connect(self.snapshot_changed)
        self.held = 0
        self.holds = 0
        self.positions = []
        self.asked = []

    @property
    def told(self):
        return told(self.snapshot, self.cover)

    def hold(self):
        self.held += 1
        self.holds += 1

    def keep_holding(self):
        assert self.held

    def release(self):
        self.held -= 1

    def show_sample(self, position):
        self.positions.append(position)

    def ask_about(self, unit):
        self.asked.append(unit)

    def publish(self, snapshot):
        self.snapshot = snapshot
        self.snapshot_changed.emit()


def experiment(*layers, data="circle", **fields):
    hidden = tuple(
        LayerSpec(units=units, activation=activation, id=number)
        for number, (units, activation) in enumerate(layers, start=1)
    )
    return Experiment(data=DataSpec(name=data), network=NetworkSpec(hidden=hidden), **fields)


def layer_snapshot(number, name, activation, units, inputs, hidden=True):
    weights = np.linspace(-1, 1, units * inputs).reshape(units, inputs)
    order = np.argsort(np.abs(weights), axis=None)
    unit, source = np.unravel_index(order, weights.shape)
    of_hidden = units if hidden else 0
    return LayerSnapshot(
        id=number,
        name=name,
        activation=activation,
        parameters=units * (inputs + 1),
        weights=weights,
        biases=np.linspace(0, 1, units),
        strongest=Edges(unit=unit, source=source, weight=weights[unit, source]),
        a=np.linspace(-3, 3, units),
        z=np.linspace(0, 1, units),
        slope=np.full(of_hidden, 0.125),
        delta=np.linspace(-0.5, 0.5, units),
        saturated=np.arange(of_hidden) == 0,
        saturation=np.full(of_hidden, 0.25),
        dead=np.zeros(of_hidden, bool),
        batch_delta=np.full(units, 1e-3),
        gradient_norm=0.5,
        gradient_mean=0.01,
    )


def snapshot_of(document, loss=1.25):
    """Make a snapshot that fits what the document has now."""
    layers, inputs = [], document.dataset.inputs
    for place, layer in enumerate(document.experiment.hidden, start=1):
        units = layer.units
        layers.append(layer_snapshot(layer.id, f"layer {place}", layer.activation, units, inputs))
        inputs = units
    outputs = document.dataset.outputs
    layers.append(layer_snapshot(0, "output", "softmax", outputs, inputs, hidden=False))
    sample = SampleSnapshot(
        position=3,
        number=126,
        x=document.dataset.train.x[3],
        y=np.full(outputs, 1 / outputs),
        target=float(document.dataset.train.t[3]),
        loss=0.875,
    )
    return replace(EMPTY, run=1, step=5, loss=loss, layers=tuple(layers), sample=sample)


def place(canvas, at: QPointF) -> QPoint:
    """Return where a place in the scene is in the viewport."""
    return canvas.mapFromScene(at)


def header(canvas, number) -> QPointF:
    """Return a place on the header of a layer's card."""
    rect = canvas.network.layer_cards[number].rect
    return QPointF(rect.center().x(), rect.top() + 20)


def units_of(document):
    return [layer.units for layer in document.experiment.hidden]


def activations_of(document):
    return [layer.activation for layer in document.experiment.hidden]


def move(canvas, to: QPoint, button=LEFT):
    """Move the pressed mouse; QTest's own move forgets the button."""
    view = canvas.viewport()
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        QPointF(to),
        QPointF(view.mapToGlobal(to)),
        Qt.MouseButton.NoButton,
        button,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(view, event)


def drag(
    canvas,
    start: QPointF,
    end: QPointF,
    button=LEFT,
    release=True,
    modifiers=Qt.KeyboardModifier.NoModifier,
):
    """Press at a place in the scene, go to another in steps, and let go there."""
    first, last = place(canvas, start), place(canvas, end)
    QTest.mousePress(canvas.viewport(), button, modifiers, first)
    for share in (0.4, 0.8, 1.0):
        move(canvas, first + (last - first) * share, button)
    if release:
        QTest.mouseRelease(canvas.viewport(), button, modifiers, last)


def press(canvas, *keys, modifier=Qt.KeyboardModifier.NoModifier):
    """Press keys, one after the other."""
    for key in keys:
        QTest.keyClick(canvas, key, modifier)


def double_click(canvas, at: QPointF):
    """Click twice as a hand does: QTest's own double click leaves the first one out."""
    click(canvas, at)
    QTest.mouseDClick(canvas.viewport(), LEFT, pos=place(canvas, at))


def turn_wheel(canvas, at: QPoint, angle: int, to_the_side: int = 0):
    """Turn the wheel at a place of the viewport; a notch is 120."""
    mouse.turn_wheel(canvas.viewport(), QPointF(at), angle, to_the_side=to_the_side)


def click(canvas, at: QPointF, modifiers=Qt.KeyboardModifier.NoModifier):
    QTest.mouseClick(canvas.viewport(), LEFT, modifiers, place(canvas, at))


def field(inspector, kind, name):
    """Return the visible field of a kind and an accessible name."""
    return next(
        found
        for found in inspector.findChildren(kind)
        if found.accessibleName() == name and found.isVisibleTo(inspector)
    )
