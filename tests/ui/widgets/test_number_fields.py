import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bpstudio.ui.widgets.number_fields import BatchField, RateField, next_rate, previous_rate

UP, DOWN, ENTER = Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return


@pytest.fixture
def batch(qtbot: QtBot) -> BatchField:
    field = BatchField()
    qtbot.addWidget(field)
    field.show_batch(32, 1258)
    return field


@pytest.fixture
def rate(qtbot: QtBot) -> RateField:
    field = RateField()
    qtbot.addWidget(field)
    field.show_number(0.1)
    return field


@pytest.mark.parametrize(
    ("size", "text"),
    [
        (1, "1 · SGD"),
        (32, "32 · B-SGD"),
        ("all", "all · GD"),
        (1258, "all · GD"),
        (9999, "all · GD"),
    ],
)
def test_a_batch_size_names_its_method(batch: BatchField, size: int, text: str) -> None:
    batch.show_batch(size, 1258)
    assert batch.text() == text


def test_arrows_double_and_halve_the_batch(qtbot: QtBot, batch: BatchField) -> None:
    for key, size in [(UP, 64), (UP, 128), (DOWN, 64), (DOWN, 32), (DOWN, 16)]:
        qtbot.keyClick(batch, key)
        assert batch.batch_size == size
    batch.show_batch(1, 1258)
    qtbot.keyClick(batch, DOWN)
    assert batch.batch_size == 1
    batch.show_batch(1024, 1258)
    qtbot.keyClick(batch, UP)
    assert batch.batch_size == "all"


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("16", 16),
        ("1", 1),
        ("all", "all"),
        ("gd", "all"),
        ("SGD", 1),
        ("99999", "all"),
        ("9" * 30, "all"),
        ("7 · x", 7),
    ],
)
def test_a_batch_size_can_be_typed(
    qtbot: QtBot, batch: BatchField, typed: str, size: int | str
) -> None:
    batch.selectAll()
    with qtbot.waitSignal(batch.valueChanged):
        qtbot.keyClicks(batch, typed)
        qtbot.keyClick(batch, ENTER)
    assert batch.batch_size == size


def test_a_batch_size_of_any_length_can_be_pasted(qtbot: QtBot, batch: BatchField) -> None:
    batch.lineEdit().setText("9" * 5_000)
    qtbot.keyClick(batch, ENTER)
    assert batch.batch_size == "all"


def test_what_is_no_batch_size_changes_nothing(qtbot: QtBot, batch: BatchField) -> None:
    batch.selectAll()
    with qtbot.assertNotEmitted(batch.valueChanged):
        qtbot.keyClicks(batch, "many")
        qtbot.keyClick(batch, ENTER)
    assert batch.batch_size == 32


def test_showing_a_number_tells_nobody(qtbot: QtBot, batch: BatchField, rate: RateField) -> None:
    with qtbot.assertNotEmitted(batch.valueChanged), qtbot.assertNotEmitted(rate.valueChanged):
        batch.show_batch("all", 10)
        rate.show_number(3.0)


def test_arrows_go_by_1_2_5(qtbot: QtBot, rate: RateField) -> None:
    for key, value in [(UP, 0.2), (UP, 0.5), (UP, 1.0), (UP, 2.0), (DOWN, 1.0), (DOWN, 0.5)]:
        qtbot.keyClick(rate, key)
        assert rate.value() == pytest.approx(value)
    assert rate.text() == "0.5"


@pytest.mark.parametrize(
    ("typed", "value", "text"),
    [("0.3", 0.3, "0.3"), ("1e-5", 1e-5, "1e-05"), ("0,25", 0.25, "0.25"), ("0", 0.0, "0")],
)
def test_any_rate_can_be_typed(
    qtbot: QtBot, rate: RateField, typed: str, value: float, text: str
) -> None:
    rate.selectAll()
    qtbot.keyClicks(rate, typed)
    qtbot.keyClick(rate, ENTER)
    assert rate.value() == value
    assert rate.text() == text


@pytest.mark.parametrize("number", [0.1234567890123, float(np.float32(0.1))])
def test_enter_where_nothing_was_typed_keeps_all_digits(
    qtbot: QtBot, rate: RateField, number: float
) -> None:
    rate.show_number(number)
    shown = rate.value()
    assert shown == pytest.approx(number, rel=1e-15)
    with qtbot.assertNotEmitted(rate.valueChanged):
        qtbot.keyClick(rate, ENTER)
    assert rate.value() == shown
    assert shown != float(rate.text())


@pytest.mark.parametrize("typed", ["-1", "nan", "inf", "fast", "1e40"])
def test_what_is_no_rate_changes_nothing(qtbot: QtBot, rate: RateField, typed: str) -> None:
    rate.selectAll()
    qtbot.keyClicks(rate, typed)
    qtbot.keyClick(rate, ENTER)
    assert rate.value() == 0.1


@given(st.floats(1e-5, 1e6))
def test_up_and_down_are_neighbours_in_the_series(x: float) -> None:
    above, below = next_rate(x), previous_rate(x)
    assert below < x < above
    assert above / x <= 2.5 * (1 + 1e-8)
    assert x / below <= 2.5 * (1 + 1e-8)
    assert f"{above:.0e}"[0] in "125"


def test_focus_selects_the_number_so_that_typing_replaces_it(
    qtbot: QtBot, batch: BatchField
) -> None:
    batch.show()
    qtbot.waitExposed(batch)
    batch.clearFocus()
    qtbot.mouseClick(batch.lineEdit(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(batch.lineEdit().hasSelectedText)
    qtbot.keyClicks(batch, "8")
    qtbot.keyClick(batch, ENTER)
    assert batch.batch_size == 8
