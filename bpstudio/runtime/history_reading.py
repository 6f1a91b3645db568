"""The history of a run taken out of a document's arrays: its stretches and its checkpoints."""

from __future__ import annotations

import math
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.data import drawn
from bpstudio.data.added import have_one_source, with_added
from bpstudio.data.memory import in_words
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.experiment.storage import parse_experiment
from bpstudio.experiment.table_path import rooted
from bpstudio.refusal import Refusal
from bpstudio.runtime.history import History, Kept, Segment
from bpstudio.runtime.run_bounds import MOST_BY_HAND, data_bytes, most_run_text
from bpstudio.runtime.run_file import PlainHistory
from bpstudio.runtime.run_parts import PartsReader, number_or, taken_plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment, Point
    from bpstudio.experiment.tensors import Tensors
    from bpstudio.runtime.run_file import PlainSegment


def taken_history(run: Tensors, folder: Path, now: PartsReader) -> History:
    """Take out what a run can be had again from.

    Parameters
    ----------
    run
        The arrays.
    folder
        From where tables are looked for.
    now
        Reads what belongs to the run as it is; its data are those of the stretches, too, but for
        what is done by hand.
    """
    plain = taken_plain(run, PlainHistory, most_run_text(now.experiment))
    stretches = list(_stretches(plain, run, folder, now))
    segments = [segment for segment, _ in stretches]
    if any(one.segment >= len(segments) for one in plain.kept):
        raise Refusal(run.place, "is damaged: a checkpoint is of no stretch of the run")
    kept = []
    for number, one in enumerate(plain.kept):
        segment, reader = stretches[one.segment]
        checkpoint = reader.checkpoint(f"checkpoints.{number}", one.place)
        kept.append(Kept(segment, checkpoint, one.is_start))
    if not (_rises(one.start for one in segments) and _rises(one.step for one in kept)):
        raise Refusal(run.place, "is damaged: its steps don't follow one another")
    return History.resumed(segments, kept, max(plain.stride, 1))


def _stretches(
    plain: PlainHistory, run: Tensors, folder: Path, now: PartsReader
) -> Iterator[tuple[Segment, PartsReader]]:
    """Give each stretch of the run with what reads its checkpoints."""
    left = MOST_BY_HAND
    known = {_by_hand(now.experiment): now.data}  # samples added or drawn by hand come and go
    before: tuple[Point, ...] = ()
    for place, one in enumerate(plain.segments):
        where = f"{run.place}: segments[{place}]"
        experiment = rooted(_experiment_of(one, before, where), folder)
        before, by_hand = experiment.data.points, _by_hand(experiment)
        if by_hand not in known:
            known[by_hand] = _data_of(experiment, now, where)
            left -= data_bytes(known[by_hand])
            if left < 0:
                reason = f"its data come to more than {in_words(MOST_BY_HAND)} up to there"
                raise Refusal(where, reason)
        data = known[by_hand]
        reader = PartsReader(run, experiment, data, now.dtype)
        limit, order = number_or(one.limit, math.inf), reader.order(one.order)
        yield Segment(experiment, data, order, limit, one.start), reader


def _by_hand(experiment: Experiment) -> tuple[object, ...]:
    """Return what a run goes on through: samples added, and all of a drawing."""
    data = experiment.data
    return data.added, data.points, data.classes, data.test_fraction, data.seed, data.standardize


def _data_of(experiment: Experiment, now: PartsReader, place: str) -> Dataset:
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
