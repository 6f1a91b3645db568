"""``bpstudio lesson check FILE``: one line, and what is wrong begins with the file."""

import json

import pytest

from tests.experiment.lessons.test_storage import lesson


@pytest.fixture
def mine(tmp_path):
    """Writes a lesson to a file, and returns its name."""

    def write(**changes):
        path = tmp_path / "mine.json"
        path.write_text(json.dumps({**lesson(), **changes}))
        return str(path)

    return write


def test_a_sound_lesson_is_said_to_be_so_in_one_line(command, mine):
    file = mine()
    done = command("lesson", "check", file)
    assert (done.status, done.err) == (0, "")
    assert done.out == f"{file}: “Add” is sound; it has 3 steps.\n"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"title": 3}, "title: must be a text, not 3"),
        ({"version": 9}, "version: is 9, and this bpstudio reads up to version 1"),
        ({"text": [{"tex": "\\frac{x"}]}, "text[0].tex: can’t be set as an equation"),
        ({"text": [{"tex": "\\nothing x"}]}, "text[0].tex: can’t be set as an equation"),
        ({"text": [{"tex": "\\textcolor{pink}{x}"}]}, "text[0].tex: can’t be set as an equation"),
    ],
)
def test_what_is_wrong_begins_with_the_file_and_names_the_place(command, mine, changes, words):
    file = mine(**changes)
    done = command("lesson", "check", file)
    assert (done.status, done.out) == (2, "")
    assert done.err == f"{file}: {words}\n"


def test_a_file_that_is_not_there_or_no_option_is_refused(command, tmp_path):
    gone = str(tmp_path / "gone.json")
    done = command("lesson", "check", gone)
    assert (done.status, done.err) == (2, f"{gone}: there is no such file\n")
    done = command("lesson", "check", gone, "--fast")
    assert done.status == 2
    assert done.err.startswith(f"{gone}: ")


def test_a_lesson_is_not_trained(command, mine):
    file = mine()
    done = command("train", file)
    expected = f"{file}: is a lesson, which has nothing to train; open it with bpstudio FILE\n"
    assert (done.status, done.err) == (2, expected)


def test_without_a_command_its_help_is_printed_in_lines(command):
    done = command("lesson")
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith("Usage: bpstudio lesson [OPTIONS] COMMAND")
    assert "\n  check  Say whether the lesson in FILE works" in done.err
    assert "\\n" not in done.err
