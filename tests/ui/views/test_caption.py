"""The line of text in a title bar."""

from PySide6.QtGui import QFontMetricsF
from pytestqt.qtbot import QtBot

from bpstudio.ui.theme import HINT, font
from bpstudio.ui.views.caption import Caption


def test_it_asks_for_the_room_of_its_text_and_gives_way(qtbot: QtBot) -> None:
    caption = Caption("the unit")
    qtbot.addWidget(caption)
    caption.write("layer 1, unit 7 · sigmoid")
    width = QFontMetricsF(font(HINT)).horizontalAdvance(caption.text)
    assert width <= caption.sizeHint().width() <= width + 8
    assert caption.minimumSizeHint().width() == 0
    assert caption.toolTip() == caption.accessibleDescription() == caption.text
    assert caption.accessibleName() == "the unit"
    caption.resize(40, 22)
    caption.grab()
