import pytest

from bpstudio.ui.circuit.panels.guess import read_guess, verdict


@pytest.mark.parametrize(
    ("text", "actual", "is_right"),
    [
        ("0.2", 0.19661, True),  # 0.2 stands for 0.15 to 0.25
        ("0.20", 0.19661, True),
        ("0.197", 0.19661, True),
        ("0.196", 0.19661, False),
        ("-0.393", -0.39322, True),
        ("−0,393", -0.39322, True),  # a true minus, and a comma
        ("-.39", -0.39322, True),
        ("0.393", -0.39322, False),
        ("2e-1", 0.19661, True),
        ("1.97e-1", 0.19661, True),
        ("0.25", 0.245, True),  # just a half of the last digit away
        ("0", 0.0, True),
        ("0", 0.19661, False),  # though 0.19661 rounds to 0: it says nothing of it
        ("0.000", 0.0003, True),
        ("1", 1.0, True),
        ("200", 196.61, False),  # what is typed without a point has its last digit at the ones
        ("197", 196.61, True),
        ("1 000", 1000.2, True),
        ("1,000", 1000.2, True),  # where a comma may be either, both are tried
        ("1,000", 1.0004, True),
        ("1,000", 1.0006, False),
        ("0,125", 125.0, False),
        ("15,052,800", 15_052_800.0, True),
        ("0e400", 0.0, True),  # more than a float has, but for a 0
        ("0e400", 0.19661, False),
        ("0.00e" + 5_000 * "9", 0.0, True),
        ("1e-" + 5_000 * "9", 0.0, True),
        ("1e308", 1e308, True),
        ("1.0e-400", 0.0, True),
    ],
)
def test_right_to_the_digits_typed(text: str, actual: float, is_right: bool) -> None:
    guess = read_guess(text)
    assert guess is not None
    assert guess.is_right(actual) is is_right


@pytest.mark.parametrize("text", ["", "abc", "1..2", "--1", "nan", "inf", "1e999", "0x10", "1+1"])
def test_no_number(text: str) -> None:
    assert read_guess(text) is None


def told(text: str, actual: float, shown: str) -> str:
    guess = read_guess(text)
    assert guess is not None
    return verdict(guess, actual, shown)


def test_verdicts_say_which_way_off() -> None:
    assert told("0.2", 0.19661, "0.197") == "Right: 0.197."
    assert told("0.393", -0.39322, "−0.393") == "The size is right, the sign is not."
    assert told("1,250", -1250.0, "−1 250") == "The size is right, the sign is not."
    assert told("0.5", 0.19661, "0.197") == "Not yet: 0.500 is too large."
    assert told("-2", -0.5, "−0.500") == "Not yet: −2.00 is too small."
