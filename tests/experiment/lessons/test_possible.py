"""What of a lesson could never be is refused, though it takes a window to be known."""

import pytest

from bpstudio.refusal import Refusal
from tests.experiment.lessons.test_checking import check
from tests.experiment.lessons.test_storage import SHOW, lesson, put

DATA = {"name": "xor", "standardize": True}
OF_XOR = {"experiment": {"data": DATA, "network": {"hidden": [{"units": 3}]}}}
# what an until or a measured of an XOR network with one layer of 3 units could never be
NEVER = [
    ({"what": "gradient size", "of": "layer 2", "above": 0}, ".of: there is no 'layer 2' in this"),
    ({"what": "units", "of": "layer 2", "above": 0}, ".of: there is no 'layer 2' in this"),
    ({"what": "saturation", "of": "output", "above": 0}, ".of: only hidden layers have a"),
    ({"what": "status", "is": "ready"}, ".is: 'ready' is none of 'paused', 'running', "),
    ({"what": "status", "is": 1}, ".is: status is a text, never 1"),
    ({"what": "page", "is": "network"}, ".is: 'network' is none of 'Network', 'Circuit', "),
    ({"what": "check", "is": "agrees"}, ".is: 'agrees' is none of"),
    ({"what": "race", "is": "won"}, ".is: 'won' is none of"),
    ({"what": "selected layer", "is": "layer 2"}, ".is: there is no 'layer 2' in this network"),
    ({"what": "step", "is": True}, ".is: step is a number, never true"),
    ({"what": "loss", "is": "low"}, ".is: loss is a number, never 'low'"),
    ({"what": "view", "of": "loss", "is": 1}, ".is: view is true or false, never 1"),
    ({"what": "page", "above": 1}, ".above: page is a text, which has no size"),
    ({"what": "instruction", "rises": True}, ".rises: instruction is a text, which has no size"),
]


@pytest.mark.parametrize(("condition", "words"), NEVER)
def test_what_can_never_be_is_refused(condition, words: str) -> None:
    plain = lesson()
    put(SHOW, OF_XOR)(plain)
    put(("steps", 0, "predict", "measured"), None)(plain)
    plain["steps"][2]["do"] |= {"until": [condition], "solution": {"step": 3}}
    with pytest.raises(Refusal) as refusal:
        check(plain)
    assert str(refusal.value).startswith(f"steps[2].do.until[0]{words}")


def test_a_layer_that_comes_with_the_solution_may_be_asked_about() -> None:
    plain = lesson()
    put(SHOW, OF_XOR)(plain)
    put(("steps", 0, "predict", "measured"), None)(plain)
    until = [{"what": "gradient size", "of": "layer 2", "above": 0}]
    layers = [{"units": 3}, {"units": 3}]
    solution = {"changes": {"network.hidden": layers}, "step": 3}
    plain["steps"][2]["do"] |= {"until": until, "solution": solution}
    check(plain)


@pytest.mark.parametrize(
    ("measured", "words"),
    [
        ({"what": "field", "of": "data.name"}, ": is no number that could be predicted"),
        ({"what": "field", "of": "data.standardize"}, ": is no number that could be predicted"),
        ({"what": "field", "of": "network.hidden"}, ": is no number that could be predicted"),
        ({"what": "status"}, ": is no number that could be predicted"),
        ({"what": "view", "of": "loss"}, ": is no number that could be predicted"),
        ({"what": "units", "of": "layer 2"}, ".of: there is no 'layer 2' in this network"),
        ({"what": "saturation", "of": "output"}, ".of: only hidden layers have a saturation"),
    ],
)
def test_what_is_measured_has_to_be_a_number(measured, words: str) -> None:
    plain = lesson()
    put(SHOW, OF_XOR)(plain)
    put(("steps", 0, "predict", "measured"), measured)(plain)
    with pytest.raises(Refusal) as refusal:
        check(plain)
    assert str(refusal.value).startswith(f"steps[0].predict.measured{words}")


@pytest.mark.parametrize(
    "shown",
    [{"layer": "layer 1"}, {"passes": "L"}, {"sample": 0}, {"step": 3}, {"train": True}],
)
def test_what_is_of_an_experiment_needs_one(shown) -> None:
    plain = lesson()
    plain["steps"][0]["show"] |= shown
    with pytest.raises(Refusal, match=r"^steps\[0\]\.show\.\w+: needs an experiment, and there is"):
        check(plain)


def test_steps_of_the_gates_need_a_circuit() -> None:
    plain = lesson()
    put(SHOW, {**OF_XOR, "gates": 3})(plain)
    with pytest.raises(Refusal, match=r"show\.gates: needs a circuit, and there is none yet"):
        check(plain)
