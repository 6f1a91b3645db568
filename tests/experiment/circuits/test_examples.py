"""The shipped circuits, against arithmetic by hand."""

import json
import math

import pytest

from bpstudio.engine.flow import backward, forward, paths
from bpstudio.experiment.circuits.examples import read_examples
from bpstudio.experiment.circuits.storage import diagram_text
from bpstudio.resources import resource

EXAMPLES = {example.name: example for example in read_examples()}


def passes(name: str):
    """Return values and gradients by the names of the gates; L by the output's id."""
    circuit = EXAMPLES[name].diagram.circuit
    values = forward(circuit)
    gradients = backward(circuit, values)
    assert not values.troubles
    called = {node.id: node.name or node.id for node in circuit.nodes}
    return (
        {called[number]: value for number, value in values.values.items()},
        {called[number]: gradient for number, gradient in gradients.gradients.items()},
    )


def test_all_are_listed_and_can_be_used() -> None:
    files = {path.stem for path in resource("circuits").iterdir()}
    assert files == set(EXAMPLES)
    assert len(EXAMPLES) == 13
    assert [e.title for e in EXAMPLES.values()][:5] == [
        "Rule 1, add", "Rule 2, times k", "Rule 3, multiply", "Rule 4, max", "Rule 5, sigmoid",
    ]  # fmt: skip


@pytest.mark.parametrize("name", EXAMPLES)
def test_they_are_written_as_we_write(name) -> None:
    text = resource("circuits", f"{name}.json").read_text(encoding="utf-8")
    assert text == diagram_text(EXAMPLES[name].diagram)
    assert EXAMPLES[name].sentence.endswith(".")


@pytest.mark.parametrize(
    ("name", "gradients"),
    [
        ("rule_1_add", {"x": 0.5, "y": 0.5, "z": 0.5}),
        ("rule_2_times_k", {"x": -1, "z": 0.5}),  # -2 x 0.5
        ("rule_3_multiply", {"x": -2, "y": 1.5, "z": 0.5}),  # -4 x 0.5 and 3 x 0.5
        ("rule_4_max", {"x": 0.5, "y": 0, "z": 0.5}),
        ("rule_5_sigmoid", {"a": 0.7310586 * 0.2689414, "z": 1}),
        ("sigmoid_opened", {"a": 0.7310586 * 0.2689414, "z": 1}),
        # 1/9; 1/9 x 2 x 3; 2/3 x 2
        ("chain_in_series", {"h": 1, "f": 1 / 9, "g": 6 / 9, "x": 12 / 9}),
        # y - t = 0.7310586 - 1; x (y - t) and w (y - t)
        (
            "linear_model",
            {"a": -0.2689414, "b": -0.2689414, "w": 1.5 * -0.2689414, "x": 2 * -0.2689414},
        ),
        ("several_paths", {"u": 6, "v": 4, "x": 6 * 4 + 4 * 3}),
        (
            "sigmoid_neuron",
            {"w0": -0.197, "x0": 0.393, "w1": -0.393, "x1": -0.590, "b": 0.197, "a": 0.197},
        ),
    ],
)
def test_gradients(name, gradients) -> None:
    found = passes(name)[1]
    assert {key: found[key] for key in gradients} == pytest.approx(gradients, abs=5e-4)


def test_the_neuron_has_the_chapters_numbers() -> None:
    values, _ = passes("sigmoid_neuron")
    assert [values[name] for name in ("w0", "x0", "w1", "x1", "b")] == [2, -1, -3, -2, -3]
    assert (values["a"], round(values["z"], 2)) == (1, 0.73)


def test_the_opened_softmax_gives_y_minus_t() -> None:
    values, gradients = passes("softmax_opened")
    total = math.e + math.e**2 + 1
    for k, power in enumerate((math.e, math.e**2, 1), start=1):
        assert values[f"y{k}"] == pytest.approx(power / total)
        assert gradients[f"a{k}"] == pytest.approx(values[f"y{k}"] - values[f"t{k}"])
    circuit = EXAMPLES["softmax_opened"].diagram.circuit
    logit = next(node.id for node in circuit.nodes if node.name == "a1")
    found = paths(circuit, backward(circuit, forward(circuit)), logit)
    through = {circuit.by_id[path.nodes[-2]].name for path in found.paths}
    assert through == {"y1", "y2", "y3"}, "over all outputs"


def test_two_layers_have_the_deltas_of_backprop() -> None:
    values, gradients = passes("two_layers")
    delta = [values["y1"] - 0, values["y2"] - 1]
    assert [gradients["a1"], gradients["a2"]] == pytest.approx(delta)
    # dL/dz1 = v11 delta1 + v21 delta2, and so on; dL/dw11 = dL/dz1 z1 (1 - z1) x1
    dz1 = 1.1 * delta[0] - 0.9 * delta[1]
    assert gradients["z1"] == pytest.approx(dz1)
    z1 = 1 / (1 + math.exp(-(1.5 * 0.8 + 0.6 * 0.4 + 0.1)))
    assert gradients["w11"] == pytest.approx(dz1 * z1 * (1 - z1) * 0.8)


def test_the_skip_leads_round_saturated_units() -> None:
    _, gradients = passes("skip")
    assert gradients["z1"] > 1
    assert gradients["w2"] < 0.01
    # without the skips: what is left of the path through both sigmoids, 9 s'(5.6) x 6 s'(9.71)
    assert gradients["w1"] == pytest.approx(gradients["z1"] * 0.6225 * 0.3775, rel=1e-3)


def test_a_broken_entry_is_left_out(tmp_path, caplog) -> None:
    (tmp_path / "good.json").write_text(diagram_text(EXAMPLES["skip"].diagram), encoding="utf-8")
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    entry = {"title": "One", "place": "Somewhere", "sentence": "See."}
    entries = [{**entry, "file": f"{name}.json"} for name in ("good", "bad", "none")]
    entries += [{**entry, "file": "../good.json"}, {**entry, "file": "good.json", "more": 1}]
    listed = tmp_path / "list.json"
    listed.write_text(json.dumps(entries), encoding="utf-8")
    assert [example.name for example in read_examples(listed, tmp_path)] == ["good"]
    assert len(caplog.records) == 4
    listed.write_text("{", encoding="utf-8")
    assert read_examples(listed, tmp_path) == ()
