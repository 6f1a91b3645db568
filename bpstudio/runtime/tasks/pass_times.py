"""How long the two passes take, timed on this machine now: of this network, and of a large one."""

from __future__ import annotations

import statistics
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.losses import LOSSES
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.passes import Network, Workspace
from bpstudio.engine.program import calls_of, run
from bpstudio.engine.tray import Tray
from bpstudio.experiment.photo import BATCH, PHOTO, photo_data, photo_experiment, photo_memory
from bpstudio.runtime.task import Task
from bpstudio.runtime.threads import product_threads, threads

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.parameters import Shape
    from bpstudio.engine.program import Array, Call
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.trainer import Trainer

TIMED = 7  # times each pass is timed; the median counts
LONG_ENOUGH = 0.0005  # seconds: shorter passes are timed several at once
FILLED = 2**20  # numbers at a time


@dataclass(frozen=True, slots=True)
class PassTimes:
    """How long a forward and a backward pass of a network take, over a batch.

    `forward` and `backward` are seconds.
    """

    widths: tuple[int, ...]
    batch: int
    weights: int
    parameters: int
    forward: float
    backward: float

    @property
    def two_passes(self) -> float:
        """Seconds for a gradient by backprop: one forward, one backward pass."""
        return self.forward + self.backward

    @property
    def brute_force_passes(self) -> int:
        """Forward passes for a gradient by forward differences: N + 1."""
        return self.parameters + 1

    @property
    def brute_force(self) -> float:
        """Seconds that those would take."""
        return self.brute_force_passes * self.forward


@dataclass(frozen=True, slots=True)
class Timed:
    """What has been timed so far: this network, and that of the size of a photo."""

    current: PassTimes | None = None
    photo: PassTimes | None = None


@dataclass(frozen=True)
class TimePasses(Task[Timed]):
    """Times the passes of the network at hand; with `photo`, those of the chapter's large one."""

    photo: bool = True

    def begin(self, trainer: Trainer) -> Iterator[Timed | None]:
        """Yield what has been timed; numbers of its own are passed through."""
        network, batch = trainer.network, trainer.descent.batch
        current = yield from _timed(network, batch)
        yield Timed(current)
        if self.photo:
            photo = yield from _timed(Network(PHOTO, (), LOSSES["cross_entropy"]), BATCH)
            yield Timed(current, photo)

    def memory_needed(self, trainer: Trainer) -> int:
        """Return the bytes of parameters, gradient, batch and buffers of the larger network."""
        here = _memory(trainer.network.shape, trainer.descent.batch)
        return max(here, _memory(PHOTO, BATCH)) if self.photo else here

    @property
    def words(self) -> str:
        """What it is."""
        return "timing the passes"


class Photos:
    """An experiment and the images that it is trained on, to be taken once.

    A report stays when the document that has them is closed; the images, 77 MB, must not.
    """

    def __init__(self, experiment: Experiment, data: Dataset) -> None:
        self._held: tuple[Experiment, Dataset] | None = (experiment, data)

    def take(self) -> tuple[Experiment, Dataset] | None:
        """Return both and keep neither; None where they were taken before."""
        held, self._held = self._held, None
        return held


@dataclass(frozen=True)
class MakePhotos(Task[Photos]):
    """Draws the images of noise that the network of the size of a photo is trained on."""

    def begin(self, trainer: Trainer) -> Iterator[Photos]:
        """Yield the experiment with its data."""
        yield Photos(photo_experiment(), photo_data())

    def memory_needed(self, trainer: Trainer) -> int:
        """Return the bytes that the images and their training take."""
        return photo_memory()

    @property
    def words(self) -> str:
        """What it is."""
        return f"training {PHOTO.size:,} parameters on images of noise"


def _memory(shape: Shape, batch: int) -> int:
    numbers = 2 * shape.size + 5 * sum(shape.widths) * batch
    return numbers * np.dtype(np.float32).itemsize


def _timed(network: Network, batch: int) -> Generator[None, None, PassTimes]:
    """Return the times of a network, after yielding as often as there is time for others."""
    shape = network.shape
    parameters = Parameters(shape)
    # What W does to z is about as large as z, so that nothing overflows.
    yield from _fill(parameters.flat, 1 / np.sqrt(max(shape.widths)))
    tray = Tray(network, batch, 1, np.float32)
    slot = tray.slot(0)
    yield from _fill(slot.x[:-1].T, 1.0)
    slot.t[0] = 1
    workspace = Workspace(network, parameters, batch, Parameters(shape))
    programs = calls_of(workspace.forward(slot)), calls_of(workspace.backward(slot))
    forward: list[float] = []
    backward: list[float] = []
    count = product_threads(shape, batch)
    for _ in range(1 + TIMED):  # the first time, memory is fetched
        for program, took in zip(programs, (forward, backward), strict=True):
            with threads(count), np.errstate(all="ignore"):
                took.append(_seconds(program))
            yield
    return PassTimes(
        widths=shape.widths,
        batch=batch,
        weights=sum(out * into for out, into in shape.blocks),
        parameters=shape.size,
        forward=statistics.median(forward[1:]),
        backward=statistics.median(backward[1:]),
    )


def _seconds(program: list[Call]) -> float:
    """Return how long a program takes; a short one is run several times."""
    start, times = time.perf_counter(), 0
    while True:
        run(program)
        times += 1
        passed = time.perf_counter() - start
        if passed >= LONG_ENOUGH:
            return passed / times


def _fill(rows: Array, size: float) -> Generator[None, None, None]:
    """Fill an array with normal numbers of this size, some rows at a time; they come again."""
    some = np.float32(size) * np.random.default_rng(0).standard_normal(FILLED, np.float32)
    height = max(FILLED // (rows.size // len(rows)), 1)
    for start in range(0, len(rows), height):
        part = rows[start : start + height]
        part[...] = np.resize(some, part.shape)
        yield
