"""What is told of the passes while some of their numbers are covered."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.cover import Kind as Covered
from bpstudio.ui.numbers import HIDDEN

if TYPE_CHECKING:
    from bpstudio.runtime.studies.walk import Excerpt, Walked, WalkLayer
    from bpstudio.runtime.walking.lines import Factor, Line
    from bpstudio.runtime.walking.sums import Opened
    from bpstudio.ui.cover import Array, Cover

KINDS = {
    **dict.fromkeys((Kind.A, Kind.F, Kind.Z, Kind.Y, Kind.SLOPE), Covered.VALUES),
    **dict.fromkeys((Kind.LOSS, Kind.LOSSES), Covered.VALUES),
    **dict.fromkeys((Kind.DELTA, Kind.PULLED, Kind.DZ, Kind.DW, Kind.DB), Covered.GRADIENTS),
    **dict.fromkeys((Kind.W, Kind.B), Covered.WEIGHTS),
    **dict.fromkeys((Kind.CHANGE_W, Kind.CHANGE_B), Covered.UPDATES),
    **dict.fromkeys((Kind.NEW_W, Kind.NEW_B), Covered.UPDATES),
}


def covered_kind(number: Number) -> Covered | None:
    """Return as what a number may be covered; the features and the target are given."""
    kind, layer = number.name
    return None if layer == 0 else KINDS.get(kind)


def is_hidden(number: Number, cover: Cover) -> bool:
    """Whether a number isn't told."""
    kind = covered_kind(number)
    return kind is not None and cover.hides(kind, number)


def told(walked: Walked, cover: Cover) -> Walked:
    """Return the passes with what is covered of them hidden."""
    last = len(walked.layers) - 1
    loss = Number(Name(Kind.LOSS, last), 0, 0)
    return replace(
        walked,
        layers=tuple(
            _layer(layer, place, place == last, walked.column, cover)
            for place, layer in enumerate(walked.layers)
        ),
        excerpts={name: _excerpt(name, one, cover) for name, one in walked.excerpts.items()},
        loss=HIDDEN if is_hidden(loss, cover) else walked.loss,
        opened=None if walked.opened is None else _opened(walked.opened, cover),
    )


def _excerpt(name: Name, excerpt: Excerpt, cover: Cover) -> Excerpt:
    values = excerpt.values.copy()
    for i, row in enumerate(excerpt.rows):
        for k, column in enumerate(excerpt.columns):
            if is_hidden(Number(name, row, column), cover):
                values[i, k] = HIDDEN
    return replace(excerpt, values=values)


def _layer(layer: WalkLayer, place: int, is_last: bool, column: int, cover: Cover) -> WalkLayer:
    def told_of(kind: Kind, numbers: Array | None, at: int = column) -> Array | None:
        covered = covered_kind(Number(Name(kind, place), 0, 0))
        if numbers is None or covered is None:
            return numbers
        keys = [Number(Name(kind, place), unit, at) for unit in range(len(numbers))]
        return cover.told(covered, keys, numbers)

    z = told_of(Kind.Y if is_last else Kind.Z, layer.z)
    assert z is not None
    saturated = layer.saturated
    if saturated is not None and Covered.VALUES in cover.kinds:
        saturated = saturated & (z == z)  # a covered z isn't said to be saturated
    edges = layer.edges
    if edges is not None and Covered.WEIGHTS in cover.kinds:
        edges = edges.copy()
        for row in edges:
            if is_hidden(Number(Name(Kind.W, place), int(row[0]), int(row[1])), cover):
                row[2] = HIDDEN
    return replace(
        layer,
        z=z,
        a=told_of(Kind.A, layer.a),
        b=told_of(Kind.B, layer.b, 0),
        delta=told_of(Kind.DELTA, layer.delta),
        slope=told_of(Kind.SLOPE, layer.slope),
        saturated=saturated,
        edges=edges,
    )


def _opened(opened: Opened, cover: Cover) -> Opened:
    """Hide the number, what it is made of as far as that is covered, and what those make."""
    lines = tuple(_line(line, opened, cover) for line in opened.lines)
    has_hidden = any(line.value != line.value for line in lines)
    is_own_hidden = is_hidden(opened.number, cover)
    hides_gradient = Covered.GRADIENTS in cover.kinds
    if has_hidden or is_own_hidden:  # a sum or a rest would tell what the terms don't
        lines = tuple(
            replace(line, value=HIDDEN) if line.role in ("rest", "sum", "function") else line
            for line in lines
        )
    return replace(
        opened,
        value=HIDDEN if is_own_hidden else opened.value,
        lines=lines,
        gradient=HIDDEN if hides_gradient and opened.gradient is not None else opened.gradient,
        routes=tuple(
            replace(route, gradient=HIDDEN) if hides_gradient else route for route in opened.routes
        ),
    )


def _line(line: Line, opened: Opened, cover: Cover) -> Line:
    if line.role == "result":
        return replace(line, value=HIDDEN) if is_hidden(opened.number, cover) else line
    factors = tuple(_factor(factor, cover) for factor in line.factors)
    if any(factor.value != factor.value for factor in factors):
        return replace(line, value=HIDDEN, factors=factors)
    return replace(line, factors=factors)


def _factor(factor: Factor, cover: Cover) -> Factor:
    if factor.number is not None and is_hidden(factor.number, cover):
        return replace(factor, value=HIDDEN)
    return factor
