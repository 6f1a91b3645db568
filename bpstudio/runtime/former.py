"""What was known of a layer before its units came or went: earlier stretches of its track."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.track import Track

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST = 8  # stretches of a layer


def stretches_before(step: int, known: Iterable[Track]) -> list[Track]:
    """Return of the tracks `known`, the oldest first, those that show something before `step`.

    At most the last `MOST`. One that begins at `step` was there while the user was still pulling.
    """
    return [track for track in known if len(track.steps) and track.steps[0] < step][-MOST:]


def resumed(width: int, earlier: list[Track]) -> Track:
    """Return the track to go on with: the last of `earlier` is taken out where it is as wide.

    So pulling and letting go, or undo at once, leaves no trace.
    """
    if earlier and earlier[-1].values.shape[1] == width:
        return earlier.pop()
    return Track(width)
