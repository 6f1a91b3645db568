"""The two passes over random circuits, against central differences and sums over paths."""

import time

import numpy as np
import pytest
from hypothesis import given, settings

from bpstudio.engine.flow import (
    MAX_PATHS,
    Circuit,
    CircuitFault,
    Node,
    after,
    backward,
    forward,
    nudged,
    paths,
    steps,
)
from tests.engine.flow.circuits import moved_sources, sides, sound_circuits

H = 1e-5


@given(sound_circuits(200))
@settings(max_examples=60, deadline=None)
def test_gradients_are_central_differences(circuit: Circuit) -> None:
    values = forward(circuit)
    assert len(values.values) == len(circuit.nodes)
    gradients = backward(circuit, values).gradients
    for node in circuit.nodes:
        if not node.kind.is_source:
            continue
        up, down = (moved_sources(circuit, node.id, step) for step in (H, -H))
        if circuit.output not in up or circuit.output not in down:
            continue
        if sides(circuit, up) != sides(circuit, down):
            continue  # a kink lies between: there is no derivative to compare with
        difference = circuit.incoming * (up[circuit.output] - down[circuit.output]) / (2 * H)
        coarse = coarse_difference(circuit, node.id)
        if coarse is None:
            continue
        # how far the difference itself can be trusted: its own change with twice the h, plus
        # rounding, which grows along the circuit
        tolerance = 1e-6 * max(1, abs(difference)) + 2 * abs(coarse - difference)
        assert abs(gradients[node.id] - difference) <= tolerance


def coarse_difference(circuit: Circuit, number: int) -> float | None:
    up, down = (moved_sources(circuit, number, step) for step in (2 * H, -2 * H))
    if circuit.output not in up or circuit.output not in down:
        return None
    return circuit.incoming * (up[circuit.output] - down[circuit.output]) / (4 * H)


@given(sound_circuits(40))
@settings(max_examples=40, deadline=None)
def test_a_gradient_is_the_sum_over_all_paths(circuit: Circuit) -> None:
    gradients = backward(circuit, forward(circuit))
    for node in circuit.nodes:
        found = paths(circuit, gradients, node.id)
        assert len(found.paths) == min(found.count, MAX_PATHS)
        if found.count <= MAX_PATHS:
            total = circuit.incoming * sum(path.product for path in found.paths)
            size = abs(circuit.incoming) * sum(abs(path.product) for path in found.paths)
            assert gradients.gradients[node.id] == pytest.approx(total, abs=1e-12 * max(size, 1))


@given(sound_circuits(40))
@settings(max_examples=40, deadline=None)
def test_after_all_steps_everything_is_there(circuit: Circuit) -> None:
    values = forward(circuit)
    gradients = backward(circuit, values)
    turns = steps(circuit)
    for done in range(len(turns) + 1):
        progress = after(circuit, values, gradients, done)
        for step in turns[:done]:
            assert step.is_backward or step.node in progress.valued
        for number in progress.complete:
            assert progress.so_far[number] == pytest.approx(
                gradients.gradients[number], rel=1e-9, abs=1e-12
            )
    assert progress.valued == set(circuit.by_id)
    assert progress.complete == circuit.leading == set(progress.so_far)
    assert progress.wires == set(gradients.wires)


def test_several_paths_sum() -> None:
    # f = (x + y) x at x = 3, y = 2: df/dx = (x + y) + x = 8, df/dy = x = 3
    circuit = Circuit(
        (
            Node(0, "input", number=3),
            Node(1, "input", number=2),
            Node(2, "add", (0, 1)),
            Node(3, "multiply", (2, 0)),
        ),
        output=3,
    )
    gradients = backward(circuit, forward(circuit))
    assert gradients.gradients == {0: 8, 1: 3, 2: 3, 3: 1}
    assert gradients.wires == {(2, 0): 3, (2, 1): 3, (3, 0): 3, (3, 1): 5}
    assert [path.product for path in paths(circuit, gradients, 0).paths] == [3, 5]


