"""Cards on the screen, for the tests."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from bpstudio.ui.check.card import Card

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from bpstudio.ui.check.card_view import CardView

    V = TypeVar("V", bound=CardView)

LEFT = Qt.MouseButton.LeftButton


def shown(qtbot: QtBot, view: V, width: int = 460, height: int = 420) -> V:
    """Show a card with this view."""
    card = view.framed = Card(view)  # qtbot keeps no reference
    qtbot.addWidget(card)
    card.resize(width, height)
    card.show()
    qtbot.waitExposed(card)
    return view


def press(card: QWidget, text: str) -> None:
    """Press the segment with this text."""
    button = next(one for one in card.findChildren(QToolButton) if one.text() == text)
    QTest.mouseClick(button, LEFT)
