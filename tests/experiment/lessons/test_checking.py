"""Whether a lesson works is found without a window: its values are made, its answers looked at."""

import json
import tracemalloc
from pathlib import Path

import pytest

from bpstudio.experiment.lessons.checking import check_lesson
from bpstudio.experiment.lessons.lesson import Racer, State
from bpstudio.experiment.lessons.making import Made, made, with_changes
from bpstudio.experiment.lessons.storage import parse_lesson
from bpstudio.experiment.spec import replace
from bpstudio.experiment.storage import read_experiment
from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from bpstudio.runtime.walking.finding import check_passes
from tests.experiment.lessons.test_storage import SHOW, UNTIL, lesson, put

MOONS = read_experiment(resource("experiments", "moons_batch.json"))
HERE = Path(__file__).parent


DEEP: dict[str, object] = {}
for _ in range(900):
    DEEP = {"a": DEEP}


def check(plain, can_be_set=lambda _: True) -> None:
    check_lesson(parse_lesson(json.dumps(plain).encode()), HERE, can_be_set, check_passes)


def test_a_sound_one_is_let_be() -> None:
    check(lesson())


PREDICT = ("steps", 0, "predict")
XOR = {"data": {"name": "xor"}}
ONE = {"id": 1, "gate": "input", "name": "x", "number": -1}
BROKEN = [
    ((*SHOW, "circuit"), "nope", "steps[0].show.circuit: 'nope' is none of those that are shipped"),
    ((*SHOW, "circuit"), "../x", "steps[0].show.circuit: '../x' is none of those"),
    (
        (*SHOW, "circuit"),
        {"nodes": [{"id": 1, "gate": "foo"}]},
        "steps[0].show.circuit.nodes[0].gate: 'foo' is unknown",
    ),
    (
        (*SHOW, "circuit"),
        {"nodes": [ONE, {"id": 2, "gate": "log", "inputs": [1]}], "output": 2},
        "steps[0].show.circuit: log 2: ",
    ),
    ((*SHOW, "experiment"), "nope", "steps[0].show.experiment: 'nope' is none of those"),
    (
        (*SHOW, "experiment"),
        {**XOR, "network": {"hidden": [{"units": 0}]}},
        "steps[0].show.experiment.network.hidden[0].units: must be a whole number of at least 1",
    ),
    (
        (*SHOW, "experiment"),
        {"data": {"name": "nope"}},
        "steps[0].show.experiment.data: data.name: 'nope' is unknown",
    ),
    (
        (*SHOW, "experiment"),
        {"data": {"path": "gone.csv"}},
        f"steps[0].show.experiment.data: {HERE / 'gone.csv'}: there is no such file",
    ),
    (
        (*SHOW, "experiment"),
        {**XOR, "network": {"hidden": [{"units": 3, "skip": True}]}},
        "steps[0].show.experiment.network.hidden[0].skip: layer 1 has 3 units and 2 come in",
    ),
    ((*SHOW, "changes"), {"loss": "x"}, "steps[0].show.changes: needs an experiment, and there"),
    (
        SHOW,
        {"experiment": "xor", "layer": "layer 9"},
        "steps[0].show.layer: there is no layer 9 in",
    ),
    (SHOW, {"experiment": "xor", "layer": "output", "unit": 3}, "steps[0].show.unit: output has 2"),
    (SHOW, {"experiment": "xor", "sample": 10**6}, "steps[0].show.sample: there are"),
    (
        SHOW,
        {"experiment": "xor", "passes": "delta9"},
        "steps[0].show.passes: there is no instruction 'delta9'; there are z0, a1, ",
    ),
    (
        SHOW,
        {"experiment": "xor", "passes": "delta2", "open": [3, 1]},
        "steps[0].show.open: δ2 has 2 × 1 numbers",
    ),
    ((*SHOW, "cover"), ["q"], "steps[0].show.cover.q: is no gate of the circuit"),
    ((*SHOW, "numbers"), {"q": 1}, "steps[0].show.numbers.q: is no gate of the circuit"),
    ((*SHOW, "numbers"), {"z": 1}, "steps[0].show.numbers.z: has no number that could be set"),
    ((*PREDICT, "answer"), 2, "steps[0].predict.answer: is 2, and it comes to 0.5"),
    (
        (*PREDICT, "measured"),
        {"what": "gradient", "of": "q"},
        "steps[0].predict.measured.of.q: is no gate of the circuit",
    ),
    ((*UNTIL, "of"), "q", "steps[2].do.until[0].of.q: is no gate of the circuit"),
    (UNTIL, {"what": "layers", "is": 1}, None),
    (
        UNTIL,
        {"what": "field", "of": "training.epochs", "changed": True},
        "steps[2].do.until[0].of: is of an experiment, and no state so far has one",
    ),
    ((*UNTIL, "is"), 3, "steps[2].do.until: is so from the beginning: there is nothing to do"),
    (
        ("steps", 2, "do", "solution"),
        {"numbers": {"x": 5}},
        "steps[2].do.solution: doesn’t bring about steps[2].do.until[0]",
    ),
]


@pytest.mark.parametrize(("place", "value", "words"), BROKEN)
def test_what_does_not_work_is_refused_with_its_place(place, value, words) -> None:
    plain = lesson()
    put(place, value)(plain)
    with pytest.raises(Refusal) as refusal:
        check(plain)
    assert str(refusal.value).startswith(words or "steps[2].do.solution: doesn’t bring about")


def test_an_equation_that_cannot_be_set_is_refused() -> None:
    with pytest.raises(Refusal, match=r"^text\[1\].tex: can’t be set"):
        check(lesson(), lambda _: False)
    plain = {**lesson(), "text": []}
    with pytest.raises(Refusal, match=r"^steps\[0\].equation: can’t be set"):
        check(plain, lambda _: False)


