"""Random circuits that have a value, far from kinks where a kink would spoil a difference."""

from random import Random

from hypothesis import strategies as st

from bpstudio.engine.flow import GATES, Circuit, Node, forward

SHRINKING = ("sigmoid", "tanh", "softmax", "negate", "max", "relu", "subtract", "add")
NAMES = sorted(set(GATES) - {"input", "constant"})


@st.composite
def sound_circuits(draw: st.DrawFn, most: int) -> Circuit:
    """Return a circuit of any gates, all of whose values are there and of moderate size."""
    sources = draw(st.integers(1, 12))
    values = {n: draw(st.floats(-2, 2)) for n in range(sources)}
    nodes = [Node(n, "input", number=x) for n, x in values.items()]
    rng = Random(draw(st.integers(0, 2**32)))  # st.randoms would take ten times as long
    for number in range(sources, draw(st.integers(sources + 1, sources + most))):
        names = [*NAMES, *SHRINKING]
        rng.shuffle(names)
        for name in names:
            node = random_node(rng, number, name)
            value = value_of(node, values)
            if value is not None:
                break
        nodes.append(node)
        values[number] = value
    used = {source for node in nodes for source in node.inputs}
    ends = tuple(node.id for node in nodes if node.id not in used)
    if len(ends) > 1:  # so that every path leads to the output
        nodes.append(Node(len(nodes), "add", ends))
    order = rng.sample(nodes, len(nodes))
    return Circuit(tuple(order), nodes[-1].id, draw(st.floats(-2, 2)))


def random_node(rng, number: int, name: str) -> Node:
    kind = GATES[name]
    slots = kind.most or rng.randint(kind.fewest, 4)
    slots = 2 * rng.randint(1, 2) if name == "cross_entropy" else slots
    recent = max(0, number - 20)
    inputs = tuple(
        rng.randrange(recent, number) if rng.random() < 0.8 else rng.randrange(number)
        for _ in range(slots)
    )
    own = float(rng.randint(1, slots)) if name == "softmax" else rng.uniform(-2, 2)
    return Node(number, name, inputs, own if kind.has_number else 0.0)


def value_of(node: Node, values: dict[int, float]) -> float | None:
    """Return its value; None where it has none, or one that is large, or near a pole."""
    inputs = tuple(values[source] for source in node.inputs)
    if node.gate in ("log", "cross_entropy") and min(inputs) < 0.1:
        return None
    if node.gate == "divide" and abs(inputs[1]) < 0.3:
        return None
    if node.kind.trouble(inputs, node.number):
        return None
    value = node.kind.evaluate(inputs, node.number)
    return value if abs(value) < 5 else None


def sides(circuit: Circuit, values: dict[int, float]) -> list[int]:
    """Return on which side of its kink each gate is that has one."""
    return [
        node.kind.pick(tuple(values[source] for source in node.inputs))
        for node in circuit.order
        if node.kind.pick
    ]


def moved_sources(circuit: Circuit, number: int, h: float) -> dict[int, float]:
    """Return the values of all nodes when a source has moved by `h`."""
    node = circuit.by_id[number]
    moved = Node(number, node.gate, (), node.number + h)
    return forward(circuit.with_node(moved)).values
