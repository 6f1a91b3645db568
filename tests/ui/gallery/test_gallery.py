"""The gallery by mouse and by keys."""

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QAction, QFontMetrics
from PySide6.QtWidgets import QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.runtime.snapshot import Status
from bpstudio.ui import dialogs
from bpstudio.ui.gallery.card_list import LEAST_CARD, CardList
from bpstudio.ui.gallery.catalogue import read_catalogue
from bpstudio.ui.gallery.dialog import EMPTY, Gallery
from bpstudio.ui.gallery.words import network_words, training_words
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import BOLD, GAP, HINT, VALUE, font, theme
from bpstudio.ui.widgets import card

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
Key = Qt.Key
EXAMPLES = read_catalogue()
TITLES = [example.title for example in EXAMPLES]


def open_gallery(qtbot: QtBot, window: MainWindow) -> Gallery:
    window.findChild(QAction, "actionExample").trigger()
    gallery = window.findChild(Gallery)
    assert gallery is not None
    qtbot.waitExposed(gallery)
    return gallery


@pytest.fixture
def gallery(qtbot: QtBot, window: MainWindow) -> Gallery:
    return open_gallery(qtbot, window)


def place_of(cards: CardList, title: str) -> QPoint:
    index = cards.model().index(TITLES.index(title), 0)
    cards.scrollTo(index)
    return cards.visualRect(index).center()


def click(qtbot: QtBot, gallery: Gallery, title: str) -> None:
    qtbot.mouseClick(gallery.cards.viewport(), LEFT, pos=place_of(gallery.cards, title))


def double_click(qtbot: QtBot, gallery: Gallery, title: str, button=LEFT) -> None:
    place = place_of(gallery.cards, title)
    qtbot.mouseClick(gallery.cards.viewport(), button, pos=place)
    qtbot.mouseDClick(gallery.cards.viewport(), button, pos=place)


def chosen(gallery: Gallery) -> str:
    example = gallery.cards.chosen
    assert example is not None
    return example.title


def is_gone(qtbot: QtBot, window: MainWindow) -> bool:
    qtbot.waitUntil(lambda: window.findChild(Gallery) is None)
    return True


def test_the_file_menu_leads_to_it(qtbot: QtBot, window: MainWindow) -> None:
    bar = window.menuBar()
    file = bar.actions()[0]
    qtbot.mouseClick(bar, LEFT, pos=bar.actionGeometry(file).center())
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == file.text())
    action = window.findChild(QAction, "actionExample")
    qtbot.mouseClick(menu, LEFT, pos=menu.actionGeometry(action).center())
    gallery = window.findChild(Gallery)
    assert gallery.isVisible()
    qtbot.waitUntil(gallery.cards.hasFocus)
    qtbot.keyClick(gallery.cards, Key.Key_Escape)


def test_the_menu_keeps_its_letters(qtbot: QtBot, window: MainWindow) -> None:
    menu = next(menu for menu in window.findChildren(QMenu) if menu.title() == "&File")
    menu.popup(window.mapToGlobal(QPoint(0, 24)))
    qtbot.keyClick(menu, Key.Key_E)
    assert window.findChild(Gallery).isVisible()
    qtbot.keyClick(window.findChild(Gallery), Key.Key_Escape)
    assert is_gone(qtbot, window)


def test_its_key_opens_it(qtbot: QtBot, window: MainWindow) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window, Key.Key_N, keys)
    assert window.findChild(Gallery).isVisible()
    qtbot.keyClick(window.findChild(Gallery), Key.Key_Escape)
    assert is_gone(qtbot, window)


def test_a_click_selects(qtbot: QtBot, gallery: Gallery, window: MainWindow) -> None:
    assert chosen(gallery) == TITLES[0]
    click(qtbot, gallery, "Circle")
    assert chosen(gallery) == "Circle"
    assert gallery.isVisible()
    assert any(label.text().startswith("Circle, 500") for label in gallery.findChildren(QLabel))
    assert window.document.experiment.data.name == "digits"


def test_a_click_beside_the_cards_changes_nothing(qtbot: QtBot, gallery: Gallery) -> None:
    click(qtbot, gallery, "Circle")
    rect = gallery.cards.visualRect(gallery.cards.currentIndex())
    beside = QPoint(gallery.cards.viewport().width() - 1, rect.bottom())
    assert not gallery.cards.indexAt(beside).isValid()
    qtbot.mouseClick(gallery.cards.viewport(), LEFT, pos=beside)
    qtbot.mouseDClick(gallery.cards.viewport(), LEFT, pos=beside)
    assert chosen(gallery) == "Circle"
    assert gallery.cards.selectionModel().selectedIndexes() == [gallery.cards.currentIndex()]
    assert gallery.isVisible()


def test_a_double_click_opens_every_example(qtbot: QtBot, window: MainWindow) -> None:
    for example in EXAMPLES:
        double_click(qtbot, open_gallery(qtbot, window), example.title)
        assert is_gone(qtbot, window)
        assert window.document.experiment == example.experiment
        assert window.document.path is None
        assert not window.isWindowModified()
        qtbot.waitUntil(lambda: window.session.snapshot.experiment == window.document.experiment)
        assert window.session.snapshot.status is Status.PAUSED, example.title
        assert window.windowTitle() == "Untitled[*] – bpstudio"


def test_only_the_left_button_opens(qtbot: QtBot, gallery: Gallery) -> None:
    double_click(qtbot, gallery, "XOR", RIGHT)
    assert gallery.isVisible()


