"""The record of a run as arrays of a document's ``run``, and back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bpstudio.refusal import Refusal
from bpstudio.runtime.record import Record
from bpstudio.runtime.snapshot import UnitRow
from bpstudio.runtime.track_file import taken_track, track_arrays

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from bpstudio.experiment.tensors import Tensors
    from bpstudio.runtime.clock import Clock
    from bpstudio.runtime.track import Track

GRADIENTS = 3  # columns: norm, mean and update ratio
LAYERED = re.compile(r"(gradients|saturation|units|former)\.(\d{1,9})(?:\.(\d{1,4}))?\.pace")


def record_arrays(record: Record) -> dict[str, NDArray[Any]]:
    """Return the losses of all steps and what was sampled; the clock is the run's."""
    arrays: dict[str, NDArray[Any]] = {"losses": record.losses.values()}
    for name, track in _tracks(record):
        arrays |= track_arrays(name, track)
    return arrays


def _tracks(record: Record) -> Iterator[tuple[str, Track]]:
    yield "test", record.test
    yield "probe", record.probe
    for kind in ("gradients", "saturation", "units"):
        for layer, track in getattr(record, kind).items():
            yield f"{kind}.{layer}", track
    for layer, tracks in record.former.items():
        for place, track in enumerate(tracks):
            yield f"former.{layer}.{place}", track


def taken_record(tensors: Tensors, clock: Clock) -> Record:
    """Take the record of a run out of a file.

    Raises
    ------
    Refusal
        With the place of what is missing or can't have been recorded.
    """
    record = Record()
    record.losses.extend(tensors.exactly("losses", (None,), "F32"))
    record.test, record.probe = taken_track(tensors, "test", 2), taken_track(tensors, "probe", 1)
    record.clock = clock
    for match in sorted(filter(None, map(LAYERED.fullmatch, tensors.names)), key=_order):
        kind, layer, name = match[1], int(match[2]), match[0].removesuffix(".pace")
        track = taken_track(tensors, name, GRADIENTS if kind == "gradients" else None)
        if kind == "units" and track.values.shape[1] % len(UnitRow):
            raise Refusal(f"{tensors.place}: {name}", "isn't so many numbers a unit")
        if kind == "former":
            record.former.setdefault(layer, []).append(track)
        else:
            getattr(record, kind)[layer] = track
    record.resume()
    return record


def _order(match: re.Match[str]) -> tuple[str, int, int]:
    return match[1], int(match[2]), int(match[3] or 0)
