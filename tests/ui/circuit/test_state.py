"""What is known of a circuit: steps, what is told when, previews, the document and its undo."""

from pathlib import Path

import pytest

from bpstudio.experiment.circuits import edits
from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.refusal import Refusal
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.state import CircuitState
from tests.ui.circuit.circuits import neuron, product


def texts(state: CircuitState) -> list[tuple[str, str]]:
    return [(state.value_text(at), state.gradient_text(at)) for at in (1, 2, 3)]


def test_steps_bring_values_forward_and_then_gradients_backward(state: CircuitState) -> None:
    assert state.is_done
    assert len(state.steps) == 2  # multiply forward, multiply backward
    state.go_to(0)
    assert texts(state) == [("3.00", "–"), ("−2.00", "–"), ("–", "–")]
    state.step()
    assert texts(state) == [("3.00", "–"), ("−2.00", "–"), ("−6.00", "1.000")]
    state.step()
    assert texts(state) == [("3.00", "−2.000"), ("−2.00", "3.000"), ("−6.00", "1.000")]
    assert state.is_done
    state.step()  # from the end it begins anew
    assert state.done == 1
    state.step(-5)
    assert state.done == 0


def test_a_sum_that_waits_for_other_branches_says_so(state: CircuitState) -> None:
    # s = x + x * y: x has two branches; add hands its share back first
    state.document.edit("Square", _with_branch())
    assert len(state.steps) == 4
    state.go_to(3)
    assert state.gradient_text(1) == "1.000 …"
    state.go_to(4)
    assert state.gradient_text(1) == "−1.000"  # 1 + y = 1 - 2
    assert state.share_text((3, 0)) == "−2.000"


def _with_branch() -> Diagram:
    from bpstudio.experiment.circuits.wiring import wire

    diagram, added = edits.add(product(), "add", (400, 0))
    diagram = wire(diagram, 3, added, 0)
    return wire(diagram, 1, added, 1)


def test_covered_gradients_are_told_only_when_they_are_revealed(state: CircuitState) -> None:
    state.cover((1, 2))
    assert [state.gradient_text(at) for at in (1, 2, 3)] == ["?", "?", "1.000"]
    assert state.gradient(1) is None
    assert state.share((3, 0)) is None  # it would give it away
    state.cover(state.covered - {1})
    assert state.gradient_text(1) == "−2.000"
    state.document.new(product())
    assert state.covered == frozenset()


def test_a_preview_leaves_the_document_alone(state: CircuitState) -> None:
    state.preview(edits.set_number(state.document.diagram, 1, 10.0))
    assert state.values.values[3] == -20.0
    assert state.document.diagram.circuit.by_id[1].number == 3.0
    state.end_preview()
    assert state.values.values[3] == -6.0


def test_gates_are_walked_in_the_order_of_the_passes(state: CircuitState) -> None:
    state.document.new(neuron())
    order = [node.id for node in state.circuit.order]
    walked = []
    while state.selection.walk(1):
        walked.append(state.selection.current)
    assert walked == order
    assert state.selection.walk(-1)
    assert state.selection.current == order[-2]


def test_arrows_go_to_the_nearest_gate_in_their_direction(state: CircuitState) -> None:
    state.document.new(neuron())
    state.selection.set((9,))
    assert state.selection.go_towards(1, 0)
    assert state.selection.current == 10
    assert not state.selection.go_towards(1, 0)
    state.selection.set((1,))
    state.selection.go_towards(0, 1, extends=True)
    assert len(state.selection.nodes) == 2
    assert 1 in state.selection.nodes


def test_what_is_gone_is_not_selected(state: CircuitState) -> None:
    state.selection.set_wire((3, 1))
    state.document.edit("Remove", edits.remove(state.document.diagram, (2,)))
    assert state.selection.wire is None
    state.document.undo_stack.undo()
    assert state.selection.nodes == ()


def test_numbers_turned_quickly_are_one_undo_step(state: CircuitState) -> None:
    document = state.document
    for value in (4.0, 5.0, 6.0):
        new = edits.set_number(document.diagram, 1, value)
        document.edit("Change value of x", new, merge="number 1")
    assert document.undo_stack.count() == 1
    document.undo_stack.undo()
    assert document.diagram == product()
    assert not document.is_dirty


def test_a_circuit_is_saved_and_opened(qapp: object, tmp_path: Path) -> None:
    document, path = CircuitDocument(neuron()), tmp_path / "neuron.json"
    document.edit("Change value", edits.set_number(document.diagram, 1, 2.5))
    assert document.is_dirty
    assert not document.is_rebuilt  # only a number
    document.save(path)
    assert not document.is_dirty
    other = CircuitDocument()
    other.open(path)
    assert other.diagram == document.diagram
    assert other.path == path
    assert '"format": "bpstudio-circuit"' in path.read_text()


def test_what_cannot_be_opened_leaves_the_open_circuit(qapp: object, tmp_path: Path) -> None:
    document, path = CircuitDocument(product()), tmp_path / "broken.json"
    path.write_text('{"format": "bpstudio-circuit", "version": 1, "nodes": [{"id": 1}]}')
    with pytest.raises(Refusal, match="gate"):
        document.open(path)
    assert document.diagram == product()
    assert document.path is None


def test_an_example_is_an_undo_step_that_brings_its_title(qapp: object) -> None:
    document = CircuitDocument(product())
    document.edit("Change value", edits.set_number(document.diagram, 1, 7.0))
    document.try_out(neuron(), "Sigmoid neuron")
    assert (document.title, document.is_dirty) == ("Sigmoid neuron", False)
    document.undo_stack.undo()
    assert document.diagram.circuit.by_id[1].number == 7.0
    assert (document.title, document.is_dirty) == ("", True)
