"""The panels in a real window: named layouts, kept between starts, nothing cut."""

from base64 import b64encode
from itertools import combinations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui import docks as made_docks
from bpstudio.ui import settings
from bpstudio.ui.app import create_window
from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.main_window import PANELS_BROKEN, MainWindow
from bpstudio.ui.pages import Pages
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.loss import LossView

RIGHT, BOTTOM = Qt.DockWidgetArea.RightDockWidgetArea, Qt.DockWidgetArea.BottomDockWidgetArea


class NewView(LossView):
    """A view that came with a later version."""

    title = "New"
    object_name = "newView"


def dock(window: MainWindow, name: str) -> QDockWidget:
    found = window.findChild(QDockWidget, f"{name}ViewDock")
    assert found is not None
    return found


def choose(window: MainWindow, name: str) -> None:
    window.findChild(QAction, name).trigger()


def coded(state: bytes) -> str:
    return b64encode(state).decode()


def in_sight(window: MainWindow) -> list[QWidget]:
    docks = [dock for dock in window.findChildren(QDockWidget) if dock.widget().isVisible()]
    return [*docks, window.findChild(Pages)]


def started(qtbot: QtBot) -> MainWindow:
    """Return a window as a start of the program makes it."""
    window = create_window()
    qtbot.addWidget(window)
    window.resize(1440, 900)
    window.show()
    qtbot.waitExposed(window)
    window.restore_panels()
    return window


def places(window: MainWindow) -> dict[str, object]:
    return {
        part.objectName(): (window.dockWidgetArea(part), part.isHidden(), part.isFloating())
        for part in window.findChildren(QDockWidget)
    }


@pytest.mark.parametrize("more", [(), (NewView,)])
@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (960, 600)])
@pytest.mark.parametrize("name", LAYOUTS)
def test_nothing_overlaps_or_is_cut(
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    size: tuple[int, int],
    more: tuple[type, ...],
) -> None:
    monkeypatch.setattr(made_docks, "VIEWS", (*VIEWS, *more))
    window = started(qtbot)
    window.resize(*size)
    choose(window, name)
    qtbot.wait(50)
    assert window.size().toTuple() == size
    parts = in_sight(window)
    for part in parts:
        least = part.minimumSizeHint().expandedTo(part.minimumSize())
        assert part.size().expandedTo(least) == part.size(), part.objectName()
        assert window.rect().contains(part.geometry())
    for one, other in combinations(parts, 2):
        assert not one.geometry().intersects(other.geometry())
    window.close()


def test_layouts_put_the_panels_where_they_say(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "actionDiagnose")
    qtbot.waitUntil(lambda: window.dockWidgetArea(dock(window, "unit")) == BOTTOM)
    gradient, saturation = dock(window, "gradient"), dock(window, "saturation")
    assert window.dockWidgetArea(gradient) == RIGHT
    assert dock(window, "loss") in window.tabifiedDockWidgets(gradient)
    assert gradient.width() == saturation.width() == pytest.approx(0.44 * 1440, abs=4)
    choose(window, "actionCompare")
    qtbot.waitUntil(lambda: dock(window, "loss").width() == pytest.approx(720, abs=4))
    assert dock(window, "loss").height() > gradient.height() + 50


def test_keys_choose_a_layout(window: MainWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.dockWidgetArea(dock(window, "unit")) == BOTTOM)


def test_reset_brings_back_what_was_closed_floated_or_moved(
    window: MainWindow, qtbot: QtBot
) -> None:
    before = places(window)
    dock(window, "loss").close()
    dock(window, "gradient").setFloating(True)
    window.addDockWidget(Qt.DockWidgetArea.LeftDockWidgetArea, dock(window, "unit"))
    choose(window, "actionResetLayout")
    assert places(window) == before
    assert dock(window, "saturation") in window.tabifiedDockWidgets(dock(window, "unit"))


