"""The window in front of a class: what the keys do, what comes back after."""

from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu, QToolBar
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bpstudio.ui import settings
from bpstudio.ui.app import create_window
from bpstudio.ui.cover import Kind
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.present.beside import NONE
from tests.ui.present.presented import present, trained


def test_the_mouse_moves_on_the_circuit_after_it_was_presented(
    qtbot: QtBot, window: MainWindow
) -> None:
    """A desk that ended took the viewports along that had stood on it."""
    window.show_tab("Circuit")
    viewport = window.circuit.canvas.viewport()
    for _ in range(3):
        for _ in ("entered", "left"):
            qtbot.keyClick(window.present.screen or window, Qt.Key.Key_F5)
            qtbot.wait(50)  # what is to be deleted is
            assert isValid(viewport)
            qtbot.mouseMove(viewport, QPoint(100, 100))


def test_a_panel_that_is_asked_for_by_its_title_stands_beside_the_page(
    qtbot: QtBot, window: MainWindow
) -> None:
    present(qtbot, window)
    window.parts.docks.show_titled("Saturated units")
    assert window.present.beside.chosen == "Saturated units"
    dock = next(one for one in window.parts.docks.all if one.windowTitle() == "Saturated units")
    assert not dock.isVisible()
    qtbot.keyClick(window.present.screen, Qt.Key.Key_Escape)


class Additions(QObject):
    """Counts what a menu is filled with."""

    def __init__(self, menu: QMenu) -> None:
        super().__init__(menu)
        self.count = 0
        menu.installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        self.count += event.type() == QEvent.Type.ActionAdded
        return False


def test_the_menu_of_panels_is_filled_once_at_each_presentation(
    qtbot: QtBot, window: MainWindow
) -> None:
    """The desk is the same one each time: what is connected again works once more."""
    menu = window.present.desk.menu
    added = Additions(menu)
    for _ in range(3):
        present(qtbot, window)
        added.count = 0
        menu.aboutToShow.emit()
        titles = [action.text() for action in menu.actions()]
        assert titles == list(window.present.beside.titles)
        assert added.count == len(titles)
        qtbot.keyClick(window.present.screen, Qt.Key.Key_Escape)


def test_leaving_gives_the_window_back_as_it_was(qtbot: QtBot, window: MainWindow) -> None:
    """To the pixel: docks, tabs, bars, zoom; and the keyboard is where it was."""
    trained(qtbot, window)
    window.parts.docks.all[2].close()
    canvas = window.parts.stage.canvas
    canvas.zoom.zoom(240, QPoint(200, 200))
    canvas.setFocus()
    qtbot.wait(400)  # the run's sentence is calm
    before, place, focus = window.grab().toImage(), window.geometry(), QApplication.focusWidget()
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_F5):
        qtbot.keyClick(window, Qt.Key.Key_F5)
        qtbot.waitUntil(lambda: canvas.hasFocus() and QApplication.focusWidget() is not None)
        window.present.beside.choose("Gradient magnitude")
        qtbot.keyClick(window.present.screen, key)
        assert not window.present.is_on
        assert not window.isFullScreen()
        qtbot.waitUntil(lambda: window.geometry() == place)
        assert QApplication.focusWidget() is focus
        qtbot.waitUntil(lambda: window.grab().toImage() == before)


def test_a_guest_may_come_and_go_meanwhile(qtbot: QtBot, window: MainWindow) -> None:
    """A lesson borrows the window, and covers of the user's wait, too."""
    docks = [dock.isVisible() for dock in window.parts.docks.all]
    window.session.cover.toggle(Kind.VALUES)
    present(qtbot, window)
    document, circuit = window.document, window.circuit.document
    window.loan.begin(document.experiment, document.dataset, circuit.diagram, "A lesson")
    assert not window.session.cover.kinds
    window.loan.end()
    assert window.session.cover.kinds == {Kind.VALUES}
    assert not any(dock.isVisible() for dock in window.findChildren(QDockWidget))
    assert not any(bar.isVisible() for bar in window.findChildren(QToolBar))
    qtbot.keyClick(window.present.screen, Qt.Key.Key_Escape)
    assert [dock.isVisible() for dock in window.parts.docks.all] == docks


