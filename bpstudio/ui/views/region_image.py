"""The plane as a picture: a colour a class, stronger where the network is surer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QLineF, QPointF, QRectF
from PySide6.QtGui import QPen

from bpstudio.ui.drawable import drawable
from bpstudio.ui.pixels import image_of
from bpstudio.ui.theme import CLASSES_LIGHT, blend, theme
from bpstudio.ui.views.heat import heats

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PySide6.QtGui import QImage, QPainter

    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.ui.views.axes import Axes

    Array = NDArray[np.floating]

LEVELS = 48
FAINTEST, STRONGEST = 0.06, 0.5  # of a class's colour on the ground


def region_image(found: Regions, classes: int) -> QImage:
    """Return the regions of so many classes as a picture, a pixel a point."""
    sure = found.y.max(axis=0)
    share = np.clip((drawable(sure) - 1 / classes) / (1 - 1 / classes), 0, 1)
    hues = _hues(theme().is_dark)
    level = np.rint(share * (LEVELS - 1)).astype(np.intp)
    return image_of(hues[found.winner % len(hues), level][::-1])  # the first row at the bottom


def heat_image(found: Regions, low: float, high: float) -> QImage:
    """Return the predicted numbers as a heat map from `low` to `high`."""
    return image_of(heats((drawable(found.y[0]) - low) / max(high - low, 1e-300))[::-1])


def image_place(found: Regions, axes: Axes) -> QRectF:
    """Return where the picture goes: its points are the middles of its pixels."""
    half_x = (found.xs[1] - found.xs[0]) / 2
    half_y = (found.ys[1] - found.ys[0]) / 2
    left, right = axes.x_of(np.array([found.xs[0] - half_x, found.xs[-1] + half_x])).tolist()
    bottom, top = axes.y_of(np.array([found.ys[0] - half_y, found.ys[-1] + half_y])).tolist()
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def draw_boundary(painter: QPainter, found: Regions, axes: Axes) -> None:
    """Draw the lines between the regions."""
    if not len(found.boundary):
        return
    points = found.boundary.astype(np.float64)
    xs = found.xs[0] + points[:, [0, 2]] * (found.xs[1] - found.xs[0])
    ys = found.ys[0] + points[:, [1, 3]] * (found.ys[1] - found.ys[0])
    lines = np.stack([axes.x_of(xs), axes.y_of(ys)], axis=-1).reshape(-1, 4)
    painter.setPen(QPen(theme().colors.text, 1.25))
    painter.drawLines([QLineF(*line) for line in lines.tolist()])


@cache
def _hues(dark: bool) -> NDArray[np.uint32]:
    """Return each class's colour at each level, (classes, LEVELS)."""
    ground = theme().colors.surface
    levels = np.linspace(FAINTEST, STRONGEST, LEVELS).tolist()
    return np.array(
        [
            [blend(ground, theme().class_color(number), level).rgb() for level in levels]
            for number in range(len(CLASSES_LIGHT))
        ],
        np.uint32,
    )
