"""The chapter's sigmoid neuron, by hand: w = (2, -3, -3), x = (-1, -2).

Forward     w0 x0 = 2 * -1 = -2;  w1 x1 = -3 * -2 = 6;  -2 + 6 = 4;  a = 4 - 3 = 1;
            z = 1/(1 + e^-1) = 0.7310586
Backward    dz/da = z(1 - z) = 0.7310586 * 0.2689414 = 0.1966119, which both adds hand on;
            dw0 = x0 * 0.1966 = -0.1966;  dx0 = w0 * 0.1966 = 0.3932;
            dw1 = x1 * 0.1966 = -0.3932;  dx1 = w1 * 0.1966 = -0.5898;  db = 0.1966
"""

import pytest

from bpstudio.engine.flow import (
    Circuit,
    Node,
    after,
    backward,
    forward,
    nudged,
    numbers_equation,
    paths,
    rule_equation,
    steps,
)

W0, X0, W1, X1, B, P0, P1, S, A, Z = range(10)
NEURON = Circuit(
    (
        Node(Z, "sigmoid", (A,), name="z"),
        Node(W0, "input", number=2, name="w0"),
        Node(X0, "input", number=-1, name="x0"),
        Node(W1, "input", number=-3, name="w1"),
        Node(X1, "input", number=-2, name="x1"),
        Node(B, "input", number=-3, name="b"),
        Node(P0, "multiply", (W0, X0)),
        Node(P1, "multiply", (W1, X1)),
        Node(S, "add", (P0, P1)),
        Node(A, "add", (S, B), name="a"),
    ),
    output=Z,
)
VALUES = forward(NEURON)
GRADIENTS = backward(NEURON, VALUES)


def test_both_passes() -> None:
    assert VALUES.values == {
        W0: 2, X0: -1, W1: -3, X1: -2, B: -3, P0: -2, P1: 6, S: 4, A: 1,
        Z: pytest.approx(0.7310586, abs=1e-7),
    }  # fmt: skip
    assert GRADIENTS.gradients == pytest.approx(
        {
            W0: -0.1966119, X0: 0.3932239, W1: -0.3932239, X1: -0.5898358, B: 0.1966119,
            P0: 0.1966119, P1: 0.1966119, S: 0.1966119, A: 0.1966119, Z: 1,
        },
        abs=1e-7,
    )  # fmt: skip
    assert GRADIENTS.wires[P1, 0] == GRADIENTS.gradients[W1]
    assert not VALUES.troubles
    assert not GRADIENTS.troubles


def test_steps_go_forward_then_backward() -> None:
    order = [(step.node, step.is_backward) for step in steps(NEURON)]
    forward_order = [node for node, back in order if not back]
    assert sorted(forward_order) == [P0, P1, S, A, Z]
    assert forward_order[-3:] == [S, A, Z]
    assert [node for node, back in order if back] == forward_order[::-1]


def test_progress() -> None:
    assert after(NEURON, VALUES, GRADIENTS, 0).valued == {W0, X0, W1, X1, B}
    halfway = after(NEURON, VALUES, GRADIENTS, 5)
    assert halfway.valued == set(range(10))
    assert halfway.so_far == {Z: 1}
    later = after(NEURON, VALUES, GRADIENTS, 7)  # sigmoid and the last add have run back
    assert later.so_far.keys() == {Z, A, S, B}
    assert later.complete == {Z, A, S, B}
    assert after(NEURON, VALUES, GRADIENTS, 10).so_far == GRADIENTS.gradients


def test_nudge() -> None:
    # x1 from -2 to -1.99: a = -2 + 5.97 - 3 = 0.97; sigma(0.97) = 0.7251195; it was 0.7310586
    nudge = nudged(NEURON, VALUES, GRADIENTS, X1, 0.01)
    assert nudge.predicted == pytest.approx(-0.005898358, abs=1e-9)
    assert nudge.real == pytest.approx(-0.0059391, abs=1e-7)
    assert nudge.crosses is None


def test_paths() -> None:
    found = paths(NEURON, GRADIENTS, W1)
    assert found.count == 1
    assert found.paths[0].nodes == (W1, P1, S, A, Z)
    assert found.paths[0].product == pytest.approx(GRADIENTS.gradients[W1])


def test_equations() -> None:
    multiply = NEURON.by_id[P1].kind
    assert rule_equation(multiply, ["w_1", "x_1"], 0) == (
        r"\frac{\partial L}{\partial w_1} = x_1 \cdot \frac{\partial L}{\partial z}"
    )
    assert (
        numbers_equation(
            multiply,
            ["−3.00", "−2.00"],
            0,
            number="",
            z="6.00",
            upstream="0.197",
            gradient="−0.393",
        )
        == r"\left(-2.00\right) \times 0.197 = -0.393"
    )
