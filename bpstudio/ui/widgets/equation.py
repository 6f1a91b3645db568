r"""Equations on the screen, from TeX: a widget, and a function that paints one at a point.

Both are in the theme's colours and follow it. Where TeX can't be set, the equation stands there
as plain text; nothing is raised.
"""

from __future__ import annotations

from functools import lru_cache
from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPaintEngine, QPainter, QTransform
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QSizePolicy, QWidget

from bpstudio.ui.pixels import pixel_ratio
from bpstudio.ui.tex.setting import set_equation
from bpstudio.ui.tex.words import in_words, plain_text
from bpstudio.ui.theme import BODY, TITLE, font, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFont, QPaintEvent

    from bpstudio.ui.theme import Colors

KEPT = 128  # pictures: as many as are in sight at once, and again as many
LINES = 64  # drawings of strokes, each as large as five pictures, for what is enlarged or exported


class Extent(NamedTuple):
    """How large an equation is: its width, and how far it goes above and below its baseline, px."""

    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent


def equation_extent(tex: str, size: int = TITLE) -> Extent:
    """Return the room that `tex` takes in letters of `size` px."""
    setting = set_equation(tex, size)
    if setting is not None:
        return Extent(setting.width, setting.ascent, setting.descent)
    metrics = QFontMetricsF(font(size))
    text = plain_text(tex)
    return Extent(metrics.horizontalAdvance(text), metrics.ascent(), metrics.descent())


def paint_equation(
    painter: QPainter, at: QPointF, tex: str, size: int = TITLE, color: QColor | None = None
) -> Extent:
    r"""Paint `tex` with the left end of its baseline at `at`, and return its extent.

    Parameters
    ----------
    color
        The theme's ink unless given. Parts in ``\textcolor{backward_text}{...}`` keep theirs.
    """
    extent = equation_extent(tex, size)
    ink = QColor(color) if color is not None else theme().colors.text
    painter.save()
    if set_equation(tex, size) is None:
        painter.setFont(font(size))
        painter.setPen(ink)
        painter.drawText(at, plain_text(tex))
    elif _is_on_pixels(painter):
        _paint_picture(painter, at, tex, size, ink, extent)
    else:  # as lines, so that it stays sharp
        top_left = at - QPointF(0, extent.ascent)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        renderer = _kept_renderer(tex, size, ink.name(), theme().colors)
        renderer.render(painter, QRectF(top_left, _size(extent)))
    painter.restore()
    return extent


def _is_on_pixels(painter: QPainter) -> bool:
    """Whether it paints pixels, neither enlarged nor turned."""
    kinds = QTransform.TransformationType
    is_raster = painter.paintEngine().type() == QPaintEngine.Type.Raster
    return is_raster and painter.worldTransform().type() in (kinds.TxNone, kinds.TxTranslate)


def _paint_picture(
    painter: QPainter, at: QPointF, tex: str, size: int, ink: QColor, extent: Extent
) -> None:
    """Paint the picture that is kept, on whole device pixels."""
    ratio = pixel_ratio(painter)
    shift = painter.worldTransform().map(at - QPointF(0, extent.ascent))
    place = QPointF(round(shift.x() * ratio) / ratio, round(shift.y() * ratio) / ratio)
    picture = _picture(tex, size, ink.name(), theme().colors, ratio)
    painter.setWorldTransform(QTransform())
    painter.drawImage(place, picture)


@lru_cache(LINES)
def _kept_renderer(tex: str, size: int, ink: str, _colors: Colors) -> QSvgRenderer:
    return _renderer(tex, size, ink)


def _renderer(tex: str, size: int, ink: str) -> QSvgRenderer:
    setting = set_equation(tex, size)
    assert setting is not None
    return QSvgRenderer(QByteArray(setting.colored(QColor(ink))))


@lru_cache(KEPT)
def _picture(tex: str, size: int, ink: str, _colors: Colors, ratio: float) -> QImage:
    extent = equation_extent(tex, size)
    size_px = QSize(ceil(extent.width * ratio), ceil(extent.height * ratio))
    picture = QImage(size_px, QImage.Format.Format_ARGB32_Premultiplied)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _renderer(tex, size, ink).render(painter, QRectF(QPointF(), _size(extent)))
    return picture


class Equation(QWidget):
    """An equation in a layout, read out in words.

    Beside labels in a row, centred as Qt does it, it stands on their baseline.

    Parameters
    ----------
    tex
        What it shows; "" takes no room.
    size
        The letters, px.
    color
        The name of one of the theme's colours.
    line
        The font of the text that it stands in.
    """

    def __init__(
        self,
        tex: str = "",
        size: int = TITLE,
        *,
        color: str = "text",
        line: QFont | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._tex, self._size, self._color = "", size, color
        self._line = line or font(BODY)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)
        self.set_tex(tex)

    @property
    def tex(self) -> str:
        """What is shown, as it is written."""
        return self._tex

    def set_tex(self, tex: str) -> None:
        """Show `tex` instead."""
        if tex == self._tex:
            return
        self._tex = tex
        self.setAccessibleName(in_words(tex))
        self.updateGeometry()
        self.update()

    def set_size(self, size: int) -> None:
        """Show it in letters of another size, px."""
        if size != self._size:
            self._size = size
            self.updateGeometry()
            self.update()

    def set_color(self, color: str) -> None:
        """Show it in the colour of the theme that is called `color`."""
        self._color = color
        self.update()

    @property
    def baseline(self) -> int:
        """How far below the middle of the widget the equation stands, px."""
        metrics = QFontMetricsF(self._line)
        return round((metrics.ascent() - metrics.descent()) / 2)

    def sizeHint(self) -> QSize:
        """Return the room it takes, as much above as below the middle of its line."""
        if not self._tex:
            return QSize(0, 0)
        extent = equation_extent(self._tex, self._size)
        half = max(extent.ascent - self.baseline, extent.descent + self.baseline)
        return QSize(ceil(extent.width), 2 * ceil(half))

    def minimumSizeHint(self) -> QSize:
        """Return the same: an equation isn't cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint it at the left, on its baseline; disabled it is paler."""
        if not self._tex:
            return
        colors = theme().colors
        color = getattr(colors, self._color) if self.isEnabled() else colors.strong
        with QPainter(self) as painter:
            at = QPointF(0, self.height() // 2 + self.baseline)
            paint_equation(painter, at, self._tex, self._size, color)


def _size(extent: Extent) -> QSizeF:
    return QSizeF(extent.width, extent.height)
