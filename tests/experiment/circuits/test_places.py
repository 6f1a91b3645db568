"""Where gates stand: in columns, apart from each other, and soon."""

import time
from itertools import combinations, pairwise

from hypothesis import given, settings

from bpstudio.engine.flow import Circuit, Node
from bpstudio.experiment.circuits.places import (
    COLUMN,
    GATE,
    LANE,
    PORT,
    ROW,
    SOURCE_ROW,
    arrange,
    free_place,
    placed,
)
from tests.experiment.circuits.diagrams import circuits, neuron


@given(circuits(25))
@settings(max_examples=25, deadline=None)
def test_gates_stand_apart_and_wires_go_right(circuit: Circuit) -> None:
    places = arrange(circuit)
    for a, b in combinations(places, 2):
        (ax, ay), (bx, by) = places[a], places[b]
        assert abs(ax - bx) >= COLUMN or abs(ay - by) >= least(circuit, a, b) - 0.2
    for node in circuit.nodes:
        for source in node.inputs:
            assert source is None or places[source][0] <= places[node.id][0] - COLUMN
    assert min(y for _, y in places.values()) == 0
    assert arrange(circuit) == places


def least(circuit: Circuit, *ids: int) -> float:
    """Return how far two gates of a column stand apart, at least."""
    rooms = (
        SOURCE_ROW if node.kind.is_source else max(ROW, PORT * len(node.inputs) + ROW - GATE)
        for node in map(circuit.by_id.__getitem__, ids)
    )
    return sum(rooms) / 2


def test_the_neuron_has_no_crossings() -> None:
    diagram, ids = neuron()
    places = arrange(diagram.circuit)
    rows = [places[ids[name]][1] for name in ("w0", "x0", "w1", "x1")]
    assert all(b - a >= SOURCE_ROW for a, b in pairwise(rows))
    assert places[ids["b"]][0] == places[ids["a"]][0] - COLUMN, "a source stands by its gate"
    assert rows[1] < places[ids["s"]][1] < rows[2]


def test_a_wire_passes_gates_in_a_lane() -> None:
    # x goes past the exponential that is wired from it
    nodes = (Node(1, "input"), Node(2, "exp", (1,)), Node(3, "exp", (2,)), Node(4, "add", (3, 1)))
    places = arrange(Circuit(nodes, 4))
    assert places[2][1] < places[4][1] + LANE
    assert places[2][0] == COLUMN


def test_large_circuits_take_no_second() -> None:
    nodes = [Node(n, "input") for n in range(500)]
    nodes += [Node(n, "add", (n - 500, (7 * n) % n)) for n in range(500, 2_000)]
    start = time.process_time()
    assert len(arrange(Circuit(tuple(nodes), 1_999))) == 2_000
    assert time.process_time() - start < 2


def test_many_wires_take_no_longer() -> None:
    # each gate adds the eight before it, and the input
    nodes = [Node(0, "input")]
    nodes += [Node(n, "add", (*(max(0, n - k) for k in range(1, 9)), 0)) for n in range(1, 2_000)]
    start = time.process_time()
    assert len(arrange(Circuit(tuple(nodes), 1_999))) == 2_000
    assert time.process_time() - start < 3


def test_hand_placed_gates_stay() -> None:
    circuit = neuron()[0].circuit
    first = circuit.nodes[0].id
    assert placed(circuit, {first: (-5.0, 7.0)}).places[first] == (-5.0, 7.0)


def test_a_free_place_is_below() -> None:
    assert free_place({1: (0, 0), 2: (0, 90)}, (10, 20)) == (10, 178)
    assert free_place({1: (0, 0)}, (500, 0)) == (500, 0)
