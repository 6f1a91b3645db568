import pytest

from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.ui.names import activation_words, data_label, layer_names


def test_layers_are_counted_from_the_input() -> None:
    hidden = (LayerSpec(id=7), LayerSpec(id=3))
    experiment = Experiment(data=DataSpec(name="circle"), network=NetworkSpec(hidden=hidden))
    assert list(layer_names(experiment).items()) == [(7, "layer 1"), (3, "layer 2"), (0, "output")]


@pytest.mark.parametrize(
    ("name", "words"), [("sigmoid", "sigmoid"), ("relu", "ReLU"), ("of tomorrow", "of tomorrow")]
)
def test_activations_within_a_sentence(name: str, words: str) -> None:
    assert activation_words(name) == words


@pytest.mark.parametrize(
    ("name", "label"),
    [("breast_cancer", "Breast cancer"), ("xor", "XOR"), ("tables/churn.csv", "churn.csv")],
)
def test_data_sets_have_labels_and_files_their_names(name: str, label: str) -> None:
    assert data_label(name) == label
