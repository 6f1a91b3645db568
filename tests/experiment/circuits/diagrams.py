"""Diagrams for the tests: the chapter's neuron by edits, and random ones."""

from hypothesis import strategies as st

from bpstudio.engine.flow import GATES, Circuit, Node
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.edits import add, set_number
from bpstudio.experiment.circuits.places import placed
from bpstudio.experiment.circuits.wiring import wire


def neuron() -> tuple[Diagram, dict[str, int]]:
    """Return sigma(w0 x0 + w1 x1 + b) and the ids of its gates."""
    diagram, ids = Diagram(), {}
    for name, number in {"w0": 2, "x0": -1, "w1": -3, "x1": -2, "b": -3}.items():
        diagram, ids[name] = add(diagram, "input", name=name)
        diagram = set_number(diagram, ids[name], number)
    for name, gate, sources in (
        ("p0", "multiply", ("w0", "x0")),
        ("p1", "multiply", ("w1", "x1")),
        ("s", "add", ("p0", "p1")),
        ("a", "add", ("s", "b")),
        ("z", "sigmoid", ("a",)),
    ):
        diagram, ids[name] = add(diagram, gate, name=name)
        for source in sources:
            diagram = wire(diagram, ids[source], ids[name])
    return diagram, ids


@st.composite
def circuits(draw: st.DrawFn, most: int = 12, whole: bool = False) -> Circuit:
    """Return a circuit of any gates whose wires come from earlier ones.

    Some slots are open unless it is `whole`, and then the last gate is the output.
    """
    nodes: list[Node] = []
    for number in range(1, draw(st.integers(1, most)) + 1):
        kind = GATES["input" if whole and not nodes else draw(st.sampled_from(sorted(GATES)))]
        slots = kind.most if kind.most is not None else draw(st.integers(kind.fewest, 4))
        if kind.name == "cross_entropy":
            slots = 2 * draw(st.integers(1, 2))
        source = st.sampled_from([*[None] * (not whole), *(node.id for node in nodes)] or [None])
        inputs = tuple(draw(source) for _ in range(slots))
        own = draw(st.floats(-9, 9)) if kind.has_number else 0.0
        own = float(draw(st.integers(1, slots))) if kind.name == "softmax" else own
        name = f"v{number}" if draw(st.booleans()) else ""
        nodes.append(Node(number, kind.name, inputs, own, name))
    order = draw(st.permutations(nodes))
    output = nodes[-1] if whole else draw(st.sampled_from(nodes))
    return Circuit(tuple(order), output.id, draw(st.floats(-2, 2)))


def diagrams(most: int = 12) -> st.SearchStrategy[Diagram]:
    return circuits(most).map(placed)
