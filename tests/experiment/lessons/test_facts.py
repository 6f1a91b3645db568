"""Each fact is read from a scene; each way to compare holds where it is so, and only there."""

from dataclasses import replace

import pytest

from bpstudio.experiment.circuits.examples import shipped_examples
from bpstudio.experiment.lessons.conditions import all_hold, hint_for, holds, is_right, read
from bpstudio.experiment.lessons.facts import FACTS
from bpstudio.experiment.lessons.lesson import Choose, Condition, Fact, Predict
from bpstudio.experiment.lessons.scene import CircuitScene, LayerScene, RunScene, Scene
from bpstudio.experiment.spec import Choice, DataSpec, Experiment, LayerSpec, NetworkSpec

DIAGRAM = next(one.diagram for one in shipped_examples() if one.name == "rule_3_multiply")
LAYERS = (
    LayerSpec(units=4, activation="relu", initializer=Choice("he_normal"), id=1),
    LayerSpec(units=4, activation="relu", skip=True, id=2),
)
RUN = RunScene(
    experiment=Experiment(data=DataSpec(name="xor"), network=NetworkSpec(hidden=LAYERS)),
    parameters=42,
    status="running",
    step=12,
    epoch=2,
    loss=0.5,
    test_loss=0.6,
    test_accuracy=0.7,
    probe_accuracy=0.8,
    sample_loss=0.9,
    sample=3,
    runs=2,
    racing=3,
    race="over",
    is_past=True,
    layers=(
        LayerScene(name="layer 1", gradient=0.01, saturation=0.25, update_ratio=1e-3),
        LayerScene(name="output", gradient=0.1, saturation=None, update_ratio=1e-2),
    ),
)
SCENE = Scene(
    run=RUN,
    circuit=CircuitScene(diagram=DIAGRAM, steps_done=1, steps=2),
    page="Circuit",
    views=frozenset({"loss"}),
    instruction="δ2",
    opened="L",
    layer="layer 1",
    unit=2,
    check="agree",
    passes=43,
    error=1e-6,
)
EMPTY = Scene(run=replace(RUN, layers=(), loss=None), page="Network")
# x = 3, y = -4, z = x y and dL/dz = 0.5: dL/dx = y dL/dz = -2
KNOWN = {
    ("field", "training.learning_rate"): 0.1,
    ("field", "network.hidden[1].skip"): True,
    ("field", "training.batch_size"): 10,
    ("field", "training.optimizer"): "sgd",
    ("layers", ""): 2,
    ("skips", ""): 1,
    ("activation", "all"): "relu",
    ("activation", "layer 2"): "relu",
    ("initializer", "layer 1"): "he_normal",
    ("units", "all"): 8,
    ("units", "layer 1"): 4,
    ("parameters", ""): 42,
    ("status", ""): "running",
    ("step", ""): 12,
    ("epoch", ""): 2,
    ("loss", ""): 0.5,
    ("test loss", ""): 0.6,
    ("test accuracy", ""): 0.7,
    ("probe accuracy", ""): 0.8,
    ("sample", ""): 3,
    ("sample loss", ""): 0.9,
    ("gradient size", "layer 1"): 0.01,
    ("gradient ratio", "layer 1"): 0.1,
    ("saturation", "layer 1"): 0.25,
    ("update ratio", "output"): 1e-2,
    ("runs", ""): 2,
    ("racing", ""): 3,
    ("race", ""): "over",
    ("looking back", ""): True,
    ("value", "z"): -12,
    ("gradient", "x"): -2,
    ("gates", ""): 3,
    ("gates done", ""): 1,
    ("gates left", ""): 1,
    ("page", ""): "Circuit",
    ("view", "loss"): True,
    ("view", "gradient"): False,
    ("instruction", ""): "δ2",
    ("opened", ""): "L",
    ("selected layer", ""): "layer 1",
    ("unit", ""): 2,
    ("check", ""): "agree",
    ("passes", ""): 43,
    ("error", ""): 1e-6,
}
UNKNOWN = [
    ("field", "training.rate"),
    ("field", "network.hidden"),
    ("initializer", "all"),  # they differ
    ("activation", "layer 3"),
    ("units", "layer 3"),
    ("saturation", "output"),
    ("gradient size", "layer 2"),
    ("value", "q"),
    ("gradient", "q"),
]


