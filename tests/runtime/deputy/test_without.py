"""Where there can be no deputy the training makes all steps itself."""

import sys

import pytest

from bpstudio.runtime.deputy import Deputy
from bpstudio.runtime.deputy import deputy as module
from bpstudio.runtime.run import Run
from tests.runtime.experiments import data_of, make_experiment


def test_it_is_everywhere_but_on_windows():
    assert module.IS_POSSIBLE == (sys.platform != "win32")


@pytest.mark.parametrize(("is_possible", "cores"), [(False, 2), (True, 1)])
def test_nobody_is_called_and_the_steps_are_made_all_the_same(monkeypatch, is_possible, cores):
    monkeypatch.setattr(module, "SETTLED", 0.0)
    monkeypatch.setattr(module, "IS_POSSIBLE", is_possible)
    monkeypatch.setattr(module, "cores", lambda: cores)
    experiment = make_experiment(4, epochs=10)
    deputy, run, alone = Deputy(), *(Run(experiment, data_of(experiment)) for _ in range(2))
    run.train()
    alone.train()
    for _ in range(3):
        assert not deputy.call(run.trainer)
    assert run.advance(20, deputy.advance).tobytes() == alone.advance(20).tobytes()
    assert deputy._process is None
