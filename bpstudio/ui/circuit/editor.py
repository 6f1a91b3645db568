"""Edits of the circuit in a user's words: each is one undo step, what can't be is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.engine.flow import GATES
from bpstudio.experiment.circuits import copies, edits, wiring
from bpstudio.experiment.circuits.names import fresh_name, name_text
from bpstudio.refusal import Refusal
from bpstudio.ui.circuit.shapes import BOX, TERMINAL
from bpstudio.ui.names import counted

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from bpstudio.engine.flow import Wire
    from bpstudio.experiment.circuits.diagram import Diagram, Place
    from bpstudio.ui.circuit.state import CircuitState

BESIDE = 176.0  # px from the middle of a gate to that of the one added after it
INPUT_NAMES = "xyzuvw"


class CircuitEditor:
    """Edits the document of a circuit's state; each method says whether it went."""

    def __init__(self, state: CircuitState) -> None:
        self._state = state

    @property
    def _diagram(self) -> Diagram:
        return self._state.document.diagram

    def apply(
        self, text: str, edit: Callable[[Diagram], Diagram], merge: str | None = None
    ) -> bool:
        """Make one undo step called `text`; say so and change nothing if it is refused."""
        try:
            self._state.document.edit(text, edit(self._diagram), merge)
        except Refusal as refusal:
            self.refuse(f"{text}: {refusal.reason}")
            return False
        return True

    def refuse(self, words: str) -> None:
        """Say why something can't be done, or what has to be done first."""
        self._state.refused.emit(words)

    def called(self, node: int) -> str:
        """Return what a gate is called in a sentence."""
        if node == TERMINAL:
            return "L"
        known = self._diagram.circuit.by_id[node]
        return name_text(known.name) if known.name else self._diagram.circuit.called(node)

    def names(self, nodes: Collection[int]) -> str:
        """Return what gates are called together: ``"add 3"``, ``"4 gates"``."""
        chosen = list(nodes)
        return self.called(chosen[0]) if len(chosen) == 1 else counted(len(chosen), "gate")

    def add(self, gate: str, place: Place) -> int | None:
        """Put a gate at a place; return its id, None if it is refused."""
        made: list[int] = []

        def put(diagram: Diagram) -> Diagram:
            diagram, number = edits.add(diagram, gate, place, _first_name(diagram, gate))
            made.append(number)
            return diagram

        done = self.apply(f"Add {GATES[gate].label.lower()}", put)
        return made[0] if done else None

    def add_after(self, gate: str, sources: Collection[int]) -> int | None:
        """Put a gate beside others and wire as many of them into it as it takes; return its id."""
        if not sources or GATES[gate].is_source:
            return self.add(gate, self._free_place(sources))
        made: list[int] = []

        def put(diagram: Diagram) -> Diagram:
            place = self._free_place(sources)
            diagram, number = edits.add(diagram, gate, place, "")
            made.append(number)
            kind = GATES[gate]
            most = len(sources) if kind.can_grow else kind.most or 0
            for source in list(sources)[:most]:
                diagram = wiring.wire(diagram, source, number)
            return diagram

        done = self.apply(f"Add {GATES[gate].label.lower()}", put)
        return made[0] if done else None

    def _free_place(self, sources: Collection[int]) -> Place:
        """Return the place right of some gates, or below all where there are none."""
        places = self._diagram.places
        beside = [places[number] for number in sources]
        if beside:
            return max(x for x, _ in beside) + BESIDE, sum(y for _, y in beside) / len(beside)
        if not places:
            return 0.0, 0.0
        left = min(x for x, _ in places.values())
        return left, max(y for _, y in places.values()) + BOX + 24

    def remove(self, nodes: Collection[int], verb: str = "Remove") -> bool:
        """Remove gates and the wires at them."""
        if not nodes:
            self.refuse(f"{verb}: select a gate first, with a click or with Tab")
            return False
        return self.apply(f"{verb} {self.names(nodes)}", lambda d: edits.remove(d, nodes))

    def wire(self, source: int, target: int, slot: int | None = None) -> bool:
        """Wire the value of a gate into a slot of another, or into L."""
        text = f"Wire {self.called(source)} into {self.called(target)}"
        if target == TERMINAL:
            return self.apply(text, lambda d: edits.set_output(d, source))
        return self.apply(text, lambda d: wiring.wire(d, source, target, slot))

    def unwire(self, wire: Wire) -> bool:
        """Take a wire off."""
        node, slot = wire
        if node == TERMINAL:
            self.refuse("Take off the wire: L needs an output; drag it to another gate instead")
            return False
        text = f"Take a wire off {self.called(node)}"
        return self.apply(text, lambda d: wiring.unwire(d, node, slot))

    def rewire(self, wire: Wire, target: int, slot: int | None) -> bool:
        """Take the end of a wire to another slot, as one undo step."""
        node, old = wire
        if (node, old) == (target, slot):
            return False
        source = self._source(wire)
        if source is None:
            return False
        if TERMINAL in (node, target):
            return self.wire(source, target, slot)
        text = f"Wire {self.called(source)} into {self.called(target)}"

        def take(diagram: Diagram) -> Diagram:
            if node != target:
                return wiring.wire(wiring.unwire(diagram, node, old), source, target, slot)
            return _changed_places(diagram, node, old, slot)

        return self.apply(text, take)

    def _source(self, wire: Wire) -> int | None:
        node, slot = wire
        circuit = self._diagram.circuit
        return circuit.output if node == TERMINAL else circuit.by_id[node].inputs[slot]

    def set_number(self, node: int, value: float, merge: str | None = None) -> bool:
        """Give a gate another number of its own."""
        name = self._diagram.circuit.by_id[node].kind.number_name
        text = f"Change {name} of {self.called(node)}"
        return self.apply(text, lambda d: edits.set_number(d, node, value), merge)

    def set_incoming(self, value: float, merge: str | None = None) -> bool:
        """Let another gradient come in at the output."""
        text = "Change the incoming gradient"
        return self.apply(text, lambda d: edits.set_incoming(d, value), merge)

    def rename(self, node: int, name: str) -> bool:
        """Call the value of a gate by another name."""
        return self.apply(f"Rename {self.called(node)}", lambda d: edits.rename(d, node, name))

    def set_output(self, node: int) -> bool:
        """Let the value of a gate flow into L."""
        return self.wire(node, TERMINAL)

    def set_inputs(self, node: int, slots: int) -> bool:
        """Give a gate another number of inputs."""
        text = f"Inputs of {self.called(node)}"
        return self.apply(text, lambda d: wiring.set_inputs(d, node, slots))

    def move(self, places: Mapping[int, Place], merge: str | None = None) -> bool:
        """Put gates elsewhere."""
        return self.apply(f"Move {self.names(places)}", lambda d: edits.move(d, places), merge)

    def arrange(self) -> bool:
        """Put all gates in columns."""
        return self.apply("Arrange the gates", edits.arrange_all)

    def insert(self, text: str, other: Callable[[], Diagram]) -> tuple[int, ...]:
        """Put copied gates in; return their ids. `other` may refuse to give any."""
        made: list[tuple[int, ...]] = [()]

        def put(diagram: Diagram) -> Diagram:
            diagram, ids = copies.insert(diagram, other())
            made.append(ids)
            return diagram

        self.apply(text, put)
        return made[-1]

    def duplicate(self, nodes: Collection[int]) -> tuple[int, ...]:
        """Copy gates beside themselves; return the copies' ids."""
        made: list[tuple[int, ...]] = [()]

        def copy(diagram: Diagram) -> Diagram:
            diagram, ids = copies.duplicate(diagram, nodes)
            made.append(ids)
            return diagram

        self.apply(f"Duplicate {self.names(nodes)}", copy)
        return made[-1]


def _changed_places(diagram: Diagram, node: int, old: int, slot: int | None) -> Diagram:
    """Let what comes in at two inputs of one gate change places."""
    inputs = diagram.circuit.by_id[node].inputs
    source = inputs[old]
    if source is None or slot is None:
        return diagram
    other = inputs[slot] if slot < len(inputs) else None
    diagram = wiring.wire(diagram, source, node, slot)
    if other is None:
        return wiring.unwire(diagram, node, old)
    return wiring.wire(diagram, other, node, old)


def _first_name(diagram: Diagram, gate: str) -> str:
    """Return a name for a new input; other gates have none."""
    if gate != "input":
        return ""
    taken = {node.name for node in diagram.circuit.nodes}
    free = (letter for letter in INPUT_NAMES if letter not in taken)
    return next(free, fresh_name(f"x{len(taken)}", taken))
