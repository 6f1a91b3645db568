"""The document follows the run that the user goes on with."""

from dataclasses import replace

import pytest

from bpstudio.experiment import edits
from bpstudio.runtime.snapshot import EMPTY, Begun
from bpstudio.ui.adoption import Adoption
from tests.runtime.experiments import data_of, make_experiment


class Document:
    """Takes down what it is to be about."""

    def __init__(self):
        self.lock, self.adopted = "", []

    def adopt(self, words, experiment, data, runs):
        self.adopted.append((words, experiment, runs))


@pytest.fixture
def experiment():
    return make_experiment(4)


def shown(run, experiment):
    return replace(EMPTY, run=run, experiment=experiment, data=data_of(experiment))


def test_a_branch_is_adopted_once_it_is_shown(experiment):
    document = Document()
    adoption = Adoption(document)
    adoption.note(Begun(2, experiment, parent=1, step=10))
    adoption.follow(shown(1, make_experiment(3)))
    assert document.adopted == []
    for _ in range(2):
        adoption.follow(shown(2, experiment))
    assert document.adopted == [("Branch from step 10", experiment, (1, 2))]


@pytest.mark.parametrize("goes_on", ["branch", "resume"])
def test_a_reset_of_it_before_it_is_shown_is_adopted_in_its_place(experiment, goes_on):
    document = Document()
    adoption = Adoption(document)
    if goes_on == "branch":
        adoption.note(Begun(2, experiment, parent=1, step=10))
    else:
        adoption.want(1, 2, "Go back to run 2", experiment)
    adoption.note(Begun(3, experiment))
    adoption.follow(shown(3, experiment))
    assert [runs for _, _, runs in document.adopted] == [(1, 3)]


def test_what_begins_with_an_edit_of_the_user_is_the_documents_already(experiment):
    document = Document()
    adoption = Adoption(document)
    adoption.note(Begun(2, experiment, parent=1, step=10))
    other = edits.set_units(experiment, 1, 9)
    adoption.note(Begun(3, other))
    adoption.follow(shown(3, other))
    assert document.adopted == []
