"""Tracks and clocks as arrays of a file, and back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.refusal import Refusal
from bpstudio.runtime.clock import Clock, Passed
from bpstudio.runtime.track import Track, room_for

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.experiment.tensors import Tensors

Arrays = dict[str, "NDArray[Any]"]
FURTHEST = 2**53  # steps: beyond, a float can't count them one by one


def track_arrays(name: str, track: Track) -> Arrays:
    """Return the samples of a track, and how it goes on taking them."""
    return {
        f"{name}.steps": track.steps.copy(),
        f"{name}.values": track.values.copy(),
        f"{name}.pace": np.array(track.pace, np.int64),
    }


def taken_track(tensors: Tensors, name: str, width: int | None = None, kind: str = "F32") -> Track:
    """Take a track of so many columns out of a file, of any number where it is left out.

    Raises
    ------
    Refusal
        When its steps don't rise, or it is none that could have been written.
    """
    steps = tensors.exactly(f"{name}.steps", (None,), "F64")
    values = tensors.exactly(f"{name}.values", (len(steps), width), kind)
    room, stride, offered = tensors.exactly(f"{name}.pace", (3,), "I64").tolist()
    rises = bool((np.diff(steps) > 0).all() and (steps >= 0).all() and (steps <= FURTHEST).all())
    fits = len(steps) <= min(room, offered) and room <= room_for(values.shape[1])
    if not (rises and fits and stride >= 1):
        raise Refusal(f"{tensors.place}: {name}", "isn't what can be recorded along a run")
    return Track.resumed(steps, values, (room, stride, offered))


def clock_arrays(clock: Clock) -> Arrays:
    """Return what a clock knows."""
    return {
        **track_arrays("clock", clock.track),
        "clock.newest": np.array([clock.step, *clock.newest], np.float64),
    }


def taken_clock(tensors: Tensors) -> Clock:
    """Take a clock out of a file."""
    newest = tensors.decimals("clock.newest", (4,), np.float64).tolist()
    track = taken_track(tensors, "clock", len(Passed._fields), "F64")
    if not 0 <= newest[0] <= FURTHEST:
        raise Refusal(f"{tensors.place}: clock.newest", "isn't a step of a run")
    return Clock.resumed(track, int(newest[0]), Passed(*newest[1:]))
