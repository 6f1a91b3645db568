"""States one after the other as a single one: what of the earlier ones still holds."""

import pytest

from bpstudio.experiment.lessons.folding import folded
from bpstudio.experiment.lessons.lesson import Racer, State

RACE = (Racer(name="a"), Racer(name="b", changes={"training.batch_size": 1}))


@pytest.mark.parametrize(
    ("states", "one"),
    [
        (
            [State(button="Go", experiment="xor", step=5)],
            State(button="Go", experiment="xor", step=5),
        ),
        (
            [
                State(experiment="xor", page="Network", views=("loss", "unit"), step=100),
                State(views=("loss", "doctor")),
            ],
            State(experiment="xor", page="Network", views=("unit", "loss", "doctor"), step=100),
        ),
        (
            [
                State(experiment="xor", changes={"loss": "x"}, step=9, layer="layer 1", unit=2),
                State(experiment="moons"),
            ],
            State(experiment="moons"),
        ),
        (
            [State(experiment="xor", step=9, look_back=3), State(changes={"a.b": 1}, reset=True)],
            State(experiment="xor", changes={"a.b": 1}, reset=True),
        ),
        (
            [
                State(experiment="xor", changes={"a.b": 1, "c": 2}, race=RACE),
                State(changes={"a": 3, "a.b": 4}),
            ],
            State(experiment="xor", changes={"c": 2, "a": 3, "a.b": 4}),
        ),
        (
            [State(experiment="xor", step=9, look_back=3), State(step=20)],
            State(experiment="xor", step=20),
        ),
        (
            [
                State(experiment="xor", passes="y", open=(1, 1), layer="layer 1", unit=2),
                State(layer="output"),
            ],
            State(experiment="xor", layer="output"),
        ),
        (
            [
                State(circuit="a", numbers={"x": 1, "y": 2}, cover=("x",)),
                State(numbers={"x": 3}, incoming=2),
            ],
            State(circuit="a", numbers={"y": 2, "x": 3}, cover=("x",), incoming=2),
        ),
        (
            [
                State(circuit="a", numbers={"x": 1}, gates=3),
                State(experiment="xor"),
                State(circuit="b"),
            ],
            State(experiment="xor", circuit="b"),
        ),
    ],
)
def test_later_states_go_on_from_earlier_ones(states: list[State], one: State) -> None:
    found = folded(states)
    assert found == one
    assert list(found.changes) == list(one.changes)  # made in this order
