"""Where the gradient goes, beside what can be worked out apart from the passes."""

import numpy as np
import pytest

from bpstudio.experiment.build import initial_parameters
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.studies.attribution import SAMPLES, AttributionStudy
from tests.runtime.experiments import data_of, make_experiment


def trainer_of(*units, **options):
    experiment = make_experiment(*units, **options)
    data = data_of(experiment)
    return Trainer(experiment, data, initial_parameters(experiment, data))


def deltas_by_hand(trainer, samples):
    """Return |dL/da| of each layer of a sigmoid network, from the equations alone, in float64."""
    weights = [W.astype(float) for W in trainer.parameters.weights]
    biases = [b.astype(float)[:, None] for b in trainer.parameters.biases]
    z, slopes = trainer.x[:samples].astype(float).T, []
    for W, b in zip(weights[:-1], biases[:-1], strict=True):
        z = 1 / (1 + np.exp(-(W @ z + b)))
        slopes.append(z * (1 - z))
    a = weights[-1] @ z + biases[-1]
    y = np.exp(a) / np.exp(a).sum(axis=0)
    delta = (y - trainer.t[:samples].T) / samples
    sizes = [np.linalg.norm(delta)]
    for W, slope in zip(weights[:0:-1], slopes[::-1], strict=True):
        delta = (W.T @ delta) * slope
        sizes.append(np.linalg.norm(delta))
    return sizes[::-1]


def test_deltas_are_those_of_the_equations_and_the_factors_their_ratios():
    trainer = trainer_of(5, 4, 3)
    answer = AttributionStudy().prepare(trainer)
    for _ in range(2):
        found = answer()
        samples = min(SAMPLES, len(trainer.x))
        assert found.samples == samples
        assert found.deltas == pytest.approx(deltas_by_hand(trainer, samples), rel=1e-4)
        products = np.multiply(found.gains, found.slopes)
        ratios = np.divide(found.deltas[:-1], found.deltas[1:])
        assert products == pytest.approx(ratios, rel=1e-5)
        assert all(slope <= 0.25 for slope in found.slopes), "of a sigmoid"
        trainer.descent.advance(10)


def test_it_leaves_the_training_as_it_was():
    watched, alone = trainer_of(5, 4), trainer_of(5, 4)
    answer = AttributionStudy().prepare(watched)
    for _ in range(5):
        answer()
        losses = watched.descent.advance(7), alone.descent.advance(7)
        assert (losses[0] == losses[1]).all()
    assert (watched.parameters.flat == alone.parameters.flat).all()


def test_without_hidden_layers_there_is_one_delta_and_no_factor():
    found = AttributionStudy().prepare(trainer_of())()
    assert len(found.deltas) == 1
    assert found.gains == found.slopes == ()
