"""Fabricated runs for the views: snapshots, and recorders that were given them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from bpstudio.data.dataset import Dataset, Part
from bpstudio.runtime.doctor.finding import Cure, Finding
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.snapshot import Edges, LayerSnapshot, Snapshot, Status, UnitPortrait
from bpstudio.runtime.studies.histograms import BINS, HistogramsStudy, LayerHistogram
from bpstudio.runtime.studies.predictions import PredictionsStudy, of_classes

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from bpstudio.ui.views.view import View

NO_EDGES = Edges(unit=np.empty(0, np.intp), source=np.empty(0, np.intp), weight=np.empty(0))
NONE = np.empty(0)


def layer(
    number: int,
    saturation: list[float] | np.ndarray,
    norm: float = 0.1,
    mean: float = 0.01,
    activation: str = "sigmoid",
) -> LayerSnapshot:
    """A hidden layer; `number` is its id and its place."""
    return _layer(number, f"layer {number}", activation, np.asarray(saturation, float), norm, mean)


def output(norm: float = 0.3, mean: float = 0.03) -> LayerSnapshot:
    return _layer(0, "output", "softmax", NONE, norm, mean)


def _layer(
    id: int, name: str, activation: str, saturation: np.ndarray, norm: float, mean: float
) -> LayerSnapshot:
    units = np.zeros(max(len(saturation), 3))
    return LayerSnapshot(
        id=id,
        name=name,
        activation=activation,
        parameters=1,
        weights=None,
        biases=units,
        strongest=NO_EDGES,
        a=units,
        z=units,
        slope=NONE,
        delta=units,
        saturated=np.empty(0, bool),
        saturation=saturation,
        dead=np.empty(0, bool),
        batch_delta=units,
        gradient_norm=norm,
        gradient_mean=mean,
    )


def snapshot(
    step: int,
    *layers: LayerSnapshot,
    test_loss: float | None = None,
    run: int = 1,
    status: Status = Status.RUNNING,
    **others: Any,
) -> Snapshot:
    told = {
        "run": run,
        "status": status,
        "step": step,
        "epoch": 1,
        "loss": 1.0,
        "test_step": step,
        "test_loss": test_loss,
        "test_accuracy": None,
        "steps_per_second": 0.0,
        "message": "",
        "experiment": None,
        "layers": layers,
        "sample": None,
    }
    return Snapshot(**told | others)


def recorded(
    *snapshots: Snapshot, losses: list[float] | np.ndarray = ()
) -> tuple[Snapshot, Recorder]:
    """Return the last of the snapshots and a recorder that has seen them all, and the losses."""
    recorder = Recorder()
    for one in snapshots:
        recorder.add(one)
    recorder.add_losses(snapshots[-1].run, 1, np.asarray(losses, float))
    return snapshots[-1], recorder


def opened(qtbot: QtBot, kind: type[View], width: int = 384, height: int = 180) -> View:
    """Return a view on the screen; its header belongs to it, but stands below."""
    view = kind()
    qtbot.addWidget(view)
    header = view.header()
    if header is not None:
        header.setParent(view)
        header.move(0, height)
    view.resize(width, height)
    view.show()
    qtbot.waitExposed(view)
    return view


def with_unit(shot: Snapshot) -> Snapshot:
    """Return the same, telling about layer 1's first unit."""
    rng = np.random.default_rng(0)
    weights = rng.normal(size=64)
    portrait = UnitPortrait(
        layer=1,
        unit=0,
        weights=weights,
        gradients=weights / 10,
        changes=weights / 100,
        bias=0.1,
        bias_gradient=0.01,
        bias_change=0.001,
        probe_a=rng.normal(size=512),
        probe_places=np.arange(512),
    )
    return replace(shot, unit=portrait)


def with_answers(shot: Snapshot) -> Snapshot:
    """Return the same, with data of images and what studies have found out of them."""
    rng = np.random.default_rng(1)
    part = {
        name: Part(x=rng.random((many, 6)), t=np.arange(many) % 3, index=np.arange(many))
        for name, many in (("train", 30), ("test", 12))
    }
    data = Dataset(
        name="fabricated",
        **part,
        features=tuple(f"p{k}" for k in range(6)),
        classes=("0", "1", "2"),
        target="class",
        image=(2, 3),
        offset=np.zeros(6),
        scale=np.ones(6),
        target_offset=0.0,
        target_scale=1.0,
    )
    y = rng.dirichlet(np.ones(3), 12)
    answers = {
        PredictionsStudy("test"): of_classes(np.arange(12), 12, part["test"].t, y),
        HistogramsStudy("activations"): tuple(
            histogram(one.id, one.name, one.activation) for one in shot.layers
        ),
    }
    return replace(shot, data=data, answers=answers)


def histogram(number: int, name: str, activation: str = "sigmoid") -> LayerHistogram:
    """A layer whose numbers lie evenly from 0 to 1, ten in each bin."""
    return LayerHistogram(
        id=number,
        name=name,
        activation=activation,
        low=0.0,
        high=1.0,
        counts=np.full(BINS, 10),
        outside=0,
        looked_at=10 * BINS,
        of=10 * BINS,
        mean=0.5,
        deviation=0.29,
        saturated=0.05,
    )


FLAT = Finding("saturated units", "Layer 1 is flat.", "60%", "A book", Cure("Less", lambda e: e))


def digits(steps: int = 60) -> tuple[Snapshot, Recorder]:
    """A small run: two hidden layers, a loss that falls, a unit asked about, a finding."""
    shots = [
        with_answers(
            with_unit(
                snapshot(
                    step,
                    layer(1, [1.0, 0.5, 0.9], norm=0.001 * step),
                    layer(2, [0.0, 0.2], norm=0.2),
                    output(0.3),
                    test_loss=2.0 / step,
                    findings=(FLAT,),
                )
            )
        )
        for step in range(1, steps + 1)
    ]
    return recorded(*shots, losses=2.5 / np.arange(1, steps + 1))
