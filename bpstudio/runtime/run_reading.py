"""A saved run taken out of a document's arrays; whatever doesn't fit is refused with its place."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import numpy as np
from msgspec import Raw

from bpstudio.data import drawn
from bpstudio.data.added import have_one_source, with_added
from bpstudio.data.memory import in_words
from bpstudio.engine.descent import Checkpoint, Place
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data, network
from bpstudio.experiment.fields import checked_version, without_header
from bpstudio.experiment.order import Order, Stretch
from bpstudio.experiment.storage import parse_experiment
from bpstudio.experiment.table_path import rooted
from bpstudio.experiment.versions import RUN
from bpstudio.refusal import Refusal, printable
from bpstudio.runtime.history import History, Kept, Segment
from bpstudio.runtime.portrait import Asked
from bpstudio.runtime.run_bounds import (
    MOST_BY_HAND,
    MOST_ORDER,
    MOST_STATE,
    data_bytes,
    most_run_text,
)
from bpstudio.runtime.run_file import (
    JSON,
    PlainHistory,
    PlainPlace,
    PlainState,
    PlainStop,
    PlainStretch,
    Text,
)
from bpstudio.runtime.run_state import RunState
from bpstudio.runtime.saved_run import SavedRun
from bpstudio.runtime.snapshot import Mark
from bpstudio.runtime.stopping import StopState
from bpstudio.runtime.track_file import taken_clock

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment, Point
    from bpstudio.experiment.tensors import Tensors
    from bpstudio.runtime.run_file import Number, PlainSegment

MOST_EARLIER = 1_024  # updates: it is had again by replay, and is never so far away

Kind = np.dtype[Any]
T = TypeVar("T", bound=Text)
D = TypeVar("D")


def taken_run(
    state: Tensors,
    run: Tensors,
    experiment: Experiment,
    data: Dataset,
    parameters: Array,
    folder: Path,
) -> SavedRun:
    """Take a run out of the arrays of a document.

    Parameters
    ----------
    state, run
        What `run_file` has made of it.
    experiment, data, parameters
        What the document says besides; the parameters are flat.
    folder
        Where the file lies, and from where tables are looked for.

    Raises
    ------
    Refusal
        With the place of what is missing, unknown or doesn't fit.
    """
    plain = taken_plain(state, PlainState, MOST_STATE)
    reader = _Reader(state, experiment, data, parameters.dtype)
    return SavedRun(
        experiment=experiment,
        data=data,
        now=Checkpoint(reader.place(plain.place), parameters, reader.optimizer("optimizer")),
        earlier=reader.earlier(plain.earlier, plain.place),
        state=_state(reader, plain),
        limit=_or(plain.limit, math.inf),
        clock=taken_clock(run),
        history=_history(run, folder, reader),
    )


def taken_plain(tensors: Tensors, kind: type[T], most: int) -> T:
    """Take out what isn't numbers in a row: a text of `most` bytes."""
    version = check_version(tensors, most)
    text: memoryview | bytes = tensors.text(JSON, most)
    if version < RUN.newest:
        fields = without_header(_decoded(text, dict[str, Any], tensors), RUN)
        text = msgspec.json.encode({**RUN.header, **fields})
    tensors.drop(JSON)
    return _decoded(text, kind, tensors)


def check_version(tensors: Tensors, most: int) -> int:
    """Return the version; refuse what a newer bpstudio has written. Nothing is taken out."""
    header = _decoded(tensors.text(JSON, most), _Header, tensors)
    try:
        return checked_version(msgspec.structs.asdict(header), RUN)
    except Refusal as refusal:
        raise Refusal(f"{tensors.place}: {JSON}: {refusal.place}", refusal.reason) from None


class _Header(msgspec.Struct):
    """What a text begins with; what else there is in it is passed over."""

    format: str
    version: int


