"""The frozen messages that come out of the training thread."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from bpstudio.runtime.clock import NOTHING_PASSED, Passed
from bpstudio.runtime.thresholds import UNCHANGED, Threshold

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.doctor.finding import Finding
    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.study import Study

    Array = NDArray[np.floating]
    Mask = NDArray[np.bool_]
    Index = NDArray[np.intp]


T = TypeVar("T")


class Status(StrEnum):
    """What the training is doing."""

    PAUSED = "paused"
    RUNNING = "running"
    FINISHED = "finished"
    DIVERGED = "diverged"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Edges:
    """The strongest edges between two layers, weakest of them first; all arrays (edges,).

    `gradient` is dL/dw of the batch, None where nobody asked.
    """

    unit: Index
    source: Index
    weight: Array
    gradient: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerSnapshot:
    """One layer at one step; the arrays are (units,) unless said otherwise.

    `a`, `z`, `slope`, `delta` and `saturated` are of the shown sample; `batch_delta` is the mean
    over the batch of |dL/da|; `saturation` is the share of the probe set on which a unit is
    saturated, `dead` the relu units that are so on all of it. The output layer has id 0, and
    `slope`, `saturated`, `saturation` and `dead` of length 0. `strongest` are the edges with the
    largest weights, `steepest` those with the largest gradients of the batch, and
    `bias_gradients` is dL/db.
    """

    id: int
    name: str
    activation: str
    parameters: int
    weights: Array | None  # (fan_out, fan_in), None where there are too many to copy
    biases: Array
    strongest: Edges
    a: Array
    z: Array
    slope: Array
    delta: Array
    saturated: Mask
    saturation: Array
    dead: Mask
    batch_delta: Array
    gradient_norm: float  # ||dL/dW|| of the batch
    gradient_mean: float  # mean |dL/dw| of the batch
    update_ratio: float = 0.0  # ||last change of W|| / ||W||
    skip: bool = False  # z = f(a) + what comes in
    steepest: Edges | None = None
    bias_gradients: Array | None = None
    by_unit: Array | None = None  # (3, units), as `UnitRow` says


class UnitRow(IntEnum):
    """The rows of what is sampled of each unit: of the step's batch, all of them."""

    SLOPE = 0  # mean f'(a); NaN for the output, whose units have no slope of their own
    DELTA = 1  # mean |dL/da|
    GRADIENT = 2  # ||dL/dw|| of the weights that come in


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitPortrait:
    """All about one unit that was asked for, its weights among it.

    The arrays are (fan_in,), but for `probe_a`: its logit on each sample of the probe set, whose
    places in the training part `probe_places` are, ascending, both (probe,). Gradients are of the
    batch; changes are what the last update has added, None before there was one. `layer` is the
    layer's id.
    """

    layer: int
    unit: int
    weights: Array
    gradients: Array
    changes: Array | None
    bias: float
    bias_gradient: float
    bias_change: float | None
    probe_a: Array
    probe_places: NDArray[np.intp]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SampleSnapshot:
    """The shown sample of the training part: its place there, its source row, its numbers."""

    position: int
    number: int
    x: Array  # (inputs,)
    y: Array  # (outputs,)
    target: float  # class index, or the number to be predicted
    loss: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A step after which the user changed something, and what."""

    step: int
    words: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Which steps of a run there are to be looked at: from `first` to `newest`.

    `now` is where the run stands: before `newest` when it has diverged or gone back to its best.
    `marks` are where something was edited. `wanted` is the step that one looks back at, None
    while the newest is shown; the snapshot is of an earlier step until it has been reached.
    `kept` is where the parameters are from with which a run ended that no longer got better.
    `steps_an_epoch` is how many updates each epoch took, None where an edit has changed that.
    """

    first: int = 0
    newest: int = 0
    now: int = 0
    marks: tuple[Mark, ...] = ()
    wanted: int | None = None
    kept: Mark | None = None
    steps_an_epoch: int | None = None

    @property
    def shown(self) -> int:
        """The step that is shown, or on its way to be."""
        return self.now if self.wanted is None else self.wanted


