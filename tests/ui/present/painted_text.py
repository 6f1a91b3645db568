"""All the words that a widget paints, and how large they are on the screen.

The widget is painted into an SVG, whose text elements have a size and a matrix: so labels, style
sheets, scenes and pictures that are painted by hand are all heard, and nothing of ours measures.
"""

from __future__ import annotations

import math
import re
from typing import NamedTuple
from xml.etree import ElementTree

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

NUMBER = re.compile(r"-?[\d.]+(?:e[-+]?\d+)?")


class Words(NamedTuple):
    text: str
    pixels: float  # the letters' size


def painted_text(widget: QWidget) -> list[Words]:
    content = QByteArray()
    buffer = QBuffer(content)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setResolution(96)
    with QPainter(generator) as painter:
        QWidget.render(widget, painter, QPoint())  # a canvas has another function of this name
    del generator  # before what it writes to
    root = ElementTree.fromstring(bytes(content.data()))
    found: list[Words] = []
    _walk(root, 1.0, found)
    return found


def _walk(element: ElementTree.Element, scale: float, found: list[Words]) -> None:
    matrix = element.get("transform", "")
    if matrix.startswith("matrix"):
        a, b, c, d, *_ = (float(number) for number in NUMBER.findall(matrix))
        scale *= math.sqrt(abs(a * d - b * c))
    words = "".join(element.itertext()).strip() if element.tag.endswith("text") else ""
    if words:
        size = float(NUMBER.findall(element.get("font-size", "0"))[0])
        found.append(Words(words, size * scale))
    for child in element:
        _walk(child, scale, found)
