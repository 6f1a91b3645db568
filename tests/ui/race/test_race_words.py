"""How a race stands, in words."""

from dataclasses import replace

import numpy as np
import pytest

from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Begun, Standing, Timeline
from bpstudio.ui.race.words import race_sentence
from tests.ui.views.runs import output, snapshot

ON = Standing(
    runs=(1, 2, 3),
    diverged=(),
    samples=4_120,
    of_samples=35_000,
    epochs=12,
    of_epochs=100,
    running=True,
    over=False,
)


@pytest.fixture
def recorder():
    made = Recorder()
    for number, name in ((1, "B-SGD 10"), (2, "SGD"), (3, "GD")):
        made.begin(Begun(number, Experiment(data=DataSpec(name="xor")), name=name))
        made.add_losses(number, 1, np.full(40, 0.1 * number))
    return made


def test_there_is_none(recorder):
    assert race_sentence(snapshot(3, output()), recorder) == ""
    past = snapshot(3, output(), standing=ON, timeline=Timeline(newest=9, wanted=3))
    assert race_sentence(past, recorder) == ""


def test_it_says_how_far_it_is_and_who_leads(recorder):
    shown = snapshot(3, output(), standing=ON)
    assert race_sentence(shown, recorder) == (
        "Racing 3 runs, epoch 12 of 100, 4 120 of 35 000 samples; "
        "B-SGD 10 leads with a mean batch loss of 0.100."
    ).replace("4 120", "4\u202f120").replace("35 000", "35\u202f000")
    for number, loss in ((1, 0.9), (2, 0.5), (3, 0.7)):
        recorder.add(snapshot(40, output(), run=number, test_loss=loss))
    told = race_sentence(shown, recorder)
    assert told.endswith("; SGD leads with a test loss of 0.500.")
    paused = snapshot(3, output(), standing=replace(ON, running=False))
    assert race_sentence(paused, recorder).startswith("The race is paused: 3 runs, epoch 12 of")


def test_it_says_who_has_won_and_who_diverged(recorder):
    for number, loss in ((1, 0.9), (2, 0.5), (3, 0.7)):
        recorder.add(snapshot(40, output(), run=number, test_loss=loss))
    over = replace(ON, running=False, over=True, epochs=100, diverged=(2,))
    assert race_sentence(snapshot(3, output(), standing=over), recorder) == (
        "The race of 3 runs is over after 100 of 100 epochs: GD has the lowest test loss, 0.700. "
        "SGD diverged. Train carries on for as many again."
    )


def test_where_no_loss_is_known_nobody_leads():
    told = race_sentence(snapshot(3, output(), standing=ON), Recorder())
    assert told.endswith("samples.")