def test_a_window_closed_meanwhile_starts_as_it_was_before(qtbot: QtBot) -> None:
    window = create_window()
    qtbot.addWidget(window)
    window.setGeometry(40, 50, 1100, 700)
    window.show()
    qtbot.waitExposed(window)
    docks = [dock.isVisible() for dock in window.parts.docks.all]
    qtbot.keyClick(window, Qt.Key.Key_F5)
    window.close()
    place = settings.window_place()
    assert place is not None
    assert place.size().toTuple() == (1100, 700)
    assert not settings.is_maximised()
    again = create_window()
    qtbot.addWidget(again)
    again.resize(1100, 700)
    again.show()
    again.restore_panels()
    assert not again.present.is_on
    assert not again.isFullScreen()
    assert [dock.isVisible() for dock in again.parts.docks.all] == docks
    again.close()


def test_page_keys_do_the_next_thing_on_the_screen(qtbot: QtBot, window: MainWindow) -> None:
    present(qtbot, window)
    screen, desk = window.present.screen, window.present.desk
    assert screen is not None
    assert desk.pointed_out == "Next: Update"
    keys = (Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Space, Qt.Key.Key_Period)
    for number, key in enumerate(keys, 1):
        qtbot.keyClick(screen, key)
        qtbot.waitUntil(lambda number=number: window.session.snapshot.step == number)
    qtbot.keyClick(screen, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: window.session.snapshot.is_past)
    assert window.session.snapshot.step == 3
    qtbot.waitUntil(lambda: desk.pointed_out == "Next: a step on")
    qtbot.keyClick(screen, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: not window.session.snapshot.is_past)
    assert window.session.snapshot.step == 4


def test_page_keys_step_through_passes_and_circuits(qtbot: QtBot, window: MainWindow) -> None:
    present(qtbot, window)
    screen, desk, state = (
        window.present.screen,
        window.present.desk,
        window.parts.stage.passes.state,
    )
    assert screen is not None
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: state.walked is not None)
    qtbot.keyClick(screen, Qt.Key.Key_PageDown)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert state.position == 2
    assert desk.pointed_out == f"Next: instruction 4 of {state.count}"
    qtbot.keyClick(screen, Qt.Key.Key_PageUp)
    assert state.position == 1
    window.show_tab("Circuit")
    assert desk.pointed_out == "Next: the first gate"
    circuit = window.circuit.state
    for done in (1, 2):
        qtbot.keyClick(screen, Qt.Key.Key_PageDown)
        assert circuit.done == done
    qtbot.keyClick(screen, Qt.Key.Key_PageUp)
    assert circuit.done == 1


def test_panels_by_key_and_menu_a_ring_and_typing(qtbot: QtBot, window: MainWindow) -> None:
    present(qtbot, window)
    beside = window.present.beside
    assert beside.chosen == "Loss"
    qtbot.keyClick(window.present.screen, Qt.Key.Key_P)
    assert beside.chosen == beside.titles[1]
    view = window.parts.docks.all[1].windowTitle()
    assert view == beside.chosen
    qtbot.keyClick(window.present.screen, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(window.present.screen, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert beside.chosen == NONE
    menu = window.present.desk.menu
    menu.aboutToShow.emit()
    next(action for action in menu.actions() if action.text() == "Loss").trigger()
    assert beside.chosen == "Loss"
    screen = window.present.screen
    canvas = window.parts.stage.canvas
    card = next(iter(canvas.network.layer_cards.values()))
    inside = canvas.mapFromScene(card.rect.center())
    on_desk = canvas.viewport().mapTo(window.present.desk, inside)
    at = screen.on_screen(on_desk.toPointF()).toPoint()
    qtbot.mouseMove(screen.viewport(), at - QPoint(9, 9))
    qtbot.mouseMove(screen.viewport(), at)
    assert screen.ring.place.toRect().contains(at)
    qtbot.mouseClick(screen.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert canvas.selected_layers
    qtbot.keyClick(screen, Qt.Key.Key_H)
    assert screen.ring.place.isEmpty()
    window.show_tab("Circuit")
    field = window.circuit.canvas.incoming.field
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, "0.5")
    assert "0.5" in field.text()
    assert window.circuit.state.is_done  # what is typed is not for the clicker
