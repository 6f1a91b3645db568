"""A view, the network or the circuit as a picture in a file, in the colours of the screen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLineF, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QGraphicsView, QWidget

from bpstudio.ui.export.kinds import SVG, Kind
from bpstudio.ui.theme import BOLD, DOCK_TITLE_HEIGHT, GRID, VALUE, font, theme

if TYPE_CHECKING:
    from bpstudio.ui.canvas.view import CanvasView
    from bpstudio.ui.views.view import View

SCALE = 2  # pixels of a PNG for each of the screen's
DPI = 96  # of the screen, as style sheets and SVG have it
INCH = 0.0254  # m
TITLE_LEFT = 12  # px
FAMILY = re.compile(rb'font-family="([^"]*)"')
SERIFS = ("Serif", "Roman", "STIX", "Times")  # names of fonts that have some


class Drawing(Protocol):
    """What can be drawn on paper of a size."""

    size: QSize
    title: str
    description: str

    def draw(self, painter: QPainter) -> None:
        """Draw all of it, from (0, 0) to `size`, in px."""


class ViewDrawing:
    """A view with its title and the keys of its header; buttons stay out."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.size = view.size() + QSize(0, DOCK_TITLE_HEIGHT)
        self.title = view.title
        self.description = view.accessibleDescription()

    def draw(self, painter: QPainter) -> None:
        """Draw the title, the keys beside it, and the picture below, as if nobody pointed at it."""
        self._draw_title(painter)
        right = self.size.width() - GRID
        for key in reversed(keys_of(self._view.header())):
            right -= key.width()
            place = QPoint(right, (DOCK_TITLE_HEIGHT - key.height()) // 2)
            key.render(painter, place)
            right -= GRID
        with self._view.untouched():
            self._view.render(painter, QPoint(0, DOCK_TITLE_HEIGHT))

    def _draw_title(self, painter: QPainter) -> None:
        colors = theme().colors
        strip = QRectF(0, 0, self.size.width(), DOCK_TITLE_HEIGHT)
        painter.fillRect(strip, colors.window)
        painter.setFont(font(VALUE, BOLD))
        painter.setPen(colors.text)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(strip.adjusted(TITLE_LEFT, 0, 0, 0), flags, self.title)
        painter.setPen(colors.border)
        y = DOCK_TITLE_HEIGHT - 0.5
        painter.drawLine(QLineF(0, y, strip.width(), y))


class CanvasDrawing:
    """A network or a circuit as it is shown, with the line below that says what its marks mean."""

    def __init__(self, canvas: CanvasView) -> None:
        self._canvas = canvas
        self.size = canvas.size()
        self.title = canvas.accessibleName()
        self.description = canvas.accessibleDescription()

    def draw(self, painter: QPainter) -> None:
        """Draw the scene that is in sight, and the legend."""
        seen = QRect(QPoint(0, 0), self._canvas.viewport().size())
        painter.save()
        QGraphicsView.render(self._canvas, painter, QRectF(seen), seen)
        painter.restore()
        legend = self._canvas.legend
        legend.render(painter, legend.pos())


def keys_of(header: QWidget | None) -> list[QWidget]:
    """Return what a header shows and nobody can press: legends, keys, captions, from the left."""
    if header is None:
        return []
    parts = [part for part in (header, *header.findChildren(QWidget)) if _is_key(part, header)]
    return sorted(parts, key=lambda part: part.mapTo(header, QPoint()).x())


def _is_key(part: QWidget, header: QWidget) -> bool:
    is_leaf = not part.findChildren(QWidget) and part.layout() is None
    is_seen = part is header or part.isVisibleTo(header)
    return is_leaf and is_seen and part.focusPolicy() == Qt.FocusPolicy.NoFocus


def picture(drawing: Drawing, kind: Kind) -> bytes:
    """Return the content of a file of this kind with the drawing."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    write = _write_svg if kind is SVG else _write_png
    write(drawing, buffer)
    content = bytes(buffer.data().data())
    return FAMILY.sub(_known_family, content) if kind is SVG else content


def _known_family(named: re.Match[bytes]) -> bytes:
    """Name a font as others know it: what the desktop calls "Sans Serif" is a font of its own."""
    family = QFontInfo(QFont(named[1].decode())).family().partition(" [")[0]
    has_serifs = any(word in family for word in SERIFS) and "Sans" not in family
    return f"font-family=\"'{family}', {'serif' if has_serifs else 'sans-serif'}\"".encode()


def _write_png(drawing: Drawing, buffer: QBuffer) -> None:
    image = QImage(drawing.size * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(theme().colors.surface)
    with QPainter(image) as painter:
        drawing.draw(painter)
    dots = round(SCALE * DPI / INCH)  # so that a text takes it at the size on the screen
    image.setDotsPerMeterX(dots)
    image.setDotsPerMeterY(dots)
    QImageWriter(buffer, QByteArray(b"png")).write(image)


def _write_svg(drawing: Drawing, buffer: QBuffer) -> None:
    svg = QSvgGenerator(QSvgGenerator.SvgVersion.Svg11)  # the one that can clip
    svg.setOutputDevice(buffer)
    svg.setResolution(DPI)
    svg.setSize(drawing.size)
    svg.setViewBox(QRect(QPoint(0, 0), drawing.size))
    svg.setTitle(drawing.title)
    svg.setDescription(drawing.description)
    with QPainter(svg) as painter:
        painter.fillRect(QRect(QPoint(0, 0), drawing.size), theme().colors.surface)
        drawing.draw(painter)
