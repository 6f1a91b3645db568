"""Studies: answered while they are wanted, prepared once for a network."""

from dataclasses import dataclass, field

from bpstudio.experiment.edits import set_units
from bpstudio.runtime.study import Study
from bpstudio.runtime.turnstile import Turnstile
from bpstudio.runtime.worker import Worker
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.test_worker import wait_for


@dataclass(frozen=True)
class StepAndUnits(Study[tuple[int, int]]):
    """Answers with the step and the units of layer 1."""

    name: str = ""
    prepared: list = field(default_factory=list, compare=False)

    def prepare(self, trainer):
        self.prepared.append(trainer)
        return lambda: (trainer.descent.place.step, trainer.network.shape.widths[1])


def test_a_study_is_answered_while_it_is_wanted_and_follows_an_edit():
    worker, study = Worker(Turnstile()), StepAndUnits()
    worker.start()
    try:
        experiment = make_experiment(5)
        data = data_of(experiment)
        worker.open(experiment, data)
        assert wait_for(worker, lambda s: s.experiment == experiment).answer(study) is None
        worker.study(frozenset({study}))
        assert wait_for(worker, lambda s: s.answer(study)).answer(study) == (0, 5)
        for step in (1, 2, 3):
            worker.step()
            found = wait_for(worker, lambda s, step=step: s.step == step).answer(study)
            assert found == (step, 5)
        assert len(study.prepared) == 1
        fewer = set_units(experiment, 1, 3)
        worker.change(fewer, data, 1)
        changed = wait_for(worker, lambda s: s.experiment == fewer and s.answer(study))
        assert changed.answer(study) == (3, 3)
        worker.study(frozenset())
        wait_for(worker, lambda s: s.answer(study) is None)
    finally:
        worker.stop()
        worker.join()


def test_equal_questions_are_one():
    assert StepAndUnits("a") == StepAndUnits("a") != StepAndUnits("b")
