"""The plane as a picture: a colour a class, stronger where the network is surer."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QImage, qRgb

from bpstudio.ui.theme import CLASSES_LIGHT, blend, theme

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.studies.regions import Regions
    from bpstudio.ui.views.axes import Axes

    Array = NDArray[np.floating]

LEVELS = 48
FAINTEST, STRONGEST = 0.06, 0.5  # of a class's colour on the ground


def region_image(found: Regions, classes: int) -> QImage:
    """Return the regions of so many classes as a picture, a pixel a point."""
    sure = found.y.max(axis=0)
    share = np.clip((np.nan_to_num(sure) - 1 / classes) / (1 - 1 / classes), 0, 1)
    hues = _hues(theme().is_dark)
    return _image(hues[found.winner % len(hues), np.rint(share * (LEVELS - 1)).astype(np.intp)])


def heat_image(found: Regions, low: float, high: float) -> QImage:
    """Return the predicted numbers as a heat map from `low` to `high`."""
    share = np.clip((np.nan_to_num(found.y[0]) - low) / max(high - low, 1e-300), 0, 1)
    return _image(_heats()[np.rint(255 * share).astype(np.intp)])


def image_place(found: Regions, axes: Axes) -> QRectF:
    """Return where the picture goes: its points are the middles of its pixels."""
    half_x = (found.xs[1] - found.xs[0]) / 2
    half_y = (found.ys[1] - found.ys[0]) / 2
    left, right = axes.x_of(np.array([found.xs[0] - half_x, found.xs[-1] + half_x])).tolist()
    bottom, top = axes.y_of(np.array([found.ys[0] - half_y, found.ys[-1] + half_y])).tolist()
    return QRectF(QPointF(left, top), QPointF(right, bottom))


def _image(colors: NDArray[np.uint32]) -> QImage:
    """Return the colours (rows, columns) as a picture, the first row at the bottom."""
    upright = np.ascontiguousarray(colors[::-1])
    height, width = upright.shape
    return QImage(upright.data, width, height, 4 * width, QImage.Format.Format_RGB32).copy()


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


@cache
def _heats() -> NDArray[np.uint32]:
    heats = [theme().heat(k / 255) for k in range(256)]
    return np.array([qRgb(c.red(), c.green(), c.blue()) for c in heats], np.uint32)
