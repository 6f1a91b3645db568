"""What guessing costs, against scikit-learn's guesser and numbers worked out by hand."""

import numpy as np
import pytest
from sklearn.dummy import DummyClassifier
from sklearn.metrics import log_loss

from bpstudio.experiment.build import initial_parameters, load_data
from bpstudio.experiment.spec import DataSpec, Experiment, NetworkSpec, TrainingSpec
from bpstudio.experiment.trainer import Trainer
from bpstudio.runtime.studies.guessing import Guess, Guessing, best_guess


def table(tmp_path, targets, loss):
    file = tmp_path / "some.csv"
    file.write_text("x,t\n" + "".join(f"{k},{t}\n" for k, t in enumerate(targets)))
    return load_data(DataSpec(path=str(file), test_fraction=0.0), loss, tmp_path)


def test_the_class_shares_cost_their_entropy(tmp_path) -> None:
    # Shares 1/2, 1/4, 1/4: 1/2 log 2 + 2 * 1/4 log 4 = 3/2 log 2; squared error
    # 1/2 (1/4 + 3/16 + 3/16) = 5/16.
    data = table(tmp_path, ["a", "b", "a", "c"], "cross_entropy")
    guess = best_guess(data, "cross_entropy")
    assert guess == (pytest.approx(1.5 * np.log(2)), 0.5, "a")
    assert best_guess(data, "squared_error") == (pytest.approx(5 / 16), 0.5, "a")


def test_a_numeric_target_costs_half_its_variance(tmp_path) -> None:
    data = table(tmp_path, [1.0, 2.0, 6.0], "squared_error")
    t = data.train.t
    assert best_guess(data, "squared_error") == Guess(
        pytest.approx(np.mean([(x - t.mean()) ** 2 / 2 for x in t]))
    )


def test_it_agrees_with_a_peer_and_with_the_network_that_guesses() -> None:
    data = load_data(DataSpec(name="iris"), "cross_entropy", None)
    peer = DummyClassifier(strategy="prior").fit(data.train.x, data.train.t)
    guess = best_guess(data, "cross_entropy")
    assert guess.loss == pytest.approx(log_loss(data.train.t, peer.predict_proba(data.train.x)))
    assert guess.accuracy == pytest.approx(peer.score(data.train.x, data.train.t))


def test_it_is_answered_for_a_trainer() -> None:
    experiment = Experiment(
        data=DataSpec(name="circle", samples=50), network=NetworkSpec(), training=TrainingSpec()
    )
    data = load_data(experiment.data, "cross_entropy", None)
    trainer = Trainer(experiment, data, initial_parameters(experiment, data, np.float32))
    assert Guessing().prepare(trainer)() == best_guess(data, "cross_entropy")
    assert Guessing() == Guessing()