@pytest.mark.parametrize(("what", "of"), KNOWN)
def test_a_fact_is_what_the_scene_says(what: str, of: str) -> None:
    assert read(Fact(what, of), SCENE) == pytest.approx(KNOWN[what, of])


def test_all_of_them_are_tried() -> None:
    assert {what for what, _ in KNOWN} == set(FACTS)


@pytest.mark.parametrize(("what", "of"), UNKNOWN)
def test_what_is_not_there_is_not_known_and_nothing_holds_of_it(what: str, of: str) -> None:
    assert read(Fact(what, of), SCENE) is None
    assert not holds(Condition(what=what, of=of, above=-1e9), SCENE, SCENE)
    assert not holds(Condition(what=what, of=of, changed=True), SCENE, SCENE)


@pytest.mark.parametrize("what", FACTS)
def test_a_scene_without_anything_is_asked_safely(what: str) -> None:
    for of in ("", "layer 1", "all", "x", "loss", "training.seed"):
        read(Fact(what, of), Scene())


COMPARED = [
    (Condition(what="step", is_=12), True),
    (Condition(what="step", is_=11), False),
    (Condition(what="step", is_=11, within=1), True),
    (Condition(what="step", is_="12"), False),
    (Condition(what="step", at_least=12), True),
    (Condition(what="step", at_least=13), False),
    (Condition(what="step", at_most=12), True),
    (Condition(what="step", at_most=11), False),
    (Condition(what="step", above=12), False),
    (Condition(what="step", above=11, below=13), True),
    (Condition(what="step", below=12), False),
    (Condition(what="page", is_="Circuit"), True),
    (Condition(what="page", is_="Check"), False),
    (Condition(what="page", above=0), False),  # a text is neither above nor below
    (Condition(what="instruction", is_="delta2"), True),
    (Condition(what="view", of="loss", is_=True), True),
    (Condition(what="view", of="loss", is_=1), False),
    (Condition(what="view", of="unit", is_=False), True),
]


@pytest.mark.parametrize(("condition", "expected"), COMPARED)
def test_it_is_compared(condition: Condition, expected: bool) -> None:
    assert holds(condition, SCENE, SCENE) is expected


def test_what_has_changed_since_the_step_was_begun() -> None:
    later = replace(SCENE, run=replace(RUN, step=15, loss=0.4), page="Check")
    assert holds(Condition(what="step", rises=True), later, SCENE)
    assert holds(Condition(what="loss", falls=True), later, SCENE)
    assert holds(Condition(what="page", changed=True), later, SCENE)
    for condition in (
        Condition(what="step", falls=True),
        Condition(what="loss", rises=True),
        Condition(what="page", rises=True),
        Condition(what="epoch", changed=True),
    ):
        assert not holds(condition, later, SCENE)
    assert not holds(Condition(what="loss", falls=True), later, EMPTY)  # it wasn't known then


def test_all_have_to_hold() -> None:
    step, page = Condition(what="step", is_=12), Condition(what="page", is_="Check")
    assert all_hold((step,), SCENE, SCENE)
    assert not all_hold((step, page), SCENE, SCENE)


def test_what_is_not_finite_is_not_known() -> None:
    scene = replace(SCENE, run=replace(RUN, loss=float("nan")))
    assert read(Fact("loss"), scene) is None


@pytest.mark.parametrize(
    ("number", "right"), [(0.25, True), (0.259, True), (0.261, False), (float("inf"), False)]
)
def test_a_prediction_is_right_within_its_distance(number: float, right: bool) -> None:
    assert is_right(Predict(question="?", answer=0.25, within=0.01, hint="!"), number) is right


def test_a_wrong_choice_gets_its_own_hint() -> None:
    asked = Choose(
        question="?", choices=("a", "b", "c"), answer="c", hint="no", hints={"a": "near"}
    )
    assert hint_for(asked, "a") == "near"
    assert hint_for(asked, "b") == "no"
