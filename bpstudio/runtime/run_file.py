"""A saved run as arrays: what a document's ``state`` and ``run`` hold of it.

What isn't numbers in a row is JSON, as the bytes of an array of its own.
"""

import math
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import msgspec
import numpy as np
from msgspec import Meta, Raw, Struct
from numpy.typing import NDArray

from bpstudio.engine.descent import Checkpoint, Place
from bpstudio.experiment.schema import to_plain
from bpstudio.experiment.spec import Point, replace
from bpstudio.experiment.table_path import seen_from
from bpstudio.experiment.versions import RUN
from bpstudio.runtime.history import Segment
from bpstudio.runtime.saved_run import SavedRun
from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.stopping import StopState
from bpstudio.runtime.track_file import clock_arrays

Arrays = dict[str, Any]  # of NumPy, by name
Count = Annotated[int, Meta(ge=0, le=2**53)]
Number = float | None  # None for what is not finite, which JSON has no word for
JSON = "json"  # the array with what isn't numbers
MOST_SEGMENTS = 10_000
PlainStretch = tuple[Count, Count, Count, bool]  # see `Stretch`


class Plain(Struct, forbid_unknown_fields=True):
    """What is written as JSON; a field that is missing, unknown or of another kind is refused."""


class PlainPlace(Plain):
    """How far a descent has come."""

    step: Count
    epochs: Count
    used: Count


class PlainStop(Plain):
    """What stop rules know."""

    total: Number
    steps: Count
    is_partial: bool
    last_loss: Number
    best_batch_loss: Number
    best_loss: Number
    best_epoch: Count
    best: PlainPlace | None


class Text(Plain):
    """What is a JSON text of its own, and so has a header."""

    format: str
    version: int


class PlainState(Text):
    """A run between two steps, its numbers in a row aside."""

    place: PlainPlace
    earlier: PlainPlace | None
    order: list[PlainStretch]
    seed: Count
    limit: Number
    loss: Number
    goal: Count
    edited_at: Count
    newest: Count
    status: Status
    message: str
    culprit: tuple[Count, Count] | None
    epoch_lengths: list[tuple[Count, Count]]
    kept: tuple[Count, str] | None
    stop: PlainStop


class PlainSegment(Plain, omit_defaults=True):
    """A stretch of a run.

    A drawing begins with so many points of the stretch before; those of the `experiment` come
    after them. Otherwise each stroke of the mouse would write all points again. `experiment` and
    `order` (of `PlainStretch`) stay text until they are looked at: as values they may be large.
    """

    experiment: Raw
    start: Count
    limit: Number
    order: Raw
    points_before: Count = 0


class PlainKept(Plain):
    """A checkpoint of the segment at this place in their list."""

    segment: Count
    place: PlainPlace
    is_start: bool


class PlainHistory(Text):
    """What a run can be had again from."""

    stride: Count
    segments: Annotated[list[PlainSegment], Meta(max_length=MOST_SEGMENTS)]
    kept: list[PlainKept]


def state_arrays(saved: SavedRun) -> Arrays:
    """Return what is needed to go on, the parameters and the experiment aside."""
    arrays: Arrays = {f"optimizer.{name}": array for name, array in saved.now.state.items()}
    earlier, state = saved.earlier, saved.state
    for name, checkpoint in (("earlier", earlier), ("best", state.stop.best)):
        if checkpoint is not None:
            arrays |= _checkpoint_arrays(name, checkpoint)
    plain = PlainState(
        **RUN.header,
        place=_plain_place(saved.now.place),
        earlier=None if earlier is None else _plain_place(earlier.place),
        order=list(state.order.stretches),
        seed=state.seed,
        limit=_number(saved.limit),
        loss=_number(state.loss),
        goal=state.goal,
        edited_at=state.edited_at,
        newest=state.newest,
        status=state.status,
        message=state.message,
        culprit=state.culprit,
        epoch_lengths=list(state.epoch_lengths),
        kept=None if state.kept is None else (state.kept.step, state.kept.words),
        stop=_plain_stop(state.stop),
    )
    return arrays | {JSON: _json(plain)}


def _plain_stop(stop: StopState) -> PlainStop:
    return PlainStop(
        total=_number(stop.total),
        steps=stop.steps,
        is_partial=stop.is_partial,
        last_loss=_number(stop.last_loss),
        best_batch_loss=_number(stop.best_batch_loss),
        best_loss=_number(stop.best_loss),
        best_epoch=stop.best_epoch,
        best=None if stop.best is None else _plain_place(stop.best.place),
    )


def history_arrays(saved: SavedRun, folder: Path) -> Arrays:
    """Return what is needed to look back; tables are named as seen from `folder`."""
    history = saved.history
    segments = history.segments
    places = {id(segment): place for place, segment in enumerate(segments)}
    arrays: Arrays = {}
    for number, kept in enumerate(history.kept):
        arrays |= _checkpoint_arrays(f"checkpoints.{number}", kept.checkpoint)
    plain = PlainHistory(
        **RUN.header,
        stride=history.stride,
        segments=[
            plain_segment(segment, before, folder)
            for before, segment in pairwise((None, *segments))
            if segment is not None
        ],
        kept=[
            PlainKept(
                segment=places[id(kept.segment)],
                place=_plain_place(kept.checkpoint.place),
                is_start=kept.is_start,
            )
            for kept in history.kept
        ],
    )
    return arrays | clock_arrays(saved.clock) | {JSON: _json(plain)}


def plain_segment(segment: Segment, before: Segment | None, folder: Path) -> PlainSegment:
    """Return a stretch of a run as it is written after the one `before`."""
    experiment = seen_from(segment.experiment, folder)
    points = experiment.data.points
    shared = _shared(points, before.experiment.data.points) if before is not None else 0
    rest = replace(experiment, data=replace(experiment.data, points=points[shared:]))
    return PlainSegment(
        experiment=Raw(msgspec.json.encode(to_plain(rest))),
        start=segment.start,
        limit=_number(segment.limit),
        order=Raw(msgspec.json.encode(segment.order.stretches)),
        points_before=shared,
    )


def _shared(points: Sequence[Point], before: Sequence[Point]) -> int:
    """Return how many points both begin with."""
    both = enumerate(zip(points, before, strict=False))
    return next((place for place, (a, b) in both if a != b), min(len(points), len(before)))


def _checkpoint_arrays(name: str, checkpoint: Checkpoint) -> Arrays:
    state = {f"{name}.{key}": array for key, array in checkpoint.state.items()}
    return {f"{name}.parameters": checkpoint.parameters} | state


def _plain_place(place: Place) -> PlainPlace:
    return PlainPlace(place.step, place.epochs, place.used)


def _number(value: float) -> Number:
    return value if math.isfinite(value) else None


def _json(plain: Text) -> NDArray[np.uint8]:
    return np.frombuffer(msgspec.json.encode(plain), np.uint8)
