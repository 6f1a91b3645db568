"""Parts of a run taken out of a document's arrays; what doesn't fit is refused with its place."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import numpy as np
from msgspec import Raw

from bpstudio.data.memory import in_words
from bpstudio.engine.descent import Checkpoint, Place
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.experiment.build import network
from bpstudio.experiment.fields import checked_version, without_header
from bpstudio.experiment.order import Order, Stretch
from bpstudio.experiment.versions import RUN
from bpstudio.refusal import Refusal, printable
from bpstudio.runtime.run_bounds import MOST_ORDER
from bpstudio.runtime.run_file import JSON, PlainPlace, PlainStretch, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.tensors import Tensors
    from bpstudio.runtime.run_file import Number

MOST_EARLIER = 1_024  # updates: it is had again by replay, and is never so far away

Kind = np.dtype[Any]
T = TypeVar("T", bound=Text)
D = TypeVar("D")


def taken_plain(tensors: Tensors, kind: type[T], most: int) -> T:
    """Take out what isn't numbers in a row: a text of `most` bytes."""
    version = check_version(tensors, most)
    text: memoryview | bytes = tensors.text(JSON, most)
    if version < RUN.newest:
        fields = without_header(decoded(text, dict[str, Any], tensors), RUN)
        text = msgspec.json.encode({**RUN.header, **fields})
    tensors.drop(JSON)
    return decoded(text, kind, tensors)


def check_version(tensors: Tensors, most: int) -> int:
    """Return the version; refuse what a newer bpstudio has written. Nothing is taken out."""
    header = decoded(tensors.text(JSON, most), _Header, tensors)
    try:
        return checked_version(msgspec.structs.asdict(header), RUN)
    except Refusal as refusal:
        raise Refusal(f"{tensors.place}: {JSON}: {refusal.place}", refusal.reason) from None


class _Header(msgspec.Struct):
    """What a text begins with; what else there is in it is passed over."""

    format: str
    version: int


def decoded(text: Raw | bytes | memoryview, kind: type[D], tensors: Tensors) -> D:
    """Return a JSON text as a value of a `kind`, never more than that has a place for."""
    try:
        return msgspec.json.decode(text, type=kind)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        reason = f"is damaged: {printable(str(error))}"
        raise Refusal(f"{tensors.place}: {JSON}", reason) from None


@dataclass(frozen=True)
class PartsReader:
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
            plain = decoded(plain, list[PlainStretch], self.tensors)
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


def number_or(number: Number, otherwise: float) -> float:
    """Return a number that JSON may have had no word for."""
    return otherwise if number is None else number