@dataclass(frozen=True, slots=True)
class Standing:
    """How a race stands.

    `runs` are the numbers of those that take part, `diverged` of those that have. `samples` of
    `of_samples` have been seen by whoever is ahead, in `epochs` of `of_epochs` (the one under way
    counts). It may be `running`, `over`, or neither: paused.
    """

    runs: tuple[int, ...]
    diverged: tuple[int, ...]
    samples: int
    of_samples: int
    epochs: int
    of_epochs: int
    running: bool
    over: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Snapshot:
    """The training at one step boundary.

    `loss` is that of the step's batch before its update (at step 0: of the batch that comes
    first), NaN where there is none. The test figures are of step `test_step`, which may lie a
    little back while it trains. `test_accuracy` is a share from 0 to 1, None for a numeric
    target or without a test part; `probe_accuracy` is that on the probe set. `passed` are the
    epochs, samples and seconds of training by then. `message` says in words why a run stopped.
    `layers` runs from layer 1 to the output. `data` is what it trains on, `unit` the one that was
    asked about, and `answers` are what the wanted studies have found. `timeline` says where in the
    run it is. `aside` are the numbers of the other runs that one can go on with, `racing` those of
    a race that is on; its `standing` is told until something else is done. `culprit` is the unit
    that went first where it diverged. `thresholds` are those under which units have counted as
    saturated so far, the last one now. `findings` are what the doctor has found to be wrong.
    """

    run: int
    status: Status
    step: int
    epoch: int
    loss: float
    test_step: int
    test_loss: float | None
    test_accuracy: float | None
    steps_per_second: float
    message: str
    experiment: Experiment | None
    layers: tuple[LayerSnapshot, ...]
    sample: SampleSnapshot | None
    data: Dataset | None = None
    unit: UnitPortrait | None = None
    answers: Mapping[Study[Any], Any] = field(default_factory=dict)
    timeline: Timeline = Timeline()
    aside: tuple[int, ...] = ()
    passed: Passed = NOTHING_PASSED
    probe_accuracy: float | None = None
    racing: tuple[int, ...] = ()
    standing: Standing | None = None
    culprit: Asked | None = None
    thresholds: tuple[Threshold, ...] = UNCHANGED
    findings: tuple[Finding, ...] = ()

    @property
    def is_training(self) -> bool:
        """Whether updates are being made: of this run, or of one that it races with."""
        return self.status is Status.RUNNING or bool(self.racing)

    @property
    def is_past(self) -> bool:
        """Whether it is of a step that one looks back at."""
        return self.timeline.wanted is not None

    @property
    def is_exact(self) -> bool:
        """Whether it is of the very step that is wanted."""
        return self.timeline.wanted in (None, self.step)

    def answer(self, study: Study[T]) -> T | None:
        """Return what a study has found, None where it wasn't wanted."""
        found: T | None = self.answers.get(study)
        return found


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LayerSample:
    """What the recorder keeps of a layer at one step; a `LayerSnapshot` has it, too."""

    id: int
    gradient_norm: float
    gradient_mean: float
    saturation: Array
    update_ratio: float = 0.0
    by_unit: Array | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """What the recorder keeps of one step; a `Snapshot` has it, too.

    Samples are taken often in the first steps and ever more seldom, whatever the pace: a run
    that is over in the blink of an eye can be looked at all the same.
    """

    run: int
    step: int
    test_step: int
    test_loss: float | None
    test_accuracy: float | None
    layers: tuple[LayerSample, ...]
    passed: Passed = NOTHING_PASSED
    probe_accuracy: float | None = None


@dataclass(frozen=True, slots=True)
class Begun:
    """A run that has begun: from its initial weights, or from `step` of another, its `parent`.

    `is_shown` is whether the snapshots are of it, `name` what it was called when it was asked for,
    `is_first` whether it is the first of a document: what came before has nothing to do with it.
    `record` is what a file has told of it.
    `races_with` is the run of the same race that is a variant of nothing.
    """

    run: int
    experiment: Experiment
    parent: int | None = None
    step: int = 0
    is_shown: bool = True
    name: str = ""
    is_first: bool = False
    record: Record | None = None
    races_with: int | None = None


EMPTY = Snapshot(
    run=0,
    status=Status.PAUSED,
    step=0,
    epoch=0,
    loss=float("nan"),
    test_step=0,
    test_loss=None,
    test_accuracy=None,
    steps_per_second=0.0,
    message="",
    experiment=None,
    layers=(),
    sample=None,
)
