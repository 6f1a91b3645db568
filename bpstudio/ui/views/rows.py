"""How layers share the height of a picture."""

from __future__ import annotations

from typing import NamedTuple

LEAST, THINNEST = 28, 2  # px: two lines of text, where there is room; what can still be seen
GAPS = ((14, 4), (4, 1), (0, 0))  # px: from so much height a layer on, so wide a gap


class Band(NamedTuple):
    """The rows of a picture that show layer `layer`, counted from 0: `height` of them."""

    layer: int
    top: int
    height: int


def share_height(units: list[int], height: int) -> list[Band]:
    """Return the bands of layers of so many `units`, at least 2 px each, over `height` px.

    Heights go by the number of units, but small layers keep room for their names. Where there
    are more layers than fit, layers are left out evenly.
    """
    layers = list(range(len(units)))
    most = max(height // THINNEST, 1)
    if len(layers) > most:
        layers = [k * len(units) // most for k in range(most)]
    if not layers:
        return []
    gap = next(gap for enough, gap in GAPS if height / len(layers) >= enough)
    room = height - gap * (len(layers) - 1)
    least = min(LEAST, room // len(layers))
    spare, total = room - least * len(layers), sum(units[layer] for layer in layers)
    bands, so_far = [], 0
    top = 0
    for place, layer in enumerate(layers):
        so_far += units[layer]
        bottom = least * (place + 1) + spare * so_far // total + gap * place
        bands.append(Band(layer, top, bottom - top))
        top = bottom + gap
    return bands
