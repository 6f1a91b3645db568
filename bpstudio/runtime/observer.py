"""Looks at a run between two steps and makes the snapshot of it."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.engine.activations import SATURATED_SHARE
from bpstudio.engine.diagnostics import (
    SaturationCensus,
    gradient_sizes,
    update_ratios,
)
from bpstudio.engine.initializers import no_pause
from bpstudio.engine.passes import Workspace
from bpstudio.engine.program import calls_of, run
from bpstudio.engine.tray import Tray
from bpstudio.experiment.edits import OUTPUT
from bpstudio.runtime.allowance import Allowance
from bpstudio.runtime.edge_choice import EdgeChoice
from bpstudio.runtime.edges import bias_gradients
from bpstudio.runtime.portrait import Asked, Listener, by_unit, portrait
from bpstudio.runtime.snapshot import (
    LayerSample,
    LayerSnapshot,
    Sample,
    SampleSnapshot,
    Snapshot,
    UnitPortrait,
    UnitRow,
)
from bpstudio.runtime.study import Studies

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bpstudio.engine.diagnostics import GradientSizes
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.past import Past
    from bpstudio.runtime.run import Run
    from bpstudio.runtime.snapshot import Mask
    from bpstudio.runtime.study import Study

COPIED_WEIGHTS = 65_536  # at most of a layer, in a snapshot
LOOKED_SHARE = 0.03  # of the time, at most, for looks between two snapshots
LOOKED_AT_ONCE = 0.3  # seconds of them at first: enough for a run that is over in a blink
EVALUATION_SHARE = 0.02  # of the time, at most, for the test set while training


class Observer:
    """Makes snapshots of the trainer of a run; holds buffers for one sample.

    Parameters
    ----------
    trainer
        What is observed, until an edit replaces it.

    Attributes
    ----------
    threshold
        Saturated means a slope under this share of the activation's largest.
    allowance
        The time that looks between two snapshots may take.
    """

    def __init__(self, trainer: Trainer) -> None:
        self.trainer = trainer
        self.threshold = SATURATED_SHARE
        self.allowance = Allowance(LOOKED_SHARE, LOOKED_AT_ONCE)
        parameters, network = trainer.parameters, trainer.network
        self._workspace = Workspace(network, parameters, 1)
        self._tray = Tray(network, 1, 1, parameters.flat.dtype)
        slot = self._tray.slot(0)
        self._calls = calls_of(self._workspace.forward(slot))
        self._calls += calls_of(self._workspace.backward(slot))
        self.studies = Studies(trainer)
        self._edges = EdgeChoice(trainer)
        self._test: tuple[float | None, float | None] = (None, None)
        self._probe_accuracy: float | None = None
        self._test_step, self._test_seconds, self._tested_at = -1, 0.0, -np.inf

    def observe(
        self,
        of: Run | Past,
        sample: int,
        steps_per_second: float,
        asked: Asked | None = None,
        wanted: Collection[Study[Any]] = (),
        check: Callable[[], object] = no_pause,
    ) -> Snapshot:
        """Return the snapshot of the run `of`, with the numbers of a training sample.

        `sample` is its place in the training part; a place beyond the end is the last. `asked`
        is a unit to tell all about, if it is there, `wanted` what to study besides. `check` is
        called between the parts of the work; what it raises ends it.
        """
        trainer = self.trainer
        check()
        test_loss, test_accuracy = self._test_figures(of.is_running)
        check()
        place = self._place_of(asked)
        heard = Listener(place, asked.unit) if asked and place else None
        census = self._census(heard)
        self._edges.choose(of.is_running, check)
        return Snapshot(
            run=of.number,
            status=of.status,
            step=trainer.descent.place.step,
            epoch=trainer.epoch,
            loss=of.loss,
            test_step=self._test_step,
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            steps_per_second=steps_per_second,
            message=of.message,
            experiment=trainer.experiment,
            sample=self._sample(min(max(sample, 0), len(trainer.x) - 1)),
            layers=self._layers(census),
            data=trainer.data,
            unit=self._portrait(asked, place, heard),
            answers=self.studies.answers(wanted, of.is_running),
            timeline=of.timeline,
            culprit=of.culprit,
            passed=of.passed,
            probe_accuracy=self._probe_accuracy,
        )

    def _place_of(self, asked: Asked | None) -> int:
        """Return the place of the asked unit's layer, from 1; 0 where there is no such unit."""
        if asked is None:
            return 0
        ids = [*(layer.id for layer in self.trainer.experiment.hidden), OUTPUT]
        place = ids.index(asked.layer) + 1 if asked.layer in ids else 0
        return place if place and asked.unit < self.trainer.network.shape.widths[place] else 0

    def _portrait(
        self, asked: Asked | None, place: int, heard: Listener | None
    ) -> UnitPortrait | None:
        if asked is None or heard is None:
            return None
        return portrait(self.trainer, asked, place, heard)

    def sample(self, of: Run) -> Sample:
        """Return what the recorder keeps of the step of the run `of`."""
        test_loss, test_accuracy = self._test_figures(hurry=False)
        shares = [*self._census().shares, np.empty(0)]
        sizes, last = self._sizes(), self.trainer.descent.last
        glance = self._glance(of, sizes)
        return replace(
            glance,
            test_loss=test_loss,
            test_accuracy=test_accuracy,
            probe_accuracy=self._probe_accuracy,
            layers=tuple(
                replace(layer, saturation=share, by_unit=by_unit(last, place, size))
                for place, (layer, share, size) in enumerate(
                    zip(glance.layers, shares, sizes, strict=True), 1
                )
            ),
        )

    def glance(self, of: Run) -> Sample:
        """Return of the step what costs next to nothing: how large the gradients are."""
        return self._glance(of, self._sizes())

    def _glance(self, of: Run, sizes: list[GradientSizes]) -> Sample:
        ids = [*(layer.id for layer in self.trainer.experiment.hidden), OUTPUT]
        return Sample(
            run=of.number,
            step=self.trainer.descent.place.step,
            test_step=self._test_step,
            test_loss=None,
            test_accuracy=None,
            layers=tuple(
                LayerSample(
                    id=number,
                    gradient_norm=size.norm,
                    gradient_mean=size.mean,
                    saturation=np.empty(0),
                    update_ratio=ratio,
                )
                for number, size, ratio in zip(ids, sizes, self._ratios(sizes), strict=True)
            ),
            passed=of.passed,
        )

    def _sizes(self) -> list[GradientSizes]:
        last = self.trainer.descent.last
        return [gradient_sizes(last, place) for place in range(1, last.layers + 1)]

    def _ratios(self, sizes: list[GradientSizes]) -> list[float]:
        return update_ratios(self.trainer.descent.last, self.trainer.parameters, sizes)

    def _census(self, heard: Listener | None = None) -> SaturationCensus:
        """Return who is saturated on the probe set, and note its accuracy; `heard` listens."""
        census = SaturationCensus(self.trainer.network, self.threshold)

        def visit(workspace: Workspace) -> None:
            census(workspace)
            if heard is not None:
                heard(workspace)

        _, accuracy = self.trainer.probe.evaluate(visit)
        self._probe_accuracy = None if self.trainer.data.is_regression else accuracy
        return census

    def _test_figures(self, hurry: bool) -> tuple[float | None, float | None]:
        """Return test loss and accuracy; in a hurry they may be of a somewhat earlier step."""
        step, now = self.trainer.descent.place.step, time.perf_counter()
        wait = self._test_seconds / EVALUATION_SHARE
        if step != self._test_step and not (hurry and now - self._tested_at < wait):
            start = time.thread_time()  # what it costs, not how long others held it up
            self._test, self._test_step = self.trainer.test_figures(), step
            self._test_seconds = time.thread_time() - start
            self._tested_at = time.perf_counter()
        return self._test

    def _sample(self, position: int) -> SampleSnapshot:
        trainer = self.trainer
        self._tray.put(trainer.x[position : position + 1], trainer.t[position : position + 1])
        run(self._calls)
        part = trainer.data.train
        return SampleSnapshot(
            position=position,
            number=int(part.index[position]),
            x=trainer.x[position].copy(),
            y=self._workspace.y[:, 0].copy(),
            target=float(part.t[position]),
            loss=float(self._tray.losses(1)[0]),
        )

    def _layers(self, census: SaturationCensus) -> tuple[LayerSnapshot, ...]:
        """Return the snapshot of each layer; the sample's pass must have been run."""
        shares, dead = census.shares, census.dead
        last = self.trainer.descent.last
        sizes = self._sizes()
        ratios = self._ratios(sizes)
        none = np.empty(0, self.trainer.parameters.flat.dtype)
        made = []
        for place, block in enumerate(self.trainer.parameters.blocks):
            weights, is_hidden = block[:, :-1], place < len(shares)
            number, name, activation = self._identity(place)
            size = sizes[place]
            of_units = by_unit(last, place + 1, size)
            made.append(
                LayerSnapshot(
                    id=number,
                    name=name,
                    activation=activation,
                    parameters=block.size,
                    weights=weights.copy() if weights.size <= COPIED_WEIGHTS else None,
                    biases=block[:, -1].copy(),
                    strongest=self._edges.strongest(place + 1),
                    a=self._workspace.a[place][:, 0].copy(),
                    z=self._z(place),
                    slope=self._workspace.slope[place][:, 0].copy() if is_hidden else none,
                    delta=self._workspace.delta[place][:, 0].copy(),
                    saturated=self._saturated(place) if is_hidden else none.astype(bool),
                    saturation=shares[place] if is_hidden else none,
                    dead=dead[place] if is_hidden else none.astype(bool),
                    batch_delta=of_units[UnitRow.DELTA].astype(none.dtype),
                    by_unit=of_units,
                    gradient_norm=size.norm,
                    gradient_mean=size.mean,
                    update_ratio=ratios[place],
                    skip=self.trainer.network.has_skip(place + 1),
                    steepest=self._edges.steepest(place + 1),
                    bias_gradients=bias_gradients(last, place + 1),
                )
            )
        return tuple(made)

    def _identity(self, place: int) -> tuple[int, str, str]:
        """Return id, name and activation of a layer."""
        hidden = self.trainer.experiment.hidden
        if place == len(hidden):
            return OUTPUT, "output", self.trainer.network.loss.output
        return hidden[place].id, f"layer {place + 1}", hidden[place].activation

    def _z(self, place: int) -> Array:
        hidden = place < len(self._workspace.z)
        return (self._workspace.z[place] if hidden else self._workspace.y)[:, 0].copy()

    def _saturated(self, place: int) -> Mask:
        activation = self.trainer.network.activations[place]
        return activation.is_saturated(self._workspace.f[place][:, 0], self.threshold)
