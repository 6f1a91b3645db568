"""Which gates are selected, which one the keyboard is on, and which wire."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.engine.flow import Wire
    from bpstudio.ui.circuit.state import CircuitState


class Selection:
    """Ids of gates, in the order in which they compute; or one wire.

    Attributes
    ----------
    nodes
        The selected gates; none while a wire is selected.
    current
        The gate that the keyboard is on.
    wire
        The selected wire, by the node and the slot that it goes into.
    """

    def __init__(self, state: CircuitState) -> None:
        self._state = state
        self.nodes: tuple[int, ...] = ()
        self.current: int | None = None
        self.wire: Wire | None = None

    def set(self, nodes: Iterable[int], current: int | None = None) -> None:
        """Select these gates; ids that aren't there are left out."""
        wanted = set(nodes)
        chosen = tuple(n.id for n in self._state.circuit.order if n.id in wanted)
        if current not in self._state.circuit.by_id:
            current = chosen[-1] if chosen else None
        self._become(chosen, current, None)

    def set_wire(self, wire: Wire) -> None:
        """Select a wire, and no gate; the keyboard is on the gate that it goes into."""
        self._become((), wire[0], wire)

    def toggle(self, node: int) -> None:
        """Select a gate as well, or not any more."""
        rest = [other for other in self.nodes if other != node]
        self.set(rest if node in self.nodes else [*rest, node], node)

    def clear(self) -> None:
        """Select nothing."""
        self._become((), None, None)

    def prune(self) -> None:
        """Drop what is gone."""
        circuit = self._state.circuit
        nodes = tuple(number for number in self.nodes if number in circuit.by_id)
        current = self.current if self.current in circuit.by_id else None
        wire = self.wire
        if wire is not None:
            node = circuit.by_id.get(wire[0])
            is_there = node is not None and wire[1] < len(node.inputs)
            wire = wire if is_there and node and node.inputs[wire[1]] is not None else None
        self._become(nodes, current, wire)

    def walk(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) gate in the order of the passes; False at its end."""
        order = [node.id for node in self._state.circuit.order]
        if self.current is None:
            place = 0 if by > 0 else len(order) - 1
        else:
            place = order.index(self.current) + by
        if not 0 <= place < len(order):
            return False
        self.set((order[place],))
        return True

    def go_towards(self, across: int, down: int, extends: bool = False) -> bool:
        """Go to the gate that is nearest in a direction; False where there is none.

        It `extends` the selection by that gate, or takes it instead.
        """
        places = self._state.numbers.places
        if self.current is None:
            return self.walk(1)
        x, y = places[self.current]

        def far(node: int) -> float:
            dx, dy = places[node][0] - x, places[node][1] - y
            ahead, aside = dx * across + dy * down, abs(dx * down + dy * across)
            return ahead + 2 * aside if ahead > 0 and aside <= 3 * ahead else float("inf")

        nearest = min(places, key=far)
        if far(nearest) == float("inf"):
            return False
        self.set((*self.nodes, nearest) if extends else (nearest,), nearest)
        return True

    def _become(self, nodes: tuple[int, ...], current: int | None, wire: Wire | None) -> None:
        if (nodes, current, wire) != (self.nodes, self.current, self.wire):
            self.nodes, self.current, self.wire = nodes, current, wire
            self._state.selection_changed.emit()