def test_arrows_walk_and_enter_opens(qtbot: QtBot, gallery: Gallery, window: MainWindow) -> None:
    cards = gallery.cards
    walk = [(Key.Key_Right, 1), (Key.Key_Right, 2), (Key.Key_Down, 6), (Key.Key_Left, 5)]
    for key, place in [*walk, (Key.Key_Up, 1), (Key.Key_End, 15), (Key.Key_Home, 0)]:
        qtbot.keyClick(cards, key)
        assert chosen(gallery) == TITLES[place]
        assert cards.selectionModel().selectedIndexes() == [cards.currentIndex()]
    qtbot.keyClicks(cards, "xor")
    assert chosen(gallery) == "XOR"
    opened = []
    window.document.opened.connect(lambda: opened.append(True))
    qtbot.keyClick(cards, Key.Key_Return)
    assert is_gone(qtbot, window)
    assert window.document.experiment.data.name == "xor"
    assert opened == [True]


@pytest.mark.parametrize("button", ["Open", "Cancel"])
def test_the_buttons(qtbot: QtBot, gallery: Gallery, window: MainWindow, button: str) -> None:
    click(qtbot, gallery, "XOR")
    pressed = next(one for one in gallery.findChildren(QPushButton) if one.text() == button)
    assert pressed.toolTip()
    qtbot.mouseClick(pressed, LEFT)
    assert is_gone(qtbot, window)
    assert window.document.experiment.data.name == ("xor" if button == "Open" else "digits")


def test_escape_closes(qtbot: QtBot, gallery: Gallery, window: MainWindow) -> None:
    before = window.document.experiment
    qtbot.keyClick(gallery.cards, Key.Key_Escape)
    assert is_gone(qtbot, window)
    assert window.document.experiment is before


@pytest.mark.parametrize(
    ("answer", "leaves"), [(dialogs.Answer.Discard, True), (dialogs.Answer.Cancel, False)]
)
def test_unsaved_edits_are_asked_about(
    qtbot: QtBot,
    window: MainWindow,
    monkeypatch: pytest.MonkeyPatch,
    answer: dialogs.Answer,
    leaves: bool,
) -> None:
    asked = []
    monkeypatch.setattr("bpstudio.ui.keeper.ask_to_save", lambda *_: asked.append(1) or answer)
    window.document.edit("Rate", edits.set_training(window.document.experiment, learning_rate=0.3))
    gallery = open_gallery(qtbot, window)
    assert asked == []
    double_click(qtbot, gallery, "XOR")
    assert asked == [1]
    assert (window.document.experiment.data.name == "xor") is leaves
    assert window.isWindowModified() is not leaves
    assert is_gone(qtbot, window)


def test_cards_say_what_they_are(gallery: Gallery) -> None:
    assert gallery.cards.accessibleName() == "Examples"
    for row, example in enumerate(EXAMPLES):
        index = gallery.cards.model().index(row, 0)
        assert index.data(Qt.ItemDataRole.AccessibleTextRole) == example.title
        told = index.data(Qt.ItemDataRole.AccessibleDescriptionRole)
        assert told.startswith(example.sentence)
        assert network_words(example.experiment) in index.data(Qt.ItemDataRole.ToolTipRole)


def test_no_words_are_cut(gallery: Gallery) -> None:
    width = LEAST_CARD - 2 * card.PADDING
    hint, title = QFontMetrics(font(HINT)), QFontMetrics(font(VALUE, BOLD))
    for example in EXAMPLES:
        box = QRect(0, 0, width, 1000)
        height = hint.boundingRect(box, card.WORDS, example.sentence).height()
        assert height <= card.SENTENCE_LINES * card.LINE, example.sentence
        assert title.horizontalAdvance(example.title) <= width
        for words in (network_words(example.experiment), training_words(example.experiment)):
            assert hint.horizontalAdvance(words) <= width - card.PICTURE - card.PADDING


@pytest.mark.parametrize(("size", "columns"), [((1440, 900), 4), ((1280, 720), 4), ((960, 600), 3)])
def test_it_fits_into_the_window(
    qtbot: QtBot, window: MainWindow, size: tuple[int, int], columns: int
) -> None:
    window.resize(*size)
    gallery = open_gallery(qtbot, window)
    assert gallery.width() < window.width()
    assert gallery.height() < window.height()
    cards = gallery.cards
    rects = [cards.visualRect(cards.model().index(row, 0)) for row in range(len(EXAMPLES))]
    assert len({rect.left() for rect in rects}) == columns
    assert max(rect.right() - GAP for rect in rects) <= cards.viewport().width()
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)
    qtbot.keyClick(cards, Key.Key_Escape)


def test_the_selected_card_is_seen(gallery: Gallery) -> None:
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        picture = gallery.cards.grab().toImage()
        assert picture.pixelColor(30, 0) == theme().colors.accent


def test_without_examples_it_says_so(
    qtbot: QtBot, window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bpstudio.ui.file_commands.read_catalogue", lambda: ())
    gallery = open_gallery(qtbot, window)
    assert any(label.text() == EMPTY for label in gallery.findChildren(QLabel))
    qtbot.keyClick(gallery.cards, Key.Key_Return)
    assert gallery.isVisible()
    qtbot.keyClick(gallery.cards, Key.Key_Escape)
    assert is_gone(qtbot, window)
