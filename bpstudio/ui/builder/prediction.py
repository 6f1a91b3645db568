"""What a regression predicts, on the card of the output: y, the target and their difference."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.builder.chain import spread
from bpstudio.ui.canvas.ink import RIGHT, line, write
from bpstudio.ui.numbers import NONE, figure
from bpstudio.ui.theme import BODY, BOLD, theme

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QPainter

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.snapshot import LayerSnapshot, SampleSnapshot


def draw_prediction(
    painter: QPainter,
    body: QRectF,
    dataset: Dataset,
    layer: LayerSnapshot | None,
    sample: SampleSnapshot | None,
) -> None:
    """Write the three numbers below each other in `body`; dashes where there are none."""
    colors = theme().colors
    left, width = body.left() + 12, body.width() - 24
    # y and t are in the target's own units, delta is what the passes work with
    delta = "δ = y − t" if dataset.target_scale == 1 else "δ, scaled"
    y, t = (None, None) if sample is None else (float(sample.y[0]), sample.target)
    rows = (
        ("y", _own_units(y, dataset), colors.forward_text),
        ("t", _own_units(t, dataset), colors.text),
        (delta, NONE if layer is None else figure(float(layer.delta[0])), colors.backward_text),
    )
    for (name, words, color), middle in zip(rows, spread(3, body).tolist(), strict=True):
        place = line(left, middle, width)
        write(painter, place, name, colors.text2)
        write(painter, place, words, color, size=BODY, weight=BOLD, align=RIGHT)


def _own_units(x: float | None, dataset: Dataset) -> str:
    return NONE if x is None else figure(x * dataset.target_scale + dataset.target_offset)