def test_one_value_into_both_slots() -> None:
    # x x x at x = 2: 3 x^2 = 12, four from each of its wires
    circuit = Circuit((Node(0, "input", number=2), Node(1, "multiply", (0, 0, 0))), output=1)
    gradients = backward(circuit, forward(circuit))
    assert gradients.gradients[0] == 12
    assert gradients.wires == {(1, slot): 4 for slot in range(3)}


def test_the_incoming_gradient_is_handed_on() -> None:
    circuit = Circuit((Node(0, "input", number=2), Node(1, "square", (0,))), 1, incoming=-0.5)
    gradients = backward(circuit, forward(circuit))
    assert gradients.gradients == {1: -0.5, 0: -2}


def test_what_does_not_lead_to_the_output_has_gradient_0() -> None:
    nodes = (Node(0, "input", number=2), Node(1, "square", (0,)), Node(2, "exp", (0,)))
    gradients = backward(circuit := Circuit(nodes, output=1), forward(circuit))
    assert gradients.gradients == {0: 4, 1: 1, 2: 0}
    assert steps(circuit)[-1].node == 1
    assert paths(circuit, gradients, 2).count == 0


def test_trouble_is_told_where_it_begins() -> None:
    nodes = (
        Node(0, "input", number=-1),
        Node(1, "log", (0,)),
        Node(2, "square", (1,)),
        Node(3, "add", (2, None)),
        Node(4, "exp", (None,)),
        Node(5, "max", (None, None)),
        Node(6, "softmax", (None, 0, None), 1),
    )
    circuit = Circuit(nodes, output=2)
    values = forward(circuit)
    assert values.values == {0: -1}
    assert values.troubles == {
        1: "The logarithm of a negative number isn’t defined: the input must be above 0.",
        3: "Input 2 isn’t wired.",
        4: "The input isn’t wired.",
        5: "No input is wired.",
        6: "Inputs 1, 3 aren’t wired.",
    }
    gradients = backward(circuit, values)
    assert gradients.gradients == {}
    assert "no gradient" in nudged(circuit, values, gradients, 0, 0.1)
    assert after(circuit, values, gradients, 9).so_far == {}


def test_a_gradient_that_overflows_is_told() -> None:
    nodes = (Node(0, "input", number=1e-200), Node(1, "log", (0,)), Node(2, "scale", (1,), 1e200))
    nodes += (Node(3, "scale", (2,), 1e-200),)
    circuit = Circuit(nodes, output=3)
    assert backward(circuit, forward(circuit)).gradients[0] == pytest.approx(1e200)
    circuit = Circuit(nodes, output=2)
    gradients = backward(circuit, forward(circuit))
    assert gradients.gradients == {}
    assert gradients.troubles == {1: "The gradient is too large for a number."}


def test_a_gate_in_trouble_has_its_turn_before_gradients_begin() -> None:
    nodes = (Node(0, "input", number=-1), Node(1, "square", (0,)), Node(2, "log", (0,)))
    circuit = Circuit(nodes, output=1)
    values = forward(circuit)
    gradients = backward(circuit, values)
    assert [after(circuit, values, gradients, done).so_far for done in range(4)] == [
        {}, {}, {1: 1}, {1: 1, 0: -2},
    ]  # fmt: skip


def test_what_comes_in_is_finite() -> None:
    with pytest.raises(CircuitFault, match="must be finite"):
        Circuit(incoming=np.nan)


def test_no_output_no_gradients() -> None:
    circuit = Circuit((Node(0, "input"),))
    gradients = backward(circuit, forward(circuit))
    assert not gradients.gradients
    assert not gradients.troubles
    assert steps(Circuit()) == ()
    assert forward(Circuit()).values == {}


def test_a_nudge_over_a_kink_is_told() -> None:
    nodes = (Node(0, "input", number=-0.01), Node(1, "relu", (0,)))
    circuit = Circuit(nodes, output=1)
    values = forward(circuit)
    nudge = nudged(circuit, values, backward(circuit, values), 0, 0.1)
    assert (nudge.predicted, nudge.real, nudge.crosses) == (0, pytest.approx(0.09), 1)


