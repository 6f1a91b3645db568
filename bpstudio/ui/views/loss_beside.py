"""The losses of another run beside those of the one that is shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.ui.views.beyond import Beyond, beyond_of
from bpstudio.ui.views.buckets import Buckets, buckets
from bpstudio.ui.views.overlay import Overlay, last_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.runtime.loss_curve import LossCurve
    from bpstudio.runtime.record import Record

    Array = NDArray[np.floating]


class Beside(NamedTuple):
    """Another run: its curve without points, and the losses of which they are made."""

    overlay: Overlay
    losses: LossCurve
    fine: Buckets
    beyond: Beyond | None

    def curve(self, most: int, visible: tuple[float, float], *, smooth: bool) -> Overlay:
        """Return its curve, with about `most` points in its own `visible` steps."""
        some = self.fine.merged(most, visible)
        if smooth:
            return replace(self.overlay, steps=some.last, values=self.losses.smoothed(some.last))
        return replace(self.overlay, steps=some.middle, values=some.mean)


def beside_of(record: Record, dashes: tuple[float, ...]) -> Beside:
    """Return what is drawn of the losses of `record`."""
    none: Array = np.empty(0)
    one = Overlay(record.name, dashes, record.clock, last_of(record), none, none)
    return Beside(one, record.losses, *fine_of(record.losses, record.name))


def fine_of(losses: LossCurve, name: str = "") -> tuple[Buckets, Beyond | None]:
    """Return the buckets of a run's losses, and the last one apart where it is beyond them."""
    beyond = beyond_of(losses, name)
    return buckets(losses.envelope(None if beyond is None else beyond.step - 1)), beyond
