"""Edits of a diagram: what they make of it, and what they refuse in words."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpstudio.engine.flow import GATES, backward, forward
from bpstudio.experiment.circuits.checks import names
from bpstudio.experiment.circuits.copies import duplicate, excerpt, insert
from bpstudio.experiment.circuits.diagram import MAX_NODES, Diagram
from bpstudio.experiment.circuits.edits import (
    add,
    arrange_all,
    move,
    remove,
    rename,
    set_incoming,
    set_number,
    set_output,
)
from bpstudio.experiment.circuits.storage import diagram_text, parse_diagram
from bpstudio.experiment.circuits.wiring import set_inputs, unwire, wire
from bpstudio.experiment.spec import MAX_SEED
from bpstudio.refusal import Refusal
from tests.experiment.circuits.diagrams import diagrams, neuron


def refusal(edit, *args) -> str:
    with pytest.raises(Refusal) as caught:
        edit(*args)
    return str(caught.value)


def test_a_neuron_is_built_gate_by_gate() -> None:
    diagram, ids = neuron()
    circuit = diagram.circuit
    assert circuit.output == ids["z"], "the output went along with the wires"
    values = forward(circuit)
    assert values.values[ids["z"]] == pytest.approx(0.7310586, abs=1e-7)
    assert backward(circuit, values).gradients[ids["x1"]] == pytest.approx(-0.5898, abs=1e-4)
    assert set(diagram.places) == set(circuit.by_id)
    assert len(set(diagram.places.values())) == 10, "no gate on another"


def test_removing_a_gate_opens_its_wires() -> None:
    diagram, ids = neuron()
    diagram = remove(diagram, [ids["s"]])
    assert diagram.circuit.by_id[ids["a"]].inputs == (None, ids["b"])
    values = forward(diagram.circuit)
    assert values.troubles == {ids["a"]: "Input 1 isn’t wired."}
    assert ids["z"] not in values.values
    assert backward(diagram.circuit, values).gradients == {}


def test_removing_the_output_moves_it_back() -> None:
    diagram, ids = neuron()
    assert remove(diagram, [ids["z"]]).circuit.output == ids["a"]
    assert remove(diagram, [ids["z"], ids["a"]]).circuit.output == ids["s"]
    assert remove(diagram, list(ids.values())).circuit.output is None


def test_a_sum_shrinks_and_grows() -> None:
    diagram, ids = neuron()
    diagram = wire(diagram, ids["x0"], ids["s"])
    assert diagram.circuit.by_id[ids["s"]].inputs == (ids["p0"], ids["p1"], ids["x0"])
    diagram = unwire(diagram, ids["s"], 0)
    assert diagram.circuit.by_id[ids["s"]].inputs == (ids["p1"], ids["x0"])
    diagram = unwire(diagram, ids["s"], 0)
    assert diagram.circuit.by_id[ids["s"]].inputs == (None, ids["x0"]), "two it must have"
    assert set_inputs(diagram, ids["s"], 4).circuit.by_id[ids["s"]].inputs == (
        None, ids["x0"], None, None,
    )  # fmt: skip


def test_a_circle_is_refused_and_told() -> None:
    diagram, ids = neuron()
    words = refusal(wire, diagram, ids["z"], ids["p0"], 0)
    assert words == "that would be a circle, z → p0 → s → a → z: a value can’t depend on itself"
    assert "into itself" in refusal(wire, diagram, ids["a"], ids["a"])


@pytest.mark.parametrize(
    ("edit", "args", "words"),
    [
        (wire, ("w0", "z"), "z: its input is wired; take a wire off first"),
        (wire, ("w0", "b"), "b: takes no inputs"),
        (wire, ("w0", "s", 7), "s: has no input 8"),
        (unwire, ("s", 2), "s: has no input 3"),
        (set_inputs, ("s", 1), "s: takes 2 to 1,000 inputs, not 1"),
        (set_inputs, ("z", 2), "z: takes 1 input, not 2"),
        (set_number, ("s", 1.0), "s: has no number of its own"),
        (set_number, ("w0", float("nan")), "w0: must be a number"),
        (set_number, ("w0", 1e31), "w0: must be at most 1e+30"),
        (set_incoming, (float("inf"),), "incoming gradient: must be a number"),
        (rename, ("w0", "x0"), "name: another gate is called x0 already"),
        (rename, ("w0", "x₀"), "name: another gate is called x0 already"),
        (rename, ("w0", "exp"), "name: exp is what a gate is called"),
        (rename, ("w0", "2w"), "name: must be letters"),
        (rename, ("w0", "w" * 30), "name: must have at most 24"),
        (set_output, (99,), "there is no gate 99"),
        (add, ("nand",), "gate: 'nand' is unknown"),
    ],
)
def test_refusals(edit, args, words) -> None:
    diagram, ids = neuron()
    first = args[0]
    target = edit in (wire,)
    args = tuple(
        ids.get(arg, arg) if place == 0 or (target and place == 1) else arg
        for place, arg in enumerate(args)
    )
    assert first is not None
    assert refusal(edit, diagram, *args).startswith(words)


def test_too_many_gates() -> None:
    diagram, _ = neuron()
    for _ in range(7):  # 10 gates, doubled
        diagram, _ = insert(diagram, diagram)
    assert len(diagram.circuit.nodes) == 1_280 <= MAX_NODES
    assert "2,000 gates at most" in refusal(insert, diagram, diagram)


def test_class_of_a_softmax() -> None:
    diagram, number = add(Diagram(), "softmax")
    assert "from 1 to 2" in refusal(set_number, diagram, number, 3)
    diagram = set_number(set_inputs(diagram, number, 5), number, 5)
    assert set_inputs(diagram, number, 3).circuit.by_id[number].number == 3


def test_targets_stay_targets() -> None:
    diagram, loss = add(Diagram(), "cross_entropy")
    ids = []
    for slot in range(4):
        diagram, number = add(diagram, "input")
        diagram = wire(diagram, number, loss, slot)
        ids.append(number)
    y1, y2, t1, t2 = ids
    assert set_inputs(diagram, loss, 6).circuit.by_id[loss].inputs == (y1, y2, None, t1, t2, None)
    assert set_inputs(diagram, loss, 2).circuit.by_id[loss].inputs == (y1, t1)
    assert "even number" in refusal(set_inputs, diagram, loss, 3)
    assert "wired already" in refusal(wire, diagram, y1, loss)


def test_copy_and_paste() -> None:
    diagram, ids = neuron()
    part = excerpt(diagram, {ids["w0"], ids["p0"]})
    assert part.circuit.by_id[ids["p0"]].inputs == (ids["w0"], None)
    pasted, new = insert(diagram, parse_diagram(diagram_text(part).encode()))
    assert len(pasted.circuit.nodes) == 12
    weight, product = sorted(new, key=lambda n: pasted.circuit.by_id[n].gate)
    assert pasted.circuit.by_id[weight].name == "w2", "the next that is free"
    assert pasted.circuit.by_id[product].inputs == (weight, None)
    assert pasted.circuit.output == ids["z"]


def test_a_duplicate_has_the_same_inputs() -> None:
    diagram, ids = neuron()
    made, copies = duplicate(diagram, {ids["p0"], ids["w0"]})
    copied = {made.circuit.by_id[n].gate: n for n in copies}
    assert made.circuit.by_id[copied["multiply"]].inputs == (copied["input"], ids["x0"])


@given(diagrams(), st.data())
@settings(max_examples=80, deadline=None)
def test_any_edit_leaves_a_sound_diagram_or_refuses(diagram: Diagram, data: st.DataObject) -> None:
    ids = st.sampled_from([node.id for node in diagram.circuit.nodes])
    slot = st.integers(-1, 5)
    edits = [
        (add, st.sampled_from(sorted(GATES))),
        (remove, st.sets(ids)),
        (wire, ids, ids, slot | st.none()),
        (unwire, ids, slot),
        (set_inputs, ids, st.integers(0, 6)),
        (set_number, ids, st.floats()),
        (rename, ids, st.text(max_size=3) | st.sampled_from(["v1", "w₁", "x_2"])),
        (set_output, ids),
        (set_incoming, st.floats()),
        (move, st.dictionaries(ids, st.tuples(st.floats(), st.floats()))),
        (arrange_all,),
        (excerpt, st.sets(ids)),
        (duplicate, st.sets(ids)),
    ]
    edit, *drawn = data.draw(st.sampled_from(edits))
    try:
        made = edit(diagram, *(data.draw(argument) for argument in drawn))
    except Refusal:
        return
    made = made[0] if isinstance(made, tuple) else made
    assert made.places.keys() == made.circuit.by_id.keys()
    assert len(names(made)) == sum(bool(node.name) for node in made.circuit.nodes)
    forward(made.circuit)
    assert parse_diagram(diagram_text(made).encode()) == made


def test_gates_after_the_largest_id_that_a_file_may_hold_fill_the_gaps() -> None:
    nodes = [{"id": at, "gate": "input"} for at in (MAX_SEED - 1, 2)]
    header = {"format": "bpstudio-circuit", "version": 1, "output": 2}
    full = parse_diagram(json.dumps({**header, "nodes": nodes}).encode())
    one, number = add(full, "add")
    assert number == MAX_SEED
    copied, copies = insert(one, neuron()[0])
    assert copies == (1, *range(3, 2 + len(copies)))
    assert parse_diagram(diagram_text(copied).encode()) == copied
