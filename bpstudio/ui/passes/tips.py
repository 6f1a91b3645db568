"""What the tooltips on the network say: the numbers of a unit, what a weight is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.given_names import feature_names
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.passes.layout import Style
from bpstudio.ui.passes.places import output_kind, value_of
from bpstudio.ui.passes.words import layer_title, symbol, title, unit_title

if TYPE_CHECKING:
    from bpstudio.ui.passes.layout import Column
    from bpstudio.ui.passes.state import PassesState

CLOSER = "Ctrl and the wheel: look closer"
TINT = "tint: its size beside the layer’s largest; a dash: negative"


def weight_tip(state: PassesState, number: Number) -> str:
    """Return what a weight, its gradient or its new value is."""
    walked = state.walked
    if walked is None:
        return ""
    excerpt = walked.excerpts.get(number.name)
    value = excerpt.at(number.row, number.column) if excerpt else None
    told = f" = {figure(value, 4)}" if value is not None else ""
    if number.name.kind is Kind.NEW_W:
        old = walked.excerpts[Name(Kind.W, number.name.layer)].at(number.row, number.column)
        told += f"; before the update {figure(old, 4)}" if old is not None else ""
    what = "its paths to L" if number.name.kind is Kind.W else "what it came from"
    return f"{title(walked, state.data, number)}{told}\nclick: {what}{_strongest(state, number)}"


def _strongest(state: PassesState, number: Number) -> str:
    """Return how many weights between two layers are drawn, where not all are."""
    layers = () if state.walked is None else state.walked.layers
    layer = number.name.layer
    edges, among = layers[layer].edges, layers[layer].units * layers[layer - 1].units
    if edges is None or len(edges) == among:
        return ""
    return f"\nof {count(among)} weights here, the {count(len(edges))} strongest are drawn"


def _new_bias(state: PassesState, layer: int, unit: int) -> str:
    """Return what the update makes of a bias, once it has."""
    name = Name(Kind.NEW_B, layer)
    if state.walked is None or not state.is_made(name):
        return ""
    new = state.walked.excerpts[name].at(unit, 0)
    return f", new {figure(new, 4)}" if new is not None else ""


def unit_tip(state: PassesState, column: Column, unit: int) -> str:
    """Return the numbers of a unit that are there by now."""
    walked, layer = state.walked, column.layer
    if walked is None:
        return ""
    of = walked.layers[layer]
    head = f"{unit_title(walked, state.data, layer, unit)}, {layer_title(walked, layer)}"
    rows = [head]
    if layer == 0 and state.data is not None:
        rows[0] = f"input {unit + 1}, {feature_names(state.data)[unit]}"
    for kind in (Kind.A, Kind.B, output_kind(state, layer), Kind.DELTA):
        value = value_of(of, kind, unit)
        if value is not None and state.is_made(Name(kind, layer)):
            told = f"{symbol(Number(Name(kind, layer), unit, 0))} = {figure(value, 4)}"
            rows.append(told + (_new_bias(state, layer, unit) if kind is Kind.B else ""))
    if of.slope is not None and state.is_made(Name(Kind.DELTA, layer)):
        rows.append(f"slope f′ = {figure(float(of.slope[unit]), 4)}")
    if of.saturated is not None and of.saturated[unit] and state.is_made(Name(Kind.Z, layer)):
        rows.append("saturated on this sample")
    if len(of.z) < of.units:
        rows.append(f"{count(len(of.z))} of the layer’s {count(of.units)} units are drawn")
    if column.style in (Style.CELL, Style.SLIM):
        rows.append(TINT)
    rows.append("click a number: what it came from")
    return "\n".join(rows if column.style is Style.BOX else [*rows, CLOSER])