def test_changes_are_edits_of_the_experiment_at_their_places() -> None:
    changed = with_changes(
        MOONS,
        {
            "network.hidden[*].activation": "relu",
            "network.hidden[1].units": 5,
            "loss": "squared_error",
        },
    )
    assert [layer.activation for layer in changed.hidden] == ["relu", "relu"]
    assert [layer.units for layer in changed.hidden] == [8, 5]
    assert [layer.id for layer in changed.hidden] == [layer.id for layer in MOONS.hidden]
    assert changed.loss == "squared_error"
    assert MOONS.hidden[0].activation == "tanh"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"training.rate": 1}, "changes.training.rate: is unknown"),
        ({"training.learning_rate": "x"}, "changes.training.learning_rate: must be a number"),
        ({"network.hidden[2].units": 1}, "changes.network.hidden[2].units: is no place"),
        ({"network.units": [1]}, "changes.network.units: is unknown"),
        ({"a.b": 1}, "changes.a.b: is no place"),
        ({"": 1}, "changes: is no place"),
        ({"network.hidden[" + "9" * 5000 + "].units": 1}, "changes.network.hidden[999"),
        ({"network.hidden[0]x.units": 1}, "changes.network.hidden[0]x.units: is no place"),
        ({"a." * 10_000 + "b": 1}, "changes.a.a.a"),
        ({"data": {"a": DEEP}, "data" + ".a" * 300: 1}, "changes.data.a.a.a"),
    ],
)
def test_changes_that_cannot_be_made_are_refused(changes, words: str) -> None:
    with pytest.raises(Refusal) as refusal:
        with_changes(MOONS, changes)
    assert str(refusal.value).startswith(words)


def test_what_is_put_in_many_layers_is_not_copied() -> None:
    layers = tuple(replace(MOONS.hidden[0], id=at) for at in range(1, 1001))
    deep = replace(MOONS, network=replace(MOONS.network, hidden=layers))
    tracemalloc.start()
    try:
        with pytest.raises(Refusal, match="must be a text"):
            with_changes(deep, {"network.hidden[*].activation": [0] * 100_000})
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 20e6


@pytest.mark.parametrize("name", ["a" * 5000, "../moons_batch", "/etc/passwd", "a\0b", ""])
def test_a_name_that_is_no_shipped_one_is_refused(name: str) -> None:
    with pytest.raises(Refusal, match="is none of those that are shipped"):
        made(State(experiment=name), Made(), HERE)


def test_a_circuit_with_values_that_json_has_not_is_refused() -> None:
    text = json.dumps(lesson()).replace('"rule_1_add"', '{"nodes": [{"id": NaN}]}')
    with pytest.raises(Refusal, match="id: must be a whole number, not NaN"):
        check_lesson(parse_lesson(text.encode()), HERE, lambda _: True, check_passes)


def test_racers_begin_from_one_experiment() -> None:
    racers = (
        Racer(name="B-SGD"),
        Racer(name="GD", changes={"training.batch_size": "all"}),
        Racer(name="SGD", experiment="moons_stochastic"),
    )
    found = made(State(experiment="moons_batch", race=racers), Made(), HERE)
    assert [name for name, _ in found.variants] == ["B-SGD", "GD", "SGD"]
    assert [one.training.batch_size for _, one in found.variants] == [10, "all", 1]


@pytest.mark.parametrize(
    ("racer", "words"),
    [
        (Racer(name="b"), "race[1]: is the same as one before it"),
        (Racer(name="b", experiment="xor"), "race[1]: has other data than the experiment"),
        (Racer(name="b", experiment="nope"), "race[1].experiment: 'nope' is none of those"),
        (Racer(name="b", changes={"x": 1}), "race[1].changes.x: is unknown"),
    ],
)
def test_racers_that_cannot_race_are_refused(racer: Racer, words: str) -> None:
    state = State(experiment="moons_batch", race=(Racer(name="a"), racer))
    with pytest.raises(Refusal) as refusal:
        made(state, Made(), HERE)
    assert str(refusal.value).startswith(words)


def test_a_table_is_looked_for_beside_the_lesson(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a,b,c\n" + "\n".join(f"{n},{-n},{n % 2}" for n in range(9)))
    plain = lesson()
    put((*SHOW, "experiment"), {"data": {"path": "mine.csv"}, "loss": "squared_error"})(plain)
    found = parse_lesson(json.dumps(plain).encode())
    check_lesson(found, tmp_path, lambda _: True, check_passes)
    experiment = made(found.steps[0].show, Made(), tmp_path).experiment
    assert experiment.data.path == str(tmp_path / "mine.csv")


def test_a_table_that_changes_bring_is_looked_for_there_too(tmp_path: Path) -> None:
    (tmp_path / "mine.csv").write_text("a,b,c\n" + "\n".join(f"{n},{-n},{n % 2}" for n in range(9)))
    first = {"path": "gone.csv"}
    state = State(experiment={"data": first}, changes={"data.path": "mine.csv"})
    experiment = made(state, Made(), tmp_path).experiment
    assert experiment.data.path == str(tmp_path / "mine.csv")
    state = State(changes={"data": {"path": "mine.csv"}})
    assert made(state, Made(MOONS), tmp_path).experiment.data == experiment.data
    racer = Racer(name="b", changes={"data": {"path": "mine.csv"}, "training.batch_size": 1})
    race = State(race=(Racer(name="a"), racer))
    assert len(made(race, Made(experiment), tmp_path).variants) == 2
