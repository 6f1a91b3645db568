import pytest

from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.ui.names import (
    activation_words,
    counted,
    data_label,
    layer_names,
    target_words,
    without_common_start,
)
from tests.ui.views.units import dataset


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


@pytest.mark.parametrize(("number", "words"), [(1, "1 unit"), (0, "0 units"), (32, "32 units")])
def test_things_are_counted(number: int, words: str) -> None:
    assert counted(number, "unit") == words


@pytest.mark.parametrize(
    ("names", "short"),
    [
        (("class 1", "class 12"), ("1", "12")),
        (("very_low", "very_high"), ("low", "high")),
        (("setosa", "setubal"), ("setosa", "setubal")),
        (("a ", "a b"), ("a ", "a b")),
        (("class 1",), ("class 1",)),
    ],
)
def test_what_all_names_begin_with_can_go(names: tuple[str, ...], short: tuple[str, ...]) -> None:
    assert without_common_start(names) == short


def test_targets_are_said_in_the_words_and_units_of_their_data() -> None:
    assert target_words(dataset(2, 3, (1, 2)), 2) == "a 2"
    assert target_words(dataset(2, 3), 2) == "class 2"
    assert target_words(dataset(2, 3, classes=("setosa", "virginica")), 0) == "setosa"
    assert target_words(dataset(2, 3, classes=()), 2.75) == "103"  # it is 100 + t
