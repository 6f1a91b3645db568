"""No view raises in an odd case, and none shows what isn't a number as one."""

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from bpstudio.ui.export.numbers import csv_content
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.view import View
from tests.ui.views.odd_runs import CASES, Odd, choices
from tests.ui.views.painted_words import painted_words
from tests.ui.views.runs import opened

NO_NUMBER = re.compile(r"(?<![a-z])[+-]?(nan|inf|infinity|none)(?![a-z])", re.IGNORECASE)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.__name__)
def test_every_view_copes(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    case: Callable[[Path], Odd],
) -> None:
    odd = case(tmp_path)
    for kind in VIEWS:
        view = opened(qtbot, kind)
        for _choice in choices(view):
            odd.show(view)
            told = [words for _, words in painted_words(monkeypatch, view)]
            told += [*cells(view), *read(view), view.accessibleDescription()]
            wrong = [words for words in told if NO_NUMBER.search(words)]
            assert not wrong, (kind.title, _choice)


def cells(view: View) -> list[str]:
    """Return what stands in the table, and in the file made of it."""
    headers, rows = view.table()
    assert all(len(row) == len(headers) for row in rows)
    written = csv_content(headers, rows).decode("utf-8-sig")
    return [*headers, *(str(text) for row in rows for text in row), *re.split(r"[,\r\n]", written)]


def read(view: View) -> list[str]:
    """Return what is read at some places of the pictures, and what tooltips say there."""
    told = []
    for picture in view.findChildren(Picture):
        if picture.isVisible():
            for x in np.linspace(2, picture.width() - 2, 9).tolist():
                for y in (picture.height() / 3, 2 * picture.height() / 3):
                    readout = picture.readout_at(QPointF(x, y))
                    told += [readout.sentence()] if readout else []
                    told.append(picture.tip_at(QPointF(x, y)))
    return told
