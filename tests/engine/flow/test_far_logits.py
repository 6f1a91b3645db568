"""A softmax so sure of itself that other classes get nothing: e^-800 is 0 in float64."""

import pytest

from bpstudio.engine.flow import Circuit, Node, backward, forward


def test_logits_far_apart_have_a_loss_and_gradients() -> None:
    logits = (Node(1, "input", (), 800.0, "a1"), Node(2, "input", (), 0.0, "a2"))
    outputs = (Node(3, "softmax", (1, 2), 1.0, "y1"), Node(4, "softmax", (1, 2), 2.0, "y2"))
    targets = (Node(5, "constant", (), 1.0), Node(6, "constant", (), 0.0))
    loss = Node(7, "cross_entropy", (3, 4, 5, 6))
    circuit = Circuit((*logits, *outputs, *targets, loss), 7)
    values = forward(circuit)
    assert (values.values[3], values.values[4]) == (1, 0)
    assert values.values[7] == 0
    gradients = backward(circuit, values)
    assert not gradients.troubles
    assert gradients.gradients[1] == pytest.approx(0)  # y - t
    assert gradients.gradients[2] == pytest.approx(0)
