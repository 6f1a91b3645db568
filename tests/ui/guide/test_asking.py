"""Numbers are read as people write them, and written so that people can read them."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bpstudio.experiment.lessons.lesson import Predict
from bpstudio.ui.guide.asking import AskNumber, read_numbers, written


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("0.25", [0.25]),
        ("−0.25", [-0.25]),
        ("0,25", [0.25]),
        ("0,125", [0.125]),  # no thousands: these don't begin with 0
        ("−0,125", [-0.125]),
        ("1,250", [1.25, 1250]),
        ("1250,125", [1250.125]),
        ("15 052 800", [15_052_800]),
        ("15,052,800", [15_052_800]),
        ("1e-6", [1e-6]),
        ("25 %", [0.25]),
        ("12,5 %", [0.125]),
        ("1,2,3", []),
        ("", []),
        ("a", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[float]) -> None:
    assert list(read_numbers(text)) == numbers


@pytest.mark.parametrize(
    ("number", "text"),
    [(15_052_800, "15\u202f052\u202f800"), (-0.25, "−0.25"), (9.5e-7, "9.5·10⁻⁷"), (2, "2")],
)
def test_answers_are_written_so_that_they_can_be_read(number: float, text: str) -> None:
    assert written(float(number)) == text


@pytest.mark.parametrize(
    ("answer", "typed"), [(0.125, "0,125"), (1250, "1,250"), (1.25, "1,250"), (1.25, "1.250")]
)
def test_a_comma_is_what_makes_the_answer_right(qtbot: QtBot, answer: float, typed: str) -> None:
    asking = AskNumber(Predict(question="How much?", answer=answer, hint="Look."))
    qtbot.addWidget(asking)
    with qtbot.waitSignal(asking.solved):
        qtbot.keyClicks(asking.field, typed)
        qtbot.keyClick(asking.field, Qt.Key.Key_Return)
