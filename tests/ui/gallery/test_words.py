import pytest

from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec, TrainingSpec
from bpstudio.ui.gallery.words import all_words, network_words, training_words


def experiment(*hidden: LayerSpec, **training: object) -> Experiment:
    return Experiment(
        data=DataSpec(name="moons"),
        network=NetworkSpec(hidden=hidden),
        training=TrainingSpec(**training),
    )


@pytest.mark.parametrize(
    ("layers", "words"),
    [
        ([], "no hidden layer"),
        ([(8, "tanh", False)], "8 tanh"),
        ([(8, "relu", False)] * 10, "10 × 8 ReLU"),
        ([(32, "sigmoid", False), (16, "sigmoid", False)], "32 sigmoid, 16 sigmoid"),
        ([(2, "tanh", False), (2, "tanh", True)], "2 × 2 tanh, skips"),
    ],
)
def test_a_network_in_a_few_words(layers: list[tuple[int, str, bool]], words: str) -> None:
    hidden = [LayerSpec(units=units, activation=name, skip=skip) for units, name, skip in layers]
    assert network_words(experiment(*hidden)) == words


def test_training_in_a_few_words() -> None:
    assert training_words(experiment(batch_size="all", learning_rate=0.3)) == "batch all, rate 0.3"


def test_all_in_a_line() -> None:
    wanted = "Moons, 500 samples · 8 tanh · Cross-entropy · batch 10, rate 0.1 · 1 epoch"
    assert all_words(experiment(LayerSpec(), epochs=1)) == wanted
