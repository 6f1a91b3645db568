"""What the screen makes of the words of a refusal."""

import pytest

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.ui.builder.reasons import on_screen


@pytest.mark.parametrize(
    ("reason", "shown"),
    [
        ("810,068,400,010 parameters", "810\u202f068\u202f400\u202f010 parameters"),
        ("3, 400 and 5,00 stay", "3, 400 and 5,00 stay"),
        (
            "cross_entropy needs categories; use squared_error",
            "cross-entropy needs categories; use squared error",
        ),
        ("cross_entropy.json isn't there", "cross_entropy.json isn't there"),
    ],
)
def test_numbers_and_losses_are_written_as_on_the_screen(reason, shown):
    assert on_screen(reason) == shown


def of_numbers(experiment):
    return edits.set_data(experiment, DataSpec(name="diabetes"))


def test_a_refused_edit_is_told_in_the_words_of_the_screen(canvas, document):
    said = []
    canvas.refused.connect(said.append)
    canvas.editor.apply("Change loss", of_numbers)
    assert "cross-entropy needs categories" in said[0]
    assert "use squared error" in said[0]


def test_what_is_locked_is_said_as_a_sentence(canvas, document):
    said = []
    canvas.refused.connect(said.append)
    document.lock = "this is step 5 of the past"
    assert not canvas.editor.may_edit()
    assert said == ["This is step 5 of the past"]
