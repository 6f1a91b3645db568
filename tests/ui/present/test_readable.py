"""In front of a class all can be read from the last row: words, sizes, ink."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDockWidget, QGraphicsItem, QToolBar
from pytestqt.qtbot import QtBot

from bpstudio.ui.canvas.kept_picture import KeptPicture
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import BOLD_DARK, BOLD_LIGHT, DARK, LIGHT, Colors, theme
from tests.ui.present.painted_text import painted_text
from tests.ui.present.presented import present, trained

PROJECTORS = ((1280, 720), (1920, 1080))
LEAST = 0.02  # of the picture's height


@pytest.fixture
def plainly(monkeypatch: pytest.MonkeyPatch) -> None:
    """Paint gates themselves: a picture of one has no words to be found in."""
    monkeypatch.setattr(
        KeptPicture, "paint", lambda _self, painter, _bounds, _look, draw: draw(painter)
    )


def small_text(window: MainWindow) -> list[str]:
    """Return what is painted too small to be read from the last row."""
    screen = window.present.screen
    assert screen is not None
    for item in screen.items():
        item.setCacheMode(QGraphicsItem.CacheMode.NoCache)
    words = painted_text(screen)
    assert len(words) >= 4
    least = LEAST * screen.height()
    return [f"{text!r}: {pixels:.1f} px" for text, pixels in words if pixels < least]


@pytest.mark.usefixtures("plainly")
def test_all_words_can_be_read_from_the_last_row(qtbot: QtBot, window: MainWindow) -> None:
    trained(qtbot, window)
    present(qtbot, window)
    for page in ("Network", "Circuit", "Check", "Draw"):
        window.show_tab(page)
        read_each_panel(qtbot, window)
    window.show_tab("Network")
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.parts.stage.passes.state.walked is not None)
    read_each_panel(qtbot, window)
    window.resize(*PROJECTORS[1])  # laid out as before, and enlarged by 3
    for page in ("Network", "Circuit", "Check", "Draw"):
        window.show_tab(page)
        qtbot.wait(20)
        assert not small_text(window), page


def read_each_panel(qtbot: QtBot, window: MainWindow) -> None:
    for panel in window.present.beside.titles:
        window.present.beside.choose(panel)
        qtbot.wait(20)
        assert not small_text(window), (window.parts.pages.current.title, panel)


def test_all_is_two_to_three_times_as_large_and_alone(qtbot: QtBot, window: MainWindow) -> None:
    """Fonts, edges and lines go through one transformation: at 720 lines by 2, at 1080 by 3."""
    present(qtbot, window)
    for size, factor in zip(PROJECTORS, (2.0, 3.0), strict=True):
        window.resize(*size)
        for page in ("Network", "Circuit"):
            window.show_tab(page)
            assert window.present.screen is not None
            assert window.present.screen.factor == pytest.approx(factor)
    window.resize(1280, 720)
    window.show_tab("Check")  # its widest card needs more room than half of 1280 px
    assert window.present.screen.factor == pytest.approx(1.5, abs=0.2)
    window.show_tab("Network")
    assert window.menuBar().isHidden()
    assert not any(bar.isVisible() for bar in window.findChildren(QToolBar))
    assert not any(dock.isVisible() for dock in window.findChildren(QDockWidget))
    for page in ("Circuit", "Check", "Draw", "Network"):
        window.show_tab(page)
        assert not any(bar.isVisible() for bar in window.findChildren(QToolBar))
        assert not window.parts.pages.left.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    assert not window.parts.timeline.isVisible()


def test_the_theme_may_change_meanwhile(qtbot: QtBot, window: MainWindow) -> None:
    theme().set_mode("light")
    near = theme().colors
    present(qtbot, window)
    assert theme().colors is not near
    theme().set_mode("dark")
    assert theme().is_dark
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert theme().is_dark
    theme().set_mode("light")
    assert theme().colors is near


def test_ink_stands_out_more_than_from_near(qtbot: QtBot) -> None:
    """The contrast of WCAG 2: (lighter + 0.05) / (darker + 0.05); 7 is its higher level."""
    for near, far in ((LIGHT, BOLD_LIGHT), (DARK, BOLD_DARK)):
        for name in ("text", "text2", "text3", "forward_text", "backward_text", "border"):
            assert contrast(far, name) > contrast(near, name)
            assert contrast(far, name) >= (3 if name == "border" else 7)


def contrast(colors: Colors, name: str) -> float:
    inks = (getattr(colors, name), colors.canvas)
    darker, lighter = sorted(luminance(ink.getRgbF()[:3]) for ink in inks)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(color: tuple[float, ...]) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in color]
    return sum(share * c for share, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))
