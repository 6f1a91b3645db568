"""Measures what the rules need to know of a run, between two of its steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.data.standardize import constant_features, row_blocks
from bpstudio.engine.diagnostics import SaturationCensus, update_ratios
from bpstudio.experiment import build
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.table_spec import column_of
from bpstudio.runtime.doctor.chart import Chart, DataChart, LayerChart
from bpstudio.runtime.studies.attribution import AttributionStudy
from bpstudio.runtime.studies.guessing import best_guess

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.data.dataset import FloatArray
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.doctor.diary import Diary
    from bpstudio.runtime.doctor.linear import LinearModel

LOOKED_AT = 64  # batches of an epoch
EVEN = 1e-7  # of the largest weight: rows that differ by less are the same


class Examiner:
    """Examines one trainer; what doesn't change with the steps is measured once.

    Parameters
    ----------
    trainer
        Of the run; an edit replaces it.
    linear
        What is known of a network without hidden layers.
    """

    def __init__(self, trainer: Trainer, linear: LinearModel) -> None:
        self.trainer = trainer
        self._linear = linear
        self._attributed = AttributionStudy().prepare(trainer)
        self._guess = best_guess(trainer.data, trainer.experiment.loss).loss
        self._data = data_chart(trainer)

    def examine(self, diary: Diary, has_diverged: bool = False) -> Chart:
        """Look once, note it in the `diary`, and return the chart."""
        trainer = self.trainer
        census = SaturationCensus(trainer.network)
        loss = trainer.probe.evaluate(census)[0]
        test = trainer.test_figures()[0]
        ids = [layer.id for layer in trainer.experiment.hidden]
        saturation = [float(shares.mean()) for shares in census.shares]
        ratios = tuple(update_ratios(trainer.descent.last, trainer.parameters))
        step = trainer.descent.place.step
        diary.note(step, loss, test, ratios, dict(zip(ids, saturation, strict=True)))
        self._linear.go_on()
        return Chart(
            experiment=trainer.experiment,
            step=step,
            epochs=trainer.descent.place.epochs,
            loss=loss,
            start_loss=diary.start_loss,
            guess_loss=self._guess,
            linear_loss=self._linear.loss,
            course=diary.course.means,
            swing=diary.course.swing,
            tests=diary.tests,
            trains=diary.trains,
            layers=self._layers(diary, census),
            data=self._data,
            has_diverged=has_diverged,
            watched_since=diary.since,
        )

    def _layers(self, diary: Diary, census: SaturationCensus) -> tuple[LayerChart, ...]:
        trainer, found = self.trainer, self._attributed()
        hidden, ratios = trainer.experiment.hidden, diary.update_ratios
        weights = trainer.parameters.weights
        charts = [
            LayerChart(
                id=layer.id,
                name=f"layer {place + 1}",
                activation=layer.activation,
                units=layer.units,
                delta=found.deltas[place],
                gain=found.gains[place],
                slope=found.slopes[place],
                update_ratio=float(ratios[place]) if len(ratios) > place else np.nan,
                saturation=float(census.shares[place].mean()),
                saturated_since=diary.saturated_since(layer.id),
                dead=float(census.dead[place].mean()),
                twins=_are_twins(weights[place], weights[place + 1]),
            )
            for place, layer in enumerate(hidden)
        ]
        output = LayerChart(
            id=OUTPUT,
            name="the output",
            activation=trainer.network.loss.output,
            units=trainer.network.outputs,
            delta=found.deltas[-1],
            update_ratio=float(ratios[-1]) if len(ratios) else np.nan,
        )
        return (*charts, output)


def _are_twins(incoming: Array, outgoing: Array) -> bool:
    """Whether all units, two at least, have the same weights in, (units, fan_in), and out."""
    if len(incoming) < 2:
        return False
    return _are_alike(incoming) and _are_alike(outgoing.T)


def _are_alike(rows: Array) -> bool:
    spread = np.abs(rows[1:] - rows[0]).max(initial=0.0)
    return bool(spread <= EVEN * max(float(np.abs(rows[0]).max(initial=0.0)), EVEN))


def data_chart(trainer: Trainer) -> DataChart:
    """Return what there is to say of the training part."""
    data, spec = trainer.data, trainer.experiment.data
    x = trainer.data.train.x
    mean = x.mean(axis=0, dtype=np.float64)
    return DataChart(
        names=data.features,
        columns=tuple(column_of(feature, spec) for feature in data.features),
        mean=mean,
        spread=_spread(x, mean),
        is_image=data.image is not None,
        is_regression=data.is_regression,
        is_table=spec.path is not None,
        one_sided=_one_sided(trainer),
    )


def _spread(x: FloatArray, mean: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return each feature's standard deviation, without the copy of all that NumPy's takes.

    That of a constant is 0, whatever rounding leaves of it.
    """
    total = np.zeros(x.shape[1])
    for rows in row_blocks(*x.shape):
        total += np.square(x[rows] - mean).sum(axis=0)
    return np.where(constant_features(x), 0.0, np.sqrt(total / len(x)))


def _one_sided(trainer: Trainer) -> float:
    """Return the share of an epoch's batches whose samples are all of one class."""
    batch, data = trainer.descent.batch, trainer.data
    if data.is_regression or batch < 2:
        return 0.0
    order = build.order(trainer.experiment.training, len(trainer.x))(1)
    batches = [order[at : at + batch] for at in range(0, len(order) - batch + 1, batch)]
    some = batches[:: max(len(batches) // LOOKED_AT, 1)]
    return float(np.mean([(data.train.t[one] == data.train.t[one[0]]).all() for one in some]))