def test_a_layout_ends_the_expanding_of_the_network(window: MainWindow) -> None:
    expand = window.findChild(QAction, "actionExpand")
    expand.trigger()
    choose(window, "actionCompare")
    assert not expand.isChecked()
    assert window.findChild(QWidget, "leftColumn").isVisible()
    assert dock(window, "loss").isVisible()


def test_expanding_keeps_a_layout(window: MainWindow, qtbot: QtBot) -> None:
    choose(window, "actionDiagnose")
    qtbot.wait(50)
    before = places(window), dock(window, "gradient").geometry()
    expand = window.findChild(QAction, "actionExpand")
    expand.trigger()
    assert not dock(window, "unit").isVisible()
    expand.trigger()
    qtbot.waitUntil(lambda: (places(window), dock(window, "gradient").geometry()) == before)


# From one start to the next


def arrange_by_hand(window: MainWindow) -> dict[str, object]:
    dock(window, "loss").close()
    dock(window, "gradient").setFloating(True)
    dock(window, "gradient").move(QPoint(60, 80))
    window.addDockWidget(BOTTOM, dock(window, "unit"))
    return places(window)


def test_panels_stand_where_they_were_left(qtbot: QtBot) -> None:
    window = started(qtbot)
    left = arrange_by_hand(window)
    window.close()
    again = started(qtbot)
    assert places(again) == left
    assert again.statusBar().sentence != PANELS_BROKEN
    again.close()


def test_an_expanded_network_starts_with_its_panels(qtbot: QtBot) -> None:
    window = started(qtbot)
    left = arrange_by_hand(window)
    window.findChild(QAction, "actionExpand").trigger()
    window.close()
    again = started(qtbot)
    assert places(again) == left
    again.close()


@pytest.mark.parametrize("how", ["cut", "changed", "empty", "text", "number", "another program's"])
def test_a_broken_state_is_said_and_the_panels_stand_as_at_first(qtbot: QtBot, how: str) -> None:
    window = started(qtbot)
    first = places(window)
    arrange_by_hand(window)
    window.close()
    kept = settings.panels()
    assert kept is not None
    broken: dict[str, object] = {
        "cut": coded(kept[: len(kept) // 2]),
        "changed": coded(kept[:40] + bytes([kept[40] ^ 255]) + kept[41:]),
        "empty": "",
        "text": "to the right",
        "number": 7,
        "another program's": coded(b"\x89PNG\r\n" * 40),
    }
    settings._store().setValue("panels", broken[how])
    again = started(qtbot)
    assert places(again) == first
    assert again.statusBar().sentence == PANELS_BROKEN
    again.close()
    once_more = started(qtbot)
    assert once_more.statusBar().sentence != PANELS_BROKEN
    once_more.close()


def test_a_panel_that_the_state_does_not_know_stands_behind_another(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = started(qtbot)
    choose(window, "actionDiagnose")
    window.close()
    monkeypatch.setattr(made_docks, "VIEWS", (*VIEWS, NewView))
    again = started(qtbot)
    new = dock(again, "new")
    pile = {dock(again, name) for name in ("saturation", "boundary", "doctor")}
    assert set(again.tabifiedDockWidgets(new)) == pile, "the last of those that it knows"
    assert not new.widget().isVisible()
    assert again.dockWidgetArea(dock(again, "gradient")) == RIGHT
    again.close()


def test_the_window_grows_where_panels_need_it(window: MainWindow, qtbot: QtBot) -> None:
    window.resize(960, 600)
    before = window.minimumHeight()
    for part in window.findChildren(QDockWidget):
        window.removeDockWidget(part)
        part.widget().setMinimumHeight(150)
        window.addDockWidget(RIGHT, part)
        part.show()
    qtbot.waitUntil(lambda: window.minimumHeight() > before)
    room = window.screen().availableSize()
    assert window.minimumHeight() <= max(room.height(), before)
