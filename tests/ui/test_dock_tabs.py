"""Panels that share a place, in a real window."""

import gc

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QTabBar
from pytestqt.qtbot import QtBot

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.views.unit_picture import UnitPicture

UNIT = 1  # the place of its tab
OWN = Qt.FindChildOption.FindDirectChildrenOnly


def unit_view(window: MainWindow) -> UnitView:
    return window.findChild(UnitView)


def unit_dock(window: MainWindow) -> QDockWidget:
    return window.findChild(QDockWidget, "unitViewDock")


def bars(window: MainWindow) -> list[QTabBar]:
    """Return the tabs in sight among which the unit's is."""
    known = [bar for bar in window.findChildren(QTabBar, options=OWN) if bar.isVisible()]
    # Qt keeps some of an earlier layout below the network
    seen = [bar for bar in known if window.childAt(bar.geometry().center()) is bar]
    return [bar for bar in seen if "Unit" in names(bar)]


def tabs(window: MainWindow) -> QTabBar:
    (found,) = bars(window)
    return found


def names(bar: QTabBar) -> list[str]:
    return [bar.tabText(place) for place in range(bar.count())]


def ask(window: MainWindow, qtbot: QtBot, place: int = 0) -> None:
    layer = window.document.experiment.hidden[place].id
    window.session.ask_about(Asked(layer, 2))
    qtbot.waitUntil(
        lambda: (unit := window.session.snapshot.unit) is not None and unit.layer == layer
    )


def test_the_unit_waits_behind_the_saturated_units(window: MainWindow) -> None:
    bar = tabs(window)
    assert names(bar) == ["Saturated units", "Unit", "Learned"]
    assert bar.currentIndex() == 0
    assert bar.accessibleName()
    assert "weights, logits" in bar.tabToolTip(UNIT)
    assert window.findChild(QDockWidget, "saturationViewDock").widget().isVisible()
    assert not unit_view(window).isVisible()


def test_what_lies_behind_a_tab_is_not_fed(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    fed = []
    monkeypatch.setattr(UnitView, "refresh", lambda self, *news: fed.append(news))
    window.session.train()
    qtbot.waitUntil(lambda: window.session.snapshot.step > 5)
    assert fed == []
    tabs(window).setCurrentIndex(UNIT)
    qtbot.waitUntil(lambda: bool(fed))


def test_asking_about_a_unit_brings_its_panel_to_the_front(
    window: MainWindow, qtbot: QtBot
) -> None:
    ask(window, qtbot)
    qtbot.waitUntil(unit_view(window).isVisible)
    assert tabs(window).currentIndex() == UNIT
    qtbot.waitUntil(lambda: unit_view(window).plot.message == "")
    assert unit_view(window).header().text == "layer 1, unit 3 · sigmoid"
    tabs(window).setCurrentIndex(0)
    ask(window, qtbot, place=1)  # another one: who looks at the saturated units goes on
    assert tabs(window).currentIndex() == 0


def test_a_panel_that_was_closed_stays_closed(window: MainWindow, qtbot: QtBot) -> None:
    unit_dock(window).close()
    ask(window, qtbot)
    qtbot.wait(100)
    assert unit_dock(window).isHidden()
    unit_dock(window).toggleViewAction().trigger()
    qtbot.waitUntil(lambda: not unit_dock(window).isHidden())


@pytest.mark.parametrize("front", [0, UNIT])
def test_expanding_and_back_keeps_the_front(window: MainWindow, qtbot: QtBot, front: int) -> None:
    tabs(window).setCurrentIndex(front)
    height = tabs(window).height()
    expand = window.findChild(QAction, "actionExpand")
    expand.trigger()
    assert not unit_dock(window).isVisible()
    expand.trigger()
    qtbot.waitUntil(lambda: unit_view(window).isVisible() == (front == UNIT))
    # Qt has made new ones, and takes the old ones away
    qtbot.waitUntil(lambda: [bool(bar.accessibleName()) for bar in bars(window)] == [True])
    assert tabs(window).currentIndex() == front
    assert tabs(window).height() == height


def test_tabs_are_walked_by_keys(window: MainWindow, qtbot: QtBot) -> None:
    bar = tabs(window)
    bar.setFocus(Qt.FocusReason.TabFocusReason)
    for _ in range(UNIT):
        qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert bar.currentIndex() == UNIT
    qtbot.waitUntil(unit_view(window).isVisible)


def test_a_sample_that_excites_a_unit_is_shown_in_the_network(
    window: MainWindow, qtbot: QtBot
) -> None:
    ask(window, qtbot)
    view = unit_view(window)
    qtbot.waitUntil(lambda: view.isVisible() and view.plot.message == "")
    assert isinstance(view.plot, UnitPicture)
    position, room = view.plot.samples.places[1]
    qtbot.mouseClick(view.plot, Qt.MouseButton.LeftButton, pos=room.center().toPoint())
    qtbot.waitUntil(lambda: window.session.snapshot.sample.position == position)


def test_tabs_that_are_gone_are_kept_by_nobody(window: MainWindow, qtbot: QtBot) -> None:
    def rearrange() -> None:
        for layout in LAYOUTS.values():
            window.parts.panels.arrange(layout)
            qtbot.wait(20)  # new ones are polished, old ones go

    rearrange()  # those of the window's beginning are gone
    gc.collect()
    before = sum(isinstance(one, QTabBar) for one in gc.get_objects())
    for _ in range(3):
        rearrange()
    gc.collect()
    assert sum(isinstance(one, QTabBar) for one in gc.get_objects()) <= before + 2
    assert bars(window)[0].tabToolTip(0) != bars(window)[0].tabText(0)  # as Qt has it
