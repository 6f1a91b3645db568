"""What the numbers of the passes are called, in letters and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.walking.names import GRADIENTS, Kind
from bpstudio.ui.canvas.ink import text_width
from bpstudio.ui.given_names import class_names
from bpstudio.ui.names import INPUT_NAME, OUTPUT_NAME, counted, numbered_layer
from bpstudio.ui.numbers import count, lowered, many
from bpstudio.ui.theme import BOLD, HINT

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.studies.walk import Walked
    from bpstudio.runtime.walking.names import Number

MOST_MEASURED = 100  # names
LETTERS = {
    Kind.W: "w",
    Kind.NEW_W: "w",
    Kind.B: "b",
    Kind.NEW_B: "b",
    Kind.A: "a",
    Kind.F: "f",
    Kind.Z: "z",
    Kind.Y: "y",
    Kind.T: "t",
    Kind.DELTA: "δ",
    Kind.SLOPE: "f′",
    Kind.PULLED: "(Wᵀδ)",
    Kind.DZ: "∂L/∂z",
    Kind.DW: "∂L/∂w",
    Kind.DB: "∂L/∂b",
    Kind.CHANGE_W: "Δw",
    Kind.CHANGE_B: "Δb",
}
OF_WEIGHTS = (Kind.W, Kind.DW, Kind.CHANGE_W, Kind.NEW_W)


def is_backward(kind: Kind) -> bool:
    """Whether a number belongs to the backward pass."""
    return kind in GRADIENTS


def symbol(number: Number, samples: int = 1) -> str:
    """Return a number in letters: ``"w₃₁"``, ``"z₁"``; where there are `samples`, of which.

    Units are counted from 1, as in the equations.
    """
    (kind, layer), row, column = number
    if kind in (Kind.LOSS, Kind.LOSSES):
        return "L" if kind is Kind.LOSS or samples == 1 else f"L of {count(column + 1)}"
    letters = LETTERS[kind]
    if kind is Kind.Z and layer == 0:
        letters = "x"
    if kind in OF_WEIGHTS:
        indices = f"{lowered(row + 1)}{lowered(column + 1)}"
        if row > 8 or column > 8:
            indices = f"{lowered(row + 1)},{lowered(column + 1)}"
        return letters + indices
    return letters + lowered(row + 1)


def layer_title(walked: Walked, layer: int) -> str:
    """Return what a layer is called."""
    if layer == 0:
        return INPUT_NAME
    return OUTPUT_NAME if layer == len(walked.layers) - 1 else numbered_layer(layer)


def drawn_title(walked: Walked, layer: int) -> str:
    """Return what a layer is called; where not all of its units are drawn, how many are."""
    of = walked.layers[layer]
    drawn = len(of.z)
    title = layer_title(walked, layer)
    return title if drawn == of.units else f"{title}, {count(drawn)} of {count(of.units)}"


def unit_title(walked: Walked, data: Dataset | None, layer: int, unit: int) -> str:
    """Return what a unit is called: ``"input 1"``, ``"unit 3"``, ``"class 0"``."""
    if layer == 0:
        return f"input {count(unit + 1)}"
    if layer < len(walked.layers) - 1:
        return f"unit {count(unit + 1)}"
    if data is None or unit >= len(data.classes):
        return OUTPUT_NAME
    name = class_names(data)[unit]
    return f"class {name}" if name.isdecimal() else name


def widest_class(data: Dataset | None) -> float:
    """Return how much room the names of the classes want, in px, with the mark of the target."""
    names = () if data is None else class_names(data)[:MOST_MEASURED]
    return max((text_width(f"▸{name} ", HINT, BOLD) for name in names), default=0.0)


def title(walked: Walked, data: Dataset | None, number: Number) -> str:
    """Return what a number is: ``"δ of unit 3, layer 1"``."""
    return f"{full_symbol(number)} {where(walked, data, number)}"


def full_symbol(number: Number) -> str:
    """Return a number in letters; of the parameters after the update, that they are new."""
    new = "new " if number.name.kind in (Kind.NEW_W, Kind.NEW_B) else ""
    return f"{new}{symbol(number)}"


def where(walked: Walked, data: Dataset | None, number: Number) -> str:
    """Return where a number stands: ``"of unit 3, layer 1"``."""
    (kind, layer), row, column = number
    if kind is Kind.LOSS:
        return "the loss" if len(walked.samples) == 1 else "the mean loss of the batch"
    if kind is Kind.LOSSES:
        return f"of sample {count(int(walked.samples[column]))}"
    of = unit_title(walked, data, layer, row)
    if kind in OF_WEIGHTS:
        source = unit_title(walked, data, layer - 1, column)
        return f"from {source} to {of}, {layer_title(walked, layer)}"
    is_middle = 0 < layer < len(walked.layers) - 1
    return f"of {of}, {layer_title(walked, layer)}" if is_middle else f"of {of}"


def paths_words(walked: Walked, layer: int, paths: int, routes: int) -> str:
    """Return on how many paths a parameter of a layer reaches L, and who adds them up."""
    widths = [one.units + one.skip for one in walked.layers[layer + 1 :]]
    if not widths:
        return "One path leads from here to L, through its own output."
    product = " × ".join(count(width) for width in widths)
    told = f"{product} = " if len(widths) > 1 and len(widths) <= 6 else ""
    number = many(paths)
    start = f"{told}{number} paths lead from here to L" if paths > 1 else "One path leads to L"
    why = "the product of the widths behind" if len(widths) > 1 else "one through each output"
    skips = (
        ", a skip counting for one more"
        if any(one.skip for one in walked.layers[layer + 1 :])
        else ""
    )
    end = "One backward sweep sums them all." if paths > 1 else ""
    if routes > 1:
        end = f"What each adds to the gradient stands above. {end}"
    return f"{start}: {why}{skips}. {end}".strip()


def passes_words(parameters: int) -> str:
    """Return what the two passes have saved."""
    gradients = counted(parameters, "gradient")
    return (
        f"<b>Two passes</b> for {gradients}; brute force: "
        f"<b>{count(parameters + 1)} forward passes</b>."
    )