def _decoded(text: Raw | bytes | memoryview, kind: type[D], tensors: Tensors) -> D:
    """Return a JSON text as a value of a `kind`, never more than that has a place for."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        reason = f"is damaged: {printable(str(error))}"
        raise Refusal(f"{tensors.place}: {JSON}", reason) from None


@dataclass(frozen=True)
class _Reader:
    """Takes out what belongs to one experiment on its data."""

    tensors: Tensors
    experiment: Experiment
    data: Dataset
    dtype: Kind

    def place(self, plain: PlainPlace) -> Place:
        """Return how far a descent has come; within an epoch of these data."""
        if plain.used >= len(self.data.train.x):
            raise self._damaged("more samples of an epoch are used than there are")
        return Place(plain.step, plain.epochs, plain.used)

    def order(self, plain: Sequence[PlainStretch] | Raw) -> Order:
        """Return the order of the samples of these data."""
        if isinstance(plain, Raw):
            if len(memoryview(plain)) > MOST_ORDER:
                raise self._damaged(f"an order has more than {in_words(MOST_ORDER)} of text")
            plain = _decoded(plain, list[PlainStretch], self.tensors)
        samples = len(self.data.train.x)
        stretches = tuple(Stretch(*stretch) for stretch in plain)
        if not stretches or any(stretch.samples != samples for stretch in stretches):
            raise self._damaged("the order is one of other samples")
        if any(before.first >= after.first for before, after in pairwise(stretches)):
            raise self._damaged("the stretches of the order don't follow one another")
        return Order(stretches)

    def checkpoint(self, name: str, place: PlainPlace) -> Checkpoint:
        """Take out a checkpoint."""
        parameters = self.tensors.decimals(f"{name}.parameters", (self._size,), self.dtype)
        return Checkpoint(self.place(place), parameters, self.optimizer(name))

    def earlier(self, place: PlainPlace | None, now: PlainPlace) -> Checkpoint | None:
        """Take out the checkpoint from before the last update."""
        if place is not None and not 0 < now.step - place.step <= MOST_EARLIER:
            raise self._damaged("what was earlier isn't from just before")
        return None if place is None else self.checkpoint("earlier", place)

    def optimizer(self, name: str) -> dict[str, Array]:
        """Take out what the optimizer keeps."""
        optimizer = OPTIMIZERS[self.experiment.training.optimizer.name]
        state = {
            key: self.tensors.decimals(f"{name}.{key}", (self._size,), self.dtype)
            for key in optimizer.state
        }
        counters = {
            key: self.tensors.decimals(f"{name}.{key}", (len(start),), np.float64)
            for key, start in optimizer.counters.items()
        }
        return state | counters

    @property
    def _size(self) -> int:
        return network(self.experiment, self.data).shape.size

    def _damaged(self, reason: str) -> Refusal:
        return Refusal(self.tensors.place, f"is damaged: {reason}")


def _state(reader: _Reader, plain: PlainState) -> RunState:
    return RunState(
        order=reader.order(plain.order),
        seed=plain.seed,
        edited_at=plain.edited_at,
        newest=plain.newest,
        loss=_or(plain.loss, math.nan),
        goal=plain.goal,
        status=plain.status,
        message=plain.message,
        culprit=None if plain.culprit is None else Asked(*plain.culprit),
        epoch_lengths=tuple(plain.epoch_lengths),
        kept=None if plain.kept is None else Mark(*plain.kept),
        stop=_stop(reader, plain.stop),
    )


def _stop(reader: _Reader, plain: PlainStop) -> StopState:
    return StopState(
        total=_or(plain.total, math.nan),
        steps=plain.steps,
        is_partial=plain.is_partial,
        last_loss=_or(plain.last_loss, math.nan),
        best_batch_loss=_or(plain.best_batch_loss, math.nan),
        best_loss=_or(plain.best_loss, math.inf),
        best_epoch=plain.best_epoch,
        best=None if plain.best is None else reader.checkpoint("best", plain.best),
    )


def _history(run: Tensors, folder: Path, now: _Reader) -> History:
    plain = taken_plain(run, PlainHistory, most_run_text(now.experiment))
    left = MOST_BY_HAND
    known = {_by_hand(now.experiment): now.data}  # samples added or drawn by hand come and go
    readers: list[_Reader] = []
    segments: list[Segment] = []
    for place, one in enumerate(plain.segments):
        where = f"{run.place}: segments[{place}]"
        before = segments[-1].experiment.data.points if segments else ()
        experiment = rooted(_experiment_of(one, before, where), folder)
        by_hand = _by_hand(experiment)
        if by_hand not in known:
            known[by_hand] = _data_of(experiment, now, where)
            left -= data_bytes(known[by_hand])
            if left < 0:
                reason = f"its data come to more than {in_words(MOST_BY_HAND)} up to there"
                raise Refusal(where, reason)
        data = known[by_hand]
        reader = _Reader(run, experiment, data, now.dtype)
        readers.append(reader)
        limit, order = _or(one.limit, math.inf), reader.order(one.order)
        segments.append(Segment(experiment, data, order, limit, one.start))
    if any(one.segment >= len(segments) for one in plain.kept):
        raise Refusal(run.place, "is damaged: a checkpoint is of no stretch of the run")
    kept = [
        Kept(
            segments[one.segment],
            readers[one.segment].checkpoint(f"checkpoints.{number}", one.place),
            one.is_start,
        )
        for number, one in enumerate(plain.kept)
    ]
    if not (_rises(one.start for one in segments) and _rises(one.step for one in kept)):
        raise Refusal(run.place, "is damaged: its steps don't follow one another")
    return History.resumed(segments, kept, max(plain.stride, 1))


def _by_hand(experiment: Experiment) -> tuple[object, ...]:
    """Return what a run goes on through: samples added, and all of a drawing."""
    data = experiment.data
    return data.added, data.points, data.classes, data.test_fraction, data.seed, data.standardize


def _data_of(experiment: Experiment, now: _Reader, place: str) -> Dataset:
    """Return the data of a stretch of the run, which differ in what is done by hand alone."""
    if not now.data.is_drawn:
        return with_added(now.data, experiment.data.added)
    data = load_data(experiment.data, experiment.loss, Path())
    if not have_one_source(data, now.data):
        raise Refusal(place, "is damaged: its data are others than the run's")
    return data


def _experiment_of(plain: PlainSegment, before: tuple[Point, ...], place: str) -> Experiment:
    """Return what a stretch of the run wants; `before` are the points of the one before."""
    shared = plain.points_before
    try:
        experiment = parse_experiment(bytes(plain.experiment))
    except Refusal as refusal:
        where = f"{place}.experiment"
        raise Refusal(
            f"{where}.{refusal.place}" if refusal.place else where, refusal.reason
        ) from None
    if not shared:
        return experiment
    if shared > len(before) or experiment.data.name != drawn.NAME:
        raise Refusal(place, "is damaged: there are not so many points before")
    try:
        return edits.set_points(experiment, (*before[:shared], *experiment.data.points))
    except Refusal as refusal:
        raise Refusal(place, f"is damaged: {refusal.reason}") from None


def _rises(steps: Iterable[int]) -> bool:
    return all(before <= after for before, after in pairwise(steps))


def _or(number: Number, otherwise: float) -> float:
    return otherwise if number is None else number
