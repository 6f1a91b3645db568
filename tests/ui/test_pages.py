"""Pages of the window's middle: what goes with the one in front."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QMainWindow, QTabBar, QToolBar
from pytestqt.qtbot import QtBot

from bpstudio.refusal import Refusal
from bpstudio.ui.actions import Actions, make_actions
from bpstudio.ui.page import News, Page
from bpstudio.ui.page_bars import PageBars
from bpstudio.ui.page_commands import PageCommands
from bpstudio.ui.pages import Pages
from bpstudio.ui.panels import Panels
from bpstudio.ui.widgets.dock import Dock

RIGHT = "right of Two"


class House:
    """A window with two pages, each with bars, a stack and commands of its own."""

    def __init__(self) -> None:
        self.window = QMainWindow()
        self.actions: Actions = make_actions(self.window)
        self.did: list[str] = []
        self.refused: list[str] = []
        self.lock, self.can_copy, self.news = "", True, News()
        self.stacks = QUndoStack(self.window), QUndoStack(self.window)
        self.shared, self.first, self.second = (QToolBar(name, self.window) for name in "sab")
        for bar in (self.shared, self.first, self.second):
            bar.setObjectName(bar.windowTitle())
            self.window.addToolBar(bar)
        self.dock = Dock("Loss", "lossView", QLabel("loss"), None)
        self.window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, self.dock)
        self.pages = Pages(self.window)
        self.window.setCentralWidget(self.pages)
        self.pages.add(self._page("One", 0, (self.shared, self.first), has_panels=True))
        self.pages.add(self._page("Two", 1, (self.second,), has_panels=False))
        self.panels = Panels(self.window, [self.dock], self.pages.left)
        PageCommands(self.pages, self.actions, self.refused.append, self.window)
        PageBars(self.pages, self.panels, self.window)

    def _page(self, title: str, place: int, bars: tuple[QToolBar, ...], has_panels: bool) -> Page:
        names = ("actionCopy", "actionFit") if place else ("actionCopy",)
        return Page(
            title=title,
            hint=f"Page {title}",
            content=QLabel(title),
            undo_stack=self.stacks[place],
            locked=lambda: self.lock,
            left=QLabel(f"left of {title}"),
            right=QLabel(f"right of {title}") if place else None,
            bars=bars,
            has_panels=has_panels,
            commands={name: partial(self.did.append, f"{title}: {name}") for name in names},
            can=lambda _name: self.can_copy,
            news=self.news,
        )

    def visible(self) -> set[str]:
        parts = (self.shared, self.first, self.second)
        return {bar.windowTitle() for bar in parts if bar.isVisible()}


@pytest.fixture
def house(qtbot: QtBot) -> Iterator[House]:
    made = House()
    qtbot.addWidget(made.window)
    made.window.resize(900, 600)
    made.window.show()
    qtbot.waitExposed(made.window)
    yield made
    made.window.close()


def turn(house: House, place: int) -> None:
    tabs = house.pages.findChild(QTabBar, "tabs")
    QTest.mouseClick(tabs, Qt.MouseButton.LeftButton, pos=tabs.tabRect(place).center())


def test_a_tab_brings_its_page_with_what_stands_around_it(house: House) -> None:
    assert house.visible() == {"s", "a"}
    turn(house, 1)
    assert house.pages.current.title == "Two"
    assert house.pages.current.content.isVisible()
    assert house.visible() == {"b"}
    assert not house.dock.isVisible()
    assert [left.text() for left in house.pages.left.findChildren(QLabel) if left.isVisible()] == [
        "left of Two"
    ]
    right = next(label for label in house.pages.findChildren(QLabel) if label.text() == RIGHT)
    assert right.isVisible()
    turn(house, 0)
    assert not right.isVisible()
    assert house.visible() == {"s", "a"}
    assert house.dock.isVisible()


def test_a_bar_or_a_panel_that_the_user_has_hidden_stays_hidden(house: House) -> None:
    house.first.hide()
    house.dock.close()
    turn(house, 1)
    turn(house, 0)
    assert house.visible() == {"s"}
    assert not house.dock.isVisible()


def test_keys_turn_to_a_page_and_one_that_is_not_there_is_refused(
    house: House, qtbot: QtBot
) -> None:
    qtbot.keyClick(house.window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert house.pages.current.title == "Two"
    with pytest.raises(Refusal, match="no tab 'Three'; known: One, Two"):
        house.pages.show_page("Three")


def test_commands_act_on_the_page_in_front(house: House) -> None:
    house.actions["actionCopy"].trigger()
    assert not house.actions["actionFit"].isEnabled()
    turn(house, 1)
    house.actions["actionCopy"].trigger()
    house.actions["actionFit"].trigger()
    assert house.did == ["One: actionCopy", "Two: actionCopy", "Two: actionFit"]
    house.can_copy = False
    house.news.changed.emit()
    assert not house.actions["actionCopy"].isEnabled()


def test_undo_takes_back_the_edits_of_the_page_in_front(house: House) -> None:
    undo = house.actions["actionUndo"]
    house.stacks[0].push(QUndoCommand("Add layer"))
    assert undo.text() == "Undo: add layer"
    turn(house, 1)
    assert not undo.isEnabled()
    house.stacks[1].push(QUndoCommand("Add gate"))
    house.lock = "not now"
    undo.trigger()
    assert house.refused == ["not now"]
    house.lock = ""
    undo.trigger()
    assert (house.stacks[1].index(), house.stacks[0].index()) == (0, 1)


def test_tabs_stay_in_sight_beside_what_wants_much_room(house: House) -> None:
    corner = QLabel(200 * "w")
    corner.setMinimumWidth(8)
    page = house._page("Three", 1, (), has_panels=False)
    house.pages.add(replace(page, corner=corner, right=None))
    turn(house, 2)
    house.window.resize(500, 300)
    tabs = house.pages.findChild(QTabBar, "tabs")
    assert tabs is not None
    QTest.qWait(10)
    assert corner.width() < corner.sizeHint().width()
    assert tabs.width() == tabs.sizeHint().width()
