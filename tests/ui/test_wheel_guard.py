"""The wheel over fields: it scrolls, and edits nothing by the way."""

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import (
    QAbstractSlider,
    QAbstractSpinBox,
    QComboBox,
    QScrollArea,
    QScrollBar,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.app import create_application
from bpstudio.ui.wheel_guard import guard_from_wheel
from tests.ui.mouse import NOTCH, turn_wheel


def turn(field, notches):
    return turn_wheel(field, QPointF(field.rect().center()), notches * NOTCH)


@pytest.fixture
def fields(qtbot):
    create_application()
    area = QScrollArea()
    qtbot.addWidget(area)
    page = QWidget()
    column = QVBoxLayout(page)
    combo, spin, slider = QComboBox(), QSpinBox(), QSlider()
    combo.addItems(["one", "two", "three"])
    for field in (combo, spin, slider):
        guard_from_wheel(field)
        column.addWidget(field)
    page.setMinimumHeight(2_000)
    area.setWidget(page)
    area.resize(200, 200)
    area.show()
    qtbot.waitExposed(area)
    return area, combo, spin, slider


def test_without_focus_no_field_changes(fields):
    _, combo, spin, slider = fields
    for field in (combo, spin, slider):
        field.clearFocus()
        turn(field, -2)
        turn(field, 2)
    assert (combo.currentIndex(), spin.value(), slider.value()) == (0, 0, 0)


def test_what_a_field_does_not_take_is_left_to_the_pane_around(fields):
    _, combo, spin, _ = fields
    assert not turn(combo, -1)
    spin.clearFocus()
    assert not turn(spin, -1)


def test_a_number_with_focus_takes_it_a_choice_never(fields, qtbot):
    area, combo, spin, _ = fields
    area.activateWindow()
    spin.setFocus()
    qtbot.waitUntil(spin.hasFocus)
    turn(spin, 1)
    assert spin.value() == 1
    combo.setFocus()
    qtbot.waitUntil(combo.hasFocus)
    turn(combo, -1)
    assert combo.currentIndex() == 0


def test_no_field_of_the_window_is_without_it(window):
    kinds = (QComboBox, QAbstractSpinBox, QAbstractSlider)
    fields = [field for kind in kinds for field in window.findChildren(kind)]
    fields = [field for field in fields if not isinstance(field, QScrollBar)]
    assert len(fields) > 8
    for field in fields:
        assert not field.focusPolicy() & Qt.FocusPolicy.WheelFocus & ~Qt.FocusPolicy.StrongFocus
        field.clearFocus()
        assert not turn(field, 1)
