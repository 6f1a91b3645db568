"""Dragging from port to port: a wire, in either direction, or the end of one that is taken off."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainterPath

from bpstudio.ui.canvas.gesture import Gesture
from bpstudio.ui.circuit.routes import Route, route
from bpstudio.ui.circuit.shapes import TERMINAL
from bpstudio.ui.circuit.wiring_check import fault_of

if TYPE_CHECKING:
    from bpstudio.ui.circuit.editor import CircuitEditor
    from bpstudio.ui.circuit.scene import CircuitScene
    from bpstudio.ui.circuit.spots import Spot
    from bpstudio.ui.circuit.state import CircuitState

SNAP = 20.0  # px: from here on a port draws the wire to itself


class LayWire(Gesture):
    """What wires in the hand have in common: they snap to ports and say what a release would do.

    Parameters
    ----------
    visible
        The part of the scene in sight: words stay within it.
    """

    cursor = Qt.CursorShape.CrossCursor

    def __init__(
        self, scene: CircuitScene, state: CircuitState, editor: CircuitEditor, visible: QRectF
    ) -> None:
        self._scene, self._state, self._editor = scene, state, editor
        self._visible = visible

    @abstractmethod
    def target(self, at: QPointF) -> Spot | None:
        """Return the port at a place that the wire can go to."""

    @abstractmethod
    def fault(self, spot: Spot) -> str:
        """Return why the wire can't go to a port; empty where it can."""

    @abstractmethod
    def path(self, end: QPointF) -> QPainterPath:
        """Return the wire with its free end at a place."""

    @abstractmethod
    def lay(self, spot: Spot) -> None:
        """Wire it."""

    def lifted(self) -> tuple[int, int] | None:
        """Return the wire that isn't drawn meanwhile."""
        return None

    def drop(self) -> None:
        """Do what a release away from all ports does."""

    def start(self, at: QPointF) -> None:
        """Take the wire."""
        self.move(at)

    def move(self, at: QPointF) -> None:
        """Draw the wire, to the port that it would go to, and say why where it can't."""
        spot = self.target(at)
        if spot is not None:
            self.show_to(spot)
        else:
            self._scene.wires.show_loose(self.path(at), self.lifted())
            self._scene.light(None)
            self._scene.tag.hide()

    def show_to(self, spot: Spot) -> None:
        """Draw the wire to a port, and say why where it can't go there."""
        fault, end = self.fault(spot), self.place_of(spot)
        self._scene.wires.show_loose(self.path(end), self.lifted())
        self._scene.light(None if fault else spot)
        if fault:
            self._scene.tag.show_above(end - QPointF(0, 12), fault, self._visible)
        else:
            self._scene.tag.hide()

    def finish(self, at: QPointF) -> None:
        """Wire it where that can be."""
        self.cancel()
        spot = self.target(at)
        if spot is None:
            self.drop()
        else:
            self.lay(spot)

    def cancel(self) -> None:
        """Let go."""
        self._scene.wires.show_loose(QPainterPath())
        self._scene.light(None)
        self._scene.tag.hide()

    def place_of(self, spot: Spot) -> QPointF:
        """Return where a port is; a slot that there isn't yet is below the others."""
        if spot.node == TERMINAL:
            assert self._scene.terminal.form is not None
            return self._scene.terminal.form.input(0)
        assert spot.node is not None
        shape = self._scene.gates[spot.node].form
        if spot.part == "output":
            return shape.output
        return shape.input(spot.slot, max(shape.slots, spot.slot + 1))

    def input_at(self, at: QPointF, source: int) -> Spot | None:
        """Return the input at a place for the value of `source`: a port, or a gate's first."""
        spot = self._scene.spots.port(at, SNAP)
        if spot is not None and spot.part == "input":
            return spot
        spot = self._scene.spots.at(at)
        if spot.part not in ("gate", "number") or spot.node in (None, source):
            return None
        return self._scene.spots.first_input(spot.node)


class ConnectWire(LayWire):
    """From where a value comes out to where it goes in."""

    def __init__(
        self,
        scene: CircuitScene,
        state: CircuitState,
        editor: CircuitEditor,
        visible: QRectF,
        source: int,
    ) -> None:
        super().__init__(scene, state, editor, visible)
        self._source = source

    def target(self, at: QPointF) -> Spot | None:
        """Return the input at a place."""
        return self.input_at(at, self._source)

    def fault(self, spot: Spot) -> str:
        """Return why the value can't go in there."""
        return fault_of(self._state, self._source, spot)

    def path(self, end: QPointF) -> QPainterPath:
        """Return the wire from the gate's output."""
        return route(self._scene.gates[self._source].form.output, end)

    def lay(self, spot: Spot) -> None:
        """Wire the value in."""
        assert spot.node is not None
        self._editor.wire(self._source, spot.node, spot.slot)


class TakeOffWire(ConnectWire):
    """The end of a wire is taken off, to another input or away."""

    def __init__(
        self,
        scene: CircuitScene,
        state: CircuitState,
        editor: CircuitEditor,
        visible: QRectF,
        wire: Route,
    ) -> None:
        super().__init__(scene, state, editor, visible, wire.source)
        self._into = wire.into

    def lifted(self) -> tuple[int, int]:
        """Return the wire that is in the hand."""
        return self._into

    def lay(self, spot: Spot) -> None:
        """Take the end to another input."""
        assert spot.node is not None
        self._editor.rewire(self._into, spot.node, spot.slot)

    def drop(self) -> None:
        """Take the wire away."""
        self._editor.unwire(self._into)


class ConnectBack(LayWire):
    """From an open input back to where a value comes out."""

    def __init__(
        self,
        scene: CircuitScene,
        state: CircuitState,
        editor: CircuitEditor,
        visible: QRectF,
        into: Spot,
    ) -> None:
        super().__init__(scene, state, editor, visible)
        self._into = into

    def target(self, at: QPointF) -> Spot | None:
        """Return the output at a place, or that of the gate there."""
        spot = self._scene.spots.port(at, SNAP)
        if spot is not None and spot.part == "output":
            return spot
        spot = self._scene.spots.at(at)
        if spot.part not in ("gate", "number") or spot.node in (TERMINAL, self._into.node):
            return None
        return self._scene.spots.output_of(spot.node)

    def fault(self, spot: Spot) -> str:
        """Return why the value can't come from there."""
        assert spot.node is not None
        return fault_of(self._state, spot.node, self._into)

    def path(self, end: QPointF) -> QPainterPath:
        """Return the wire to the input."""
        return route(end, self.place_of(self._into))

    def lay(self, spot: Spot) -> None:
        """Wire the value in."""
        assert spot.node is not None
        assert self._into.node is not None
        self._editor.wire(spot.node, self._into.node, self._into.slot)
