"""A row of controls that gives way from the left."""

import pytest
from PySide6.QtWidgets import QLabel, QWidget

from bpstudio.ui.widgets.fitting_row import FittingRow


@pytest.fixture
def parts(qtbot):
    parts = [QLabel(words) for words in ("a long caption", "edges", "last")]
    row = FittingRow(*parts)
    holder = QWidget()
    row.setParent(holder)
    qtbot.addWidget(holder)
    with qtbot.waitExposed(holder):
        holder.show()
    row.resize(row.sizeHint())
    yield row, parts
    assert holder  # kept until now


def shown(parts):
    return [part.text() for part in parts if part.isVisible()]


def test_the_first_go_where_there_is_no_room(parts):
    row, controls = parts
    assert shown(controls) == ["a long caption", "edges", "last"]
    row.resize(row.sizeHint().width() - 1, 20)
    assert shown(controls) == ["edges", "last"]
    row.resize(row.minimumSizeHint())
    assert shown(controls) == ["last"]


def test_what_is_not_wanted_takes_no_room(parts):
    row, (caption, edges, last) = parts
    whole = row.sizeHint().width()
    row.want(caption, False)
    assert row.sizeHint().width() < whole
    row.resize(row.sizeHint())
    assert shown((caption, edges, last)) == ["edges", "last"]
    row.want(caption, True)
    row.resize(row.sizeHint())
    assert caption.isVisible()
