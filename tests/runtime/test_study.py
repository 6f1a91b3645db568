"""Studies: answered while they are wanted, prepared once for a network."""

from dataclasses import dataclass, field

from bpstudio.experiment.edits import set_units
from bpstudio.runtime.study import Studies, Study
from tests.runtime.experiments import data_of, make_experiment
from tests.runtime.waiting import wait_for


@dataclass(frozen=True)
class StepAndUnits(Study[tuple[int, int]]):
    """Answers with the step and the units of layer 1."""

    name: str = ""
    prepared: list = field(default_factory=list, compare=False)

    def prepare(self, trainer):
        self.prepared.append(trainer)
        return lambda: (trainer.descent.place.step, trainer.network.shape.widths[1])


def test_a_study_is_answered_while_it_is_wanted_and_follows_an_edit(worker):
    study = StepAndUnits()
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


def test_equal_questions_are_one():
    assert StepAndUnits("a") == StepAndUnits("a") != StepAndUnits("b")


def test_in_a_hurry_a_costly_study_gives_its_last_answer():
    calls = []

    class Slow(Study[int]):
        def prepare(self, trainer):
            def answer():
                calls.append(sum(range(300_000)))  # some milliseconds
                return len(calls)

            return answer

    studies, slow = Studies(None), Slow()
    assert studies.answers([slow], hurry=True)[slow] == 1
    assert studies.spent > 0
    assert studies.answers([slow], hurry=True)[slow] == 1
    assert studies.answers([slow], hurry=False)[slow] == 2, "who stands still is told exactly"
    assert studies.answers([], hurry=True) == {}
    assert studies.answers([slow], hurry=True)[slow] == 3, "it was given up in between"
