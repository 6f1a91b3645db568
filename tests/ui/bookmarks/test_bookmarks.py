"""Bookmarks in the window: added by a key, jumped to, undone, saved; what they point to may go."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.experiment.bookmarks import Bookmark
from bpstudio.ui.bookmarks.list_dialog import BookmarkDialog
from bpstudio.ui.main_window import MainWindow

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_ALT = CTRL | Qt.KeyboardModifier.AltModifier


def train(qtbot: QtBot, window: MainWindow, steps: int) -> None:
    before = window.session.snapshot.timeline.now
    for _ in range(steps):
        window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == before + steps)


def add(qtbot: QtBot, window: MainWindow) -> Bookmark:
    qtbot.keyClick(window, Qt.Key.Key_M, CTRL)
    return window.document.bookmarks[-1]


def jump(qtbot: QtBot, window: MainWindow, number: int) -> None:
    qtbot.keyClick(window, Qt.Key(Qt.Key.Key_0.value + number), CTRL_ALT)


def test_a_state_is_kept_by_a_key_and_jumped_to_by_a_key(qtbot: QtBot, window: MainWindow) -> None:
    canvas, session, passes = window.parts.stage.canvas, window.session, window.parts.stage.passes
    train(qtbot, window, 2)
    canvas.selection.set((1,))
    first = add(qtbot, window)
    assert (first.name, first.page, first.step, first.layers) == ("step 2", "Network", 2, (1,))
    assert window.isWindowModified()
    canvas.selection.set(())
    train(qtbot, window, 3)
    qtbot.keyClick(window, Qt.Key.Key_P, CTRL)
    qtbot.waitUntil(lambda: passes.state.walked is not None)
    passes.state.go_to(4)
    second = add(qtbot, window)
    assert (second.step, second.instruction) == (5, 4)
    window.show_tab("Circuit")
    window.circuit.state.go_to(3)
    third = add(qtbot, window)
    assert (third.page, third.gates) == ("Circuit", 3)
    window.circuit.state.go_to(0)

    jump(qtbot, window, 1)
    qtbot.waitUntil(lambda: session.snapshot.step == 2)
    assert window.parts.pages.current.title == "Network"
    assert not passes.is_on
    assert canvas.selected_layers == (1,)
    jump(qtbot, window, 2)
    qtbot.waitUntil(lambda: session.snapshot.step == 5 and not session.snapshot.is_past)
    qtbot.waitUntil(lambda: passes.state.walked is not None)
    assert passes.is_on
    assert passes.state.position == 4
    jump(qtbot, window, 3)
    assert window.parts.pages.current.title == "Circuit"
    assert window.circuit.state.done == 3


def test_the_panel_is_kept_only_while_presenting_and_so_it_is_said(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.keyClick(window, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    (dialog,) = window.findChildren(BookmarkDialog)
    said = (
        "Ctrl+M keeps the state of the window: step, page, selection; while presenting, the panel"
    )
    assert any(said in label.text() for label in dialog.findChildren(QLabel) if label.isVisible())
    dialog.close()
    assert add(qtbot, window).panel == ""
    window.findChild(QAction, "actionPresent").trigger()
    window.present.beside.choose("Loss")
    window.findChild(QAction, "actionBookmark").trigger()
    assert window.document.bookmarks[-1].panel == "Loss"
    window.findChild(QAction, "actionPresent").trigger()


def test_each_change_is_an_undo_step(qtbot: QtBot, window: MainWindow) -> None:
    document = window.document
    for name in ("one", "two", "three"):
        add(qtbot, window)
        window.shelf.rename(len(document.bookmarks) - 1, name)
    qtbot.keyClick(window, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    dialog = window.findChild(BookmarkDialog)
    assert dialog is not None
    qtbot.addWidget(dialog)
    rows = dialog.findChild(QListWidget)
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}

    def names() -> list[str]:
        assert [rows.item(row).text() for row in range(rows.count())] == [
            one.name for one in document.bookmarks
        ]
        return [one.name for one in document.bookmarks]

    rows.setCurrentRow(2)
    qtbot.mouseClick(buttons["Up"], Qt.MouseButton.LeftButton)
    assert names() == ["one", "three", "two"]
    qtbot.mouseClick(buttons["Remove"], Qt.MouseButton.LeftButton)
    assert names() == ["one", "two"]
    rows.item(0).setText("  first   of all ")
    assert names() == ["first of all", "two"]
    rows.item(0).setText(" ")
    assert names() == ["first of all", "two"]
    for expected in (["one", "two"], ["one", "three", "two"], ["one", "two", "three"]):
        window.document.undo_stack.undo()
        assert names() == expected
    dialog.close()


def test_there_is_one_list_which_comes_to_the_front(qtbot: QtBot, window: MainWindow) -> None:
    def lists() -> list[BookmarkDialog]:
        qtbot.keyClick(window, Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
        return [one for one in window.findChildren(BookmarkDialog) if one.isVisible()]

    (first,) = lists()
    qtbot.waitUntil(first.isActiveWindow)
    window.activateWindow()
    qtbot.waitUntil(lambda: not first.isActiveWindow())
    assert lists() == [first]
    qtbot.waitUntil(first.isActiveWindow)
    qtbot.keyClick(first, Qt.Key.Key_Escape)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    (second,) = lists()
    assert second is not first
    second.close()


def test_they_are_in_the_file_and_make_it_dirty(qtbot: QtBot, window: MainWindow, tmp_path) -> None:
    document, path = window.document, tmp_path / "marked.bps"
    document.save(path)
    plain = path.read_bytes()
    assert not document.is_dirty
    mark = add(qtbot, window)
    assert document.is_dirty
    document.save(path)
    assert not document.is_dirty
    document.undo_stack.undo()
    assert document.is_dirty
    document.open(path)
    assert document.bookmarks == (mark,)
    assert not document.is_dirty
    document.mark("Remove bookmark", ())
    qtbot.waitUntil(lambda: window.session.snapshot.experiment == document.experiment)
    document.save(path)
    assert path.read_bytes() == plain


def test_an_experiments_text_has_no_place_for_them(
    qtbot: QtBot, window: MainWindow, tmp_path
) -> None:
    add(qtbot, window)
    window.document.save(tmp_path / "bare.json")
    assert window.document.lacks_bookmarks
    assert window.document.is_dirty  # they are nowhere yet


GONE = (
    (Bookmark(name="a", page="Network", step=99), "step 99 isn’t in this run"),
    (Bookmark(name="a", page="Network", layers=(77,)), "a layer that was selected is gone"),
    (Bookmark(name="a", page="Network", unit=(0, 700)), "the unit that was shown is gone"),
    (Bookmark(name="a", page="Network", sample=10**6), "there is no sample"),
    (Bookmark(name="a", page="Moon"), "there is no page “Moon”"),
)


def test_what_is_gone_is_said_in_one_sentence(qtbot: QtBot, window: MainWindow) -> None:
    before = window.document.experiment
    window.document.mark("Add bookmark", tuple(mark for mark, _ in GONE))
    for number, (_, words) in enumerate(GONE):
        with qtbot.waitSignal(window.shelf.told) as told:
            window.shelf.go_to(number)
        assert words in told.args[0]
        assert told.args[0].count(". ") == 1
    assert window.document.experiment is before


def test_from_one_step_of_the_past_to_another_nothing_is_said_to_be_gone(
    qtbot: QtBot, window: MainWindow
) -> None:
    train(qtbot, window, 9)
    session, passes = window.session, window.parts.stage.passes
    told: list[str] = []
    window.shelf.told.connect(told.append)
    window.document.set_bookmarks(
        tuple(Bookmark(name=f"at {k}", page="Network", step=k, instruction=1) for k in (3, 7))
    )
    for number, step in ((1, 3), (2, 7), (1, 3)):
        jump(qtbot, window, number)
        qtbot.waitUntil(lambda step=step: session.snapshot.step == step)
        qtbot.waitUntil(lambda: passes.is_on)
        assert passes.state.position == 1
    assert not told


def test_after_branching_and_reset_they_lead_somewhere(qtbot: QtBot, window: MainWindow) -> None:
    session = window.session
    train(qtbot, window, 4)
    add(qtbot, window)
    session.travel(2)
    qtbot.waitUntil(lambda: session.snapshot.is_past)
    looking = add(qtbot, window)  # also while nothing may be edited
    assert looking.step == 2
    session.branch()
    qtbot.waitUntil(lambda: session.snapshot.run == 2)
    jump(qtbot, window, 2)
    qtbot.waitUntil(lambda: session.snapshot.step == 2 and not session.snapshot.is_past)
    with qtbot.waitSignal(window.shelf.told) as told:
        jump(qtbot, window, 1)
    assert "step 4 isn’t in this run, which has steps 0 to 2" in told.args[0]
    session.reset()
    qtbot.waitUntil(lambda: session.snapshot.step == 0)
    with qtbot.waitSignal(window.shelf.told):
        jump(qtbot, window, 2)
    window.document.edit("Rate", edits.set_training(window.document.experiment, learning_rate=0.1))
    window.document.undo_stack.undo()
    assert len(window.document.bookmarks) == 2


def test_the_page_keys_go_through_them_in_present_mode(qtbot: QtBot, window: MainWindow) -> None:
    for _ in range(2):
        add(qtbot, window)
        train(qtbot, window, 1)
    qtbot.keyClick(window, Qt.Key.Key_F5)
    screen, desk = window.present.screen, window.present.desk
    qtbot.keyClick(screen, Qt.Key.Key_B)
    assert desk.pointed_out == "Next: bookmark “step 0”"
    qtbot.keyClick(screen, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.session.snapshot.step == 0)
    assert desk.pointed_out == "Next: bookmark “step 1”"
    qtbot.keyClick(screen, Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.session.snapshot.step == 1)
    assert desk.pointed_out == "Next: end of the bookmarks"
    qtbot.keyClick(screen, Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: window.session.snapshot.step == 0)
    qtbot.keyClick(screen, Qt.Key.Key_B)
    assert desk.pointed_out == "Next: a step on"
