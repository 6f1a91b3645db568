"""How layers are told apart: one vermillion hue, from the first layer to the output."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPen

from bpstudio.ui.theme import blend, theme

# How far the ends of the row lie from plain vermillion, towards black or white: what contrasts
# most with the ground is the first layer.
FIRST_LIGHT, LAST_LIGHT = 0.46, 0.38
FIRST_DARK, LAST_DARK = 0.55, 0.22
DASHES: tuple[list[float], ...] = ([], [4, 2], [1.3, 1.7])  # times the pen's width
FEW = len(DASHES)  # layers: more have names at their curves and no dashes
WIDTH = 1  # px


def depth_color(place: int, layers: int) -> QColor:
    """Return the colour of layer `place`, counted from 0, of so many `layers`."""
    return _color(place, layers, theme().is_dark)


@lru_cache(maxsize=256)
def _color(place: int, layers: int, dark: bool) -> QColor:
    middle = theme().colors.backward
    black, white = QColor(Qt.GlobalColor.black), QColor(Qt.GlobalColor.white)
    if dark:
        first, last = blend(middle, white, FIRST_DARK), blend(middle, black, LAST_DARK)
    else:
        first, last = blend(middle, black, FIRST_LIGHT), blend(middle, white, LAST_LIGHT)
    along = 2 * place / (layers - 1) if layers > 1 else 1.0
    return blend(first, middle, along) if along <= 1 else blend(middle, last, along - 1)


def depth_pen(place: int, layers: int) -> QPen:
    """Return the pen of layer `place`: of up to three layers each has a dash of its own."""
    few = layers <= FEW
    pen = QPen(depth_color(place, layers), WIDTH)
    if few and DASHES[place]:
        pen.setDashPattern(DASHES[place])
    return pen
