"""A level's words, where there is room for them and where there is none."""

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter
from pytestqt.qtbot import QtBot

from bpstudio.ui.views.level import draw_level
from bpstudio.ui.views.room import Room


@pytest.mark.parametrize("height", [0, 1, 5, 8, 12, 40])
@pytest.mark.parametrize("y", [-9.0, 0.0, 3.0, 20.0, 60.0])
def test_a_level_is_drawn_however_low_the_picture_is(qtbot: QtBot, height: int, y: float) -> None:
    image = QImage(90, 60, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        draw_level(painter, Room(QRectF(0, 0, 90, height)), y, "always guessing: 0.69")


@pytest.mark.parametrize(("width", "written"), [(300, "always guessing it: 2.30"), (90, "2.30")])
def test_where_the_picture_is_narrow_it_says_less(
    qtbot: QtBot, width: int, written: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = []
    image = QImage(width, 60, QImage.Format.Format_RGB32)
    monkeypatch.setattr(QPainter, "drawText", lambda _self, _at, _how, words: said.append(words))
    with QPainter(image) as painter:
        room = Room(QRectF(0, 0, width, 60))
        draw_level(painter, room, 30.0, "always guessing it: 2.30", "2.30")
    assert said == [written]
