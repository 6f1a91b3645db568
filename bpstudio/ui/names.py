"""What things are called on the screen: layers, activations, data sets."""

from __future__ import annotations

from functools import lru_cache
from itertools import takewhile
from typing import TYPE_CHECKING

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.given_names import class_names
from bpstudio.ui.numbers import count, figure

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment

INPUT_NAME, OUTPUT_NAME = "input", "output"
SEPARATORS = " _-.:/"  # of words in the names of classes


def numbered_layer(number: int) -> str:
    """Return the name of the hidden layer that is the `number`-th from the input, from 1."""
    return f"layer {number}"


def layer_names(experiment: Experiment) -> dict[int, str]:
    """Return what each layer is called, by its id, input side first, with the output's."""
    hidden = enumerate(experiment.hidden, start=1)
    return {layer.id: numbered_layer(number) for number, layer in hidden} | {OUTPUT: OUTPUT_NAME}


def activation_words(name: str) -> str:
    """Return an activation within a sentence: ``"sigmoid"``, but ``"ReLU"``."""
    return ACTIVATIONS[name].words if name in ACTIVATIONS else name


def output_words(function: str) -> str:
    """Return the function of the output within a sentence: ``"softmax"``, ``"linear"``."""
    return "linear" if function == "identity" else function


def never_saturates(activation: str) -> bool:
    """Whether no unit with this activation ever saturates."""
    return activation in ACTIVATIONS and ACTIVATIONS[activation].saturates == "never"


def counted(number: int, thing: str) -> str:
    """Return how many of a thing there are: ``"1 unit"``, ``"1 000 000 units"``."""
    return f"{count(number)} {thing}" if number == 1 else f"{count(number)} {thing}s"


@lru_cache(8)
def without_common_start(names: tuple[str, ...]) -> tuple[str, ...]:
    """Return `names` without the words that all of them begin with: ``("1", "2")`` of classes."""
    alike = takewhile(lambda letters: len(set(letters)) == 1, zip(*names, strict=False))
    shared = "".join(letters[0] for letters in alike)
    start = max(shared.rfind(mark) for mark in SEPARATORS) + 1
    if len(names) < 2 or any(len(name) == start for name in names):
        return names
    return tuple(name[start:] for name in names)


def target_words(dataset: Dataset, target: float) -> str:
    """Return what a sample is, in the words and units of its data: ``"class 2"``, ``"97.0"``."""
    if dataset.is_regression:
        return figure(target * dataset.target_scale + dataset.target_offset)
    name = class_names(dataset)[int(target)]
    if dataset.image is not None:
        return f"a {name}"
    return f"class {name}" if name.isdecimal() else name


def data_label(name: str) -> str:
    """Return what the screen calls a data set: its label, or the name of its file."""
    if name == drawn.NAME:
        return drawn.LABEL
    known = BUNDLED.get(name) or MADE.get(name)
    return known.label if known else name.rpartition("/")[2]
