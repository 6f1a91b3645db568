"""The rows of numbers on a unit's card: of a hidden unit, and of one of the output."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.ui.builder.unit_tip import slope_equation, value_equation
from bpstudio.ui.numbers import figure

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import LayerSnapshot


@dataclass(frozen=True)
class NumberRow:
    """A name and a number; `color` is the name of one of the theme's. `is_batch` begins a part."""

    name: str
    number: str
    color: str = "text"
    is_batch: bool = False


def hidden_rows(layer: LayerSnapshot, unit: int) -> list[NumberRow]:
    """Return the numbers of a hidden unit on the shown sample, then in the batch."""
    how = (layer.activation, layer.skip)
    return [
        NumberRow("a", figure(float(layer.a[unit]), 4)),
        NumberRow(value_equation(*how), _value(layer.z[unit]), "forward_text"),
        NumberRow(slope_equation(*how), _value(layer.slope[unit])),
        NumberRow("δ = ∂L/∂a", _value(layer.delta[unit]), "backward_text"),
        *_batch_rows(layer, unit),
    ]


def output_rows(
    layer: LayerSnapshot, unit: int, function: str, y: float, t: float
) -> list[NumberRow]:
    """Return the same of a unit of the output, whose value is `y` and whose target is `t`."""
    words = "y = a" if function == "linear" else f"y = {function}(a)"
    return [
        NumberRow("a", figure(float(layer.a[unit]), 4)),
        NumberRow(words, _value(y), "forward_text"),
        NumberRow("target t", _value(t)),
        NumberRow("δ = y − t", _value(layer.delta[unit]), "backward_text"),
        *_batch_rows(layer, unit),
    ]


def _batch_rows(layer: LayerSnapshot, unit: int) -> list[NumberRow]:
    delta = _value(layer.batch_delta[unit])
    return [
        NumberRow("|δ|, batch mean", delta, "backward_text", is_batch=True),
        NumberRow("bias b", figure(float(layer.biases[unit]))),
    ]


def _value(number: float) -> str:
    return figure(float(number), 3)