def test_a_nudge_moves_l_by_what_comes_in_times_the_output() -> None:
    # z = x^2 at 3: 6 x 0.1 = 0.6 and 9.61 - 9 = 0.61, times dL/dz = -2
    circuit = Circuit((Node(0, "input", number=3), Node(1, "square", (0,))), 1, incoming=-2)
    values = forward(circuit)
    nudge = nudged(circuit, values, backward(circuit, values), 0, 0.1)
    assert (nudge.predicted, nudge.real) == (pytest.approx(-1.2), pytest.approx(-1.22))


def test_a_nudge_into_trouble_is_told() -> None:
    circuit = Circuit((Node(0, "input", number=0.1, name="x"), Node(1, "log", (0,))), output=1)
    values = forward(circuit)
    words = nudged(circuit, values, backward(circuit, values), 0, -0.2)
    assert words.startswith("Moved by -0.2, log 1 has no value. The logarithm")


def test_a_gate_that_does_not_lead_to_l_is_not_blamed_for_a_nudge_into_trouble() -> None:
    nodes = (
        Node(0, "input", number=0.1, name="x"),
        Node(1, "divide", (0, None)),  # stands aside, before the other in the order
        Node(2, "log", (0,)),
    )
    circuit = Circuit(nodes, output=2)
    values = forward(circuit)
    assert next(iter(values.troubles)) == 1
    words = nudged(circuit, values, backward(circuit, values), 0, -0.2)
    assert words.startswith("Moved by -0.2, log 2 has no value. The logarithm")


def test_many_paths_are_counted_not_walked() -> None:
    # a ladder of 60 rungs, x + x each: 2^60 paths
    nodes = [Node(0, "input", number=1)]
    nodes += [Node(n, "add", (n - 1, n - 1)) for n in range(1, 61)]
    circuit = Circuit(tuple(nodes), output=60)
    gradients = backward(circuit, forward(circuit))
    found = paths(circuit, gradients, 0)
    assert found.count == 2**60 == gradients.gradients[0]
    assert len(found.paths) == MAX_PATHS


@pytest.mark.parametrize(
    ("nodes", "output", "words"),
    [
        ([Node(0, "input"), Node(0, "input")], None, "two gates have the id 0"),
        ([Node(0, "nand")], None, "no gate 'nand'"),
        ([Node(0, "exp", (7,))], None, "no gate 7 to be wired from"),
        ([Node(0, "exp", ())], None, "Exp takes 1 input, not 0"),
        ([Node(0, "input", (0,))], None, "Input takes 0 inputs"),
        ([Node(0, "add", (None,))], None, "takes 2 to 1,000 inputs, not 1"),
        ([Node(0, "input", number=np.inf)], None, "finite"),
        ([Node(0, "input")], 3, "no gate 3 to be the output"),
        ([Node(0, "exp", (0,))], None, "a circle: exp 0 → exp 0"),
        (
            [Node(0, "exp", (2,), name="a"), Node(1, "exp", (0,)), Node(2, "exp", (1,))],
            None,
            "a circle: a → exp 1 → exp 2 → a",
        ),
    ],
)
def test_what_is_no_circuit(nodes, output, words) -> None:
    with pytest.raises(CircuitFault, match=words):
        Circuit(tuple(nodes), output)


def test_200_gates_follow_a_drag() -> None:
    rng = np.random.default_rng(0)
    nodes = [Node(n, "input", number=rng.normal()) for n in range(40)]
    kinds = ["add", "multiply", "max", "sigmoid", "tanh"]
    for n in range(40, 240):
        kind = kinds[n % 5]
        slots = 2 if kind in ("add", "multiply", "max") else 1
        nodes.append(Node(n, kind, tuple(rng.integers(max(0, n - 40), n, slots).tolist())))
    circuit = Circuit(tuple(nodes), output=239)
    times = []
    for number in range(30):
        start = time.process_time()
        moved = circuit.with_node(Node(5, "input", number=number / 10))
        assert backward(moved, forward(moved)).gradients
        times.append(time.process_time() - start)
    assert min(times) < 4e-3  # 0.8 ms on a machine with nothing else to do


def test_what_can_not_be_nudged_is_said() -> None:
    circuit = Circuit((Node(1, "input", (), 1.0), Node(2, "tanh", (None,))), 1)
    values = forward(circuit)
    told = nudged(circuit, values, backward(circuit, values), 2, 0.01)
    assert told == "There is nothing to nudge: it has no value."
