"""A fault in painting is a fault like any other: told of, and the window goes on."""

import pytest
from PySide6.QtGui import QPainter, QPixmap
from pytestqt.qtbot import QtBot

from bpstudio.ui.views.picture import Picture


class Faulty(Picture):
    """Fails the first time that it is drawn."""

    def __init__(self) -> None:
        super().__init__("Faulty")
        self.drawn = 0

    def prepare(self) -> None:
        pass

    def draw(self, painter: QPainter) -> None:
        self.drawn += 1
        if self.drawn == 1:
            raise OverflowError("seven")


@pytest.mark.qt_log_ignore("Painter ended with .* saved states")
def test_a_fault_in_painting_is_told_of_and_the_next_picture_is_painted(qtbot: QtBot) -> None:
    picture = Faulty()
    qtbot.addWidget(picture)
    with pytest.raises(OverflowError, match="seven"):
        picture.grab()
    assert isinstance(picture.grab(), QPixmap)
    assert picture.drawn == 2
