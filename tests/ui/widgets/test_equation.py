import gc

import numpy as np
import pytest
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QImage, QPainter, QPicture
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.theme import DARK, LIGHT, TITLE, font, theme
from bpstudio.ui.widgets.equation import Equation, equation_extent, paint_equation


def ink(image: QImage) -> NDArray[np.bool_]:
    """Where something darker than the white ground was painted, (height, width)."""
    gray = image.convertToFormat(QImage.Format.Format_Grayscale8)
    rows = np.frombuffer(gray.constBits(), np.uint8).reshape(gray.height(), gray.bytesPerLine())
    return np.asarray(rows[:, : gray.width()] < 128)


def painted(tex: str, scale: float = 1.0, ratio: float = 1.0) -> QImage:
    image = QImage(round(200 * ratio), round(100 * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(QColor("white"))
    painter = QPainter(image)
    painter.scale(scale, scale)
    paint_equation(painter, QPointF(10, 40), tex, 20, QColor("black"))
    painter.end()
    return image


def test_it_stands_on_the_point(qtbot: QtBot) -> None:
    rows, columns = np.nonzero(ink(painted("x")))
    assert rows.max() == pytest.approx(39, abs=1)  # an x's feet
    assert columns.min() == pytest.approx(10, abs=2)
    assert 20 - 2 > rows.max() - rows.min() > 20 * 0.3  # its height, about 0.47 of the letters'


@pytest.mark.parametrize(("scale", "ratio"), [(1.0, 2.0), (2.0, 1.0), (0.5, 1.0)])
def test_it_is_drawn_in_the_pixels_there_are(qtbot: QtBot, scale: float, ratio: float) -> None:
    once, larger = ink(painted("x")), ink(painted("x", scale, ratio))
    factor = scale * ratio
    assert larger.sum() == pytest.approx(factor**2 * once.sum(), rel=0.35, abs=6)
    assert np.nonzero(larger)[0].max() == pytest.approx(factor * 40, abs=2)


def test_painting_leaves_the_painter_as_it_was(qtbot: QtBot) -> None:
    image = QImage(50, 50, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    painter.translate(7, 3)
    painter.setPen(QColor("red"))
    for tex in ("x", r"\frac{"):
        paint_equation(painter, QPointF(0, 20), tex)
    assert painter.worldTransform().dx() == 7
    assert painter.pen().color() == QColor("red")
    painter.end()


def test_what_cant_be_set_is_painted_as_text(qtbot: QtBot) -> None:
    assert ink(painted(r"\frac{")).any()
    assert equation_extent(r"\frac{").width > 0
    widget = Equation(r"\frac{")
    qtbot.addWidget(widget)
    assert not widget.grab().isNull()
    assert widget.accessibleName() == r"\frac{"


def test_it_can_be_recorded_as_lines(qtbot: QtBot) -> None:
    picture = QPicture()
    painter = QPainter(picture)
    paint_equation(painter, QPointF(0, 20), "x")
    painter.end()
    assert picture.size() > 100


def test_widget_has_room_for_it_and_its_words(qtbot: QtBot) -> None:
    widget = Equation(r"\frac{x}{2}")
    qtbot.addWidget(widget)
    extent = equation_extent(r"\frac{x}{2}", TITLE)
    assert widget.sizeHint().width() >= extent.width
    assert widget.sizeHint().height() >= extent.height
    assert widget.accessibleName() == "x over 2"
    widget.set_tex("w_1")
    assert widget.tex == "w_1"
    assert widget.accessibleName() == "w 1"
    widget.set_tex("")
    assert widget.sizeHint().isEmpty()


def test_in_a_row_it_stands_on_the_line_of_the_labels(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    label, widget = QLabel("x"), Equation("x")
    label.setFont(font())
    tall = Equation(r"\frac{x}{\frac{x}{x}}")
    for part in (label, widget, tall):
        row.addWidget(part)
    row.addStretch()
    theme().set_mode("light")
    window.setStyleSheet("QWidget { background: white; color: black; }")
    window.resize(300, 120)
    window.show()
    qtbot.waitExposed(window)
    pixels = ink(window.grab().toImage())

    def feet(part: QWidget) -> int:
        columns = pixels[:, part.x() : part.x() + part.width()]
        return int(np.nonzero(columns)[0].max())

    assert feet(widget) == pytest.approx(feet(label), abs=1)
    theme().set_mode("system")


def test_it_follows_the_theme(qtbot: QtBot) -> None:
    widget = Equation(r"\frac{1}{2}", 40, color="forward_text")
    qtbot.addWidget(widget)
    widget.setStyleSheet("background: gray")
    widget.show()
    for mode, colors in (("light", LIGHT), ("dark", DARK), ("light", LIGHT)):
        theme().set_mode(mode)
        image = widget.grab().toImage()
        pixels = {
            image.pixelColor(x, y).name()
            for x in range(image.width())
            for y in range(image.height())
        }
        assert colors.forward_text.name() in pixels
    theme().set_mode("system")


def test_of_what_was_painted_the_picture_alone_is_kept(qtbot: QtBot) -> None:
    """Qt's drawing of an equation takes five times as much memory, and isn't needed again."""

    def drawings() -> int:
        gc.collect()
        return sum(type(thing) is QSvgRenderer for thing in gc.get_objects())

    painted("x")
    before = drawings()
    for number in range(10):
        assert ink(painted(rf"\frac{{{number}}}{{7}}")).any()
    assert drawings() == before
