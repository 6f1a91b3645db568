"""Numbers are read as people write them, and written so that people can read them."""

import pytest

from bpstudio.ui.guide.asking import read_number, written


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.25", 0.25),
        ("−0.25", -0.25),
        ("0,25", 0.25),
        ("15 052 800", 15_052_800),
        ("15,052,800", 15_052_800),
        ("1e-6", 1e-6),
        ("25 %", 0.25),
        ("", None),
        ("a", None),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, number: float | None) -> None:
    assert read_number(text) == number


@pytest.mark.parametrize(
    ("number", "text"),
    [(15_052_800, "15\u202f052\u202f800"), (-0.25, "−0.25"), (9.5e-7, "9.5·10⁻⁷"), (2, "2")],
)
def test_answers_are_written_so_that_they_can_be_read(number: float, text: str) -> None:
    assert written(float(number)) == text
