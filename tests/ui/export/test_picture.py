"""What stands in an exported picture, read with tools that know nothing of views."""

import re
import xml.etree.ElementTree as ET

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QFontInfo, QGuiApplication, QImage
from PySide6.QtSvg import QSvgRenderer
from pytestqt.qtbot import QtBot

from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.export.kinds import PNG, SVG
from bpstudio.ui.export.picture import CanvasDrawing, ViewDrawing, picture
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import DOCK_TITLE_HEIGHT, theme
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.view import View
from tests.ui.views.runs import digits, opened

SPACE = "{http://www.w3.org/2000/svg}"


def texts(svg: bytes) -> list[str]:
    return [(part.text or "").strip() for part in ET.fromstring(svg).iter(f"{SPACE}text")]


@pytest.mark.parametrize("kind", VIEWS)
def test_a_png_is_the_view_with_its_title_at_twice_the_size(qtbot: QtBot, kind: type[View]) -> None:
    view = opened(qtbot, kind)
    view.refresh(*digits())
    image = QImage.fromData(picture(ViewDrawing(view), PNG))
    assert (image.width(), image.height()) == (2 * 384, 2 * (180 + DOCK_TITLE_HEIGHT))
    assert round(image.dotsPerMeterX() * 0.0254) == 2 * 96
    assert image.pixelColor(2, 2) == theme().colors.window
    assert image.pixelColor(4, image.height() - 4) == theme().colors.surface


@pytest.mark.parametrize("kind", VIEWS)
def test_an_svg_has_its_texts_as_texts_and_can_be_drawn(qtbot: QtBot, kind: type[View]) -> None:
    view = opened(qtbot, kind)
    view.refresh(*digits())
    svg = picture(ViewDrawing(view), SVG)
    root = ET.fromstring(svg)
    assert root.find(f"{SPACE}title").text == view.title
    assert root.find(f"{SPACE}desc").text == view.accessibleDescription()
    assert view.title in texts(svg)
    assert len(texts(svg)) > 3
    assert QSvgRenderer(svg).isValid()
    assert QSvgRenderer(svg).viewBox().size() == view.size().grownBy(
        type(view.contentsMargins())(0, DOCK_TITLE_HEIGHT, 0, 0)
    )


def test_the_legend_is_in_it_and_the_buttons_are_not(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*digits())
    view.header().resize(384, 28)
    words = " ".join(texts(picture(ViewDrawing(view), SVG)))
    assert "test" in words
    assert "log" not in words.split()


def test_fonts_are_named_as_other_programs_know_them(window: MainWindow) -> None:
    svg = picture(CanvasDrawing(window.findChild(NetworkCanvas)), SVG).decode()
    families = set(re.findall(r'font-family="([^"]*)"', svg))
    assert families
    assert all(re.fullmatch(r"'[^'\[]+', (sans-)?serif", family) for family in families)
    interface = QFontInfo(QGuiApplication.font()).family()
    assert any(interface in family for family in families)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_the_colours_are_those_on_the_screen(qtbot: QtBot, mode: str) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*digits())
    before = theme().mode
    try:
        theme().set_mode(mode)
        svg = picture(ViewDrawing(view), SVG).decode()
        assert theme().colors.surface.name() in svg
        assert f'fill="{theme().colors.text.name()}"' in svg
    finally:
        theme().set_mode(before)


def test_nobody_points_at_it(qtbot: QtBot) -> None:
    view = opened(qtbot, LossView)
    view.refresh(*digits())
    before = picture(ViewDrawing(view), PNG)
    view.plot.pointer = QPointF(200, 90)
    view.plot.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.plot.readout() is not None
    assert picture(ViewDrawing(view), PNG) == before
    assert view.plot.pointer is not None


def test_the_network_is_in_it_with_what_its_marks_mean(window: MainWindow) -> None:
    canvas = window.findChild(NetworkCanvas)
    svg = picture(CanvasDrawing(canvas), SVG)
    words = texts(svg)
    assert "sigmoid · 32" in words
    assert "negative" in words
    image = QImage.fromData(picture(CanvasDrawing(canvas), PNG))
    assert image.size() == 2 * canvas.size()
    assert image.pixelColor(3, 3) == theme().colors.canvas
    colors = {image.pixelColor(x, 2 * 200).name() for x in range(image.width())}
    assert len(colors) > 20
    assert QColor("white").name() in colors
