import math

import pytest

from bpstudio.ui.numbers import (
    count,
    duration,
    figure,
    finite,
    lowered,
    many,
    on_screen,
    parsed,
    percent,
    plain,
    rough_count,
    whole,
)


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [
        (0.225, 3, "0.225"),
        (-16.92, 4, "−16.92"),
        (9.996, 3, "10.0"),
        (999.96, 4, "1\u202f000"),
        (123456.7, 3, "123\u202f457"),
        (4.5e-8, 3, "4.5·10⁻⁸"),
        (-5.04e-10, 3, "−5.0·10⁻¹⁰"),
        (9.999e-4, 3, "0.00100"),
        (2.5e7, 4, "2.50·10⁷"),
        (0.0, 3, "0"),
        (-0.0, 3, "0"),
        (math.inf, 3, "∞"),
        (-math.inf, 3, "−∞"),
        (math.nan, 3, "–"),
        (None, 3, "–"),
    ],
)
def test_a_figure_has_its_significant_digits(x: float | None, digits: int, text: str) -> None:
    assert figure(x, digits) == text


def test_words_of_a_terminal_get_the_numbers_of_the_screen() -> None:
    told = "Diverged at step 12706, where the loss was 2.593e+29: 1e-05 times, 0.12345 of 9501."
    assert on_screen(told) == (
        "Diverged at step 12\u202f706, where the loss was 2.593·10²⁹: 1·10⁻⁵ times, "
        "0.12345 of 9\u202f501."
    )


@pytest.mark.parametrize("x", [None, math.nan, math.inf, -math.inf])
def test_what_has_no_finite_size_can_be_a_dash(x: float | None) -> None:
    assert finite(x) == "–"
    assert finite(0.2254) == "0.225"


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (0, "0"),
        (999_999_999, "999\u202f999\u202f999"),
        (10**9, "1.0·10⁹"),
        (1_990_000_000, "2.0·10⁹"),  # rounded, not cut
        (9_960_000_000, "1.0·10¹⁰"),
        (2**40, "1.1·10¹²"),  # 1.0995
    ],
)
def test_as_many_as_there_are_is_rounded_to_a_power_of_ten(n: int, text: str) -> None:
    assert many(n) == text


def test_more_than_python_writes_can_be_told() -> None:
    assert many(2 * 10**5_000) == "2.0·10⁵⁰⁰⁰"


def test_shares_and_counts_are_glued_by_spaces_that_do_not_break() -> None:
    assert percent(0.6389) == "63.9\u202f%"
    assert percent(1.0, 0) == "100\u202f%"
    assert percent(None) == percent(math.nan) == "–"
    assert count(31400) == "31\u202f400"
    assert count(-1234) == "−1\u202f234"


@pytest.mark.parametrize(
    ("x", "text"), [(0.1, "0.1"), (32.0, "32"), (1e-12, "1e-12"), (0.5, "0.5")]
)
def test_a_plain_number_has_no_trailing_zeros(x: float, text: str) -> None:
    assert plain(x) == text


@pytest.mark.parametrize(
    ("n", "text"),
    [
        (7, "7"),
        (9_999, "9\u202f999"),
        (13_874, "13.9k"),
        (99_960, "100k"),
        (262_656, "263k"),
        (15_052_900, "15.1M"),
        (10**12, "1000G"),
    ],
)
def test_a_rough_count_has_five_signs_at_most(n: int, text: str) -> None:
    assert rough_count(n) == text
    assert len(text) <= 5


@pytest.mark.parametrize(
    ("n", "text"), [(528, "528"), (2_080, "2.1k"), (13_874, "14k"), (10**6, "1.0M")]
)
def test_a_rougher_count_has_four(n: int, text: str) -> None:
    assert rough_count(n, 4) == text


def test_an_index_stands_low() -> None:
    assert lowered(120) == "₁₂₀"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0.0008, "0.8 ms"),
        (0.00002, "20 µs"),
        (0.0001, "0.1 ms"),
        (0.0244, "24 ms"),
        (0.99996, "1.0 s"),
        (45.2, "45 s"),
        (150.0, "2.5 min"),
        (2e4, "5.6 h"),
        (4.3 * 86_400, "4.3 days"),
        (1e9, "32 years"),
        (1e12, "31 688 years"),
        (math.nan, "–"),
        (math.inf, "–"),
        (-1.0, "–"),
    ],
)
def test_a_duration_has_the_unit_that_suits_it(seconds: float, text: str) -> None:
    assert duration(seconds).replace("\u202f", " ") == text


@pytest.mark.parametrize(
    ("text", "number"),
    [(" 12 ", 12), ("0", 0), ("-1", None), ("1e5", None), ("", None), ("½", None), ("x", None)],
)
def test_a_whole_number_is_typed(text: str, number: int | None) -> None:
    assert whole(text) == number


def test_a_number_of_any_length_is_typed() -> None:
    assert whole("9" * 18) == 10**18 - 1
    assert whole("9" * 5_000) == 10**18  # Python reads 4,300 figures at most


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0.25", 0.25),
        ("−0,125", -0.125),
        ("1,250", 1.25),  # nothing says that it is thousands
        ("1,250.5", 1250.5),
        ("15,052,800", 15_052_800),
        ("15\u202f000", 15_000),
        ("1,2,3", None),
        ("1.2.3", None),
        ("12,50.5", None),
        ("", None),
    ],
)
def test_a_number_is_typed_with_a_point_or_a_comma(text: str, number: float | None) -> None:
    assert parsed(text) == number
