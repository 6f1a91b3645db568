"""How a number of the passes came about, line by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.runtime.walking.words import takes_gradient_off

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.engine.program import Array
    from bpstudio.runtime.walking.numbers import Numbers

MOST_TERMS = 64  # that are told one by one

Role = Literal["term", "rest", "sum", "function", "factor", "result"]


@dataclass(frozen=True)
class Factor:
    """A number in a term, and where it stands; nowhere where it is a constant."""

    value: float
    number: Number | None
    words: str = ""  # what a constant is called


@dataclass(frozen=True)
class Line:
    """One line of how a number came about.

    The `value` of a "term" is the product of its factors, and terms are added up; "rest" is what
    was left out, in one; "sum" what the terms make; a "factor" is a product with the sum;
    "function" is worked out as `words` say; "result" is the number itself.
    """

    role: Role
    value: float
    factors: tuple[Factor, ...] = ()
    words: str = ""


class Opener:
    """Makes the lines of one number."""

    def __init__(self, numbers: Numbers, number: Number) -> None:
        self._numbers = numbers
        (self._kind, self._layer), self._row, self._column = number

    def lines(self) -> list[Line]:
        """Return the lines, but for the last."""
        ways = {
            Kind.A: self._logit,
            Kind.Z: self._activation,
            Kind.F: self._activation,
            Kind.Y: self._output,
            Kind.LOSS: self._loss,
            Kind.LOSSES: self._loss_of_sample,
            Kind.DELTA: self._delta,
            Kind.SLOPE: self._slope,
            Kind.PULLED: self._pulled,
            Kind.DZ: self._dz,
            Kind.DW: self._weight_gradient,
            Kind.DB: self._bias_gradient,
            Kind.NEW_W: self._new,
            Kind.NEW_B: self._new,
            Kind.CHANGE_W: self._change,
            Kind.CHANGE_B: self._change,
        }
        is_feature = self._kind is Kind.Z and self._layer == 0
        way = None if is_feature else ways.get(self._kind)
        return [] if way is None else way()

    def _factor(self, kind: Kind, layer: int, row: int, column: int) -> Factor:
        name = Name(kind, layer)
        return Factor(self._numbers.number(name, row, column), Number(name, row, column))

    def _term(self, *factors: Factor) -> Line:
        return Line("term", float(np.prod([factor.value for factor in factors])), factors)

    def _products(self, left: _Side, right: _Side | None = None) -> list[Line]:
        """Return a line for each product of two sides, the largest of very many."""
        sides = [left] if right is None else [left, right]
        values = [side.values(self._numbers) for side in sides]
        products = np.prod(values, axis=0)
        told = list(range(len(products)))
        if len(products) > MOST_TERMS:
            largest = np.argsort(-np.abs(products), kind="stable")[: MOST_TERMS - 1]
            told = sorted(largest.tolist())
        lines = [
            Line(
                "term",
                float(products[k]),
                tuple(
                    Factor(float(of[k]), side.number(k))
                    for side, of in zip(sides, values, strict=True)
                ),
            )
            for k in told
        ]
        if len(lines) < len(products):
            rest = float(np.delete(products, told).sum())
            lines.append(Line("rest", rest, words=str(len(products) - len(lines))))
        return lines

    def _logit(self) -> list[Line]:
        layer, widths = self._layer, self._numbers.network.shape.widths
        weights = _Side(Name(Kind.W, layer), self._row, None, widths[layer - 1])
        into = _Side(Name(Kind.Z, layer - 1), None, self._column, widths[layer - 1])
        bias = self._term(self._factor(Kind.B, layer, self._row, 0))
        return [*self._products(weights, into), bias]

    def _activation(self) -> list[Line]:
        network, layer = self._numbers.network, self._layer
        has_skip = network.has_skip(layer)
        kind = Kind.F if has_skip else Kind.Z
        value = self._numbers.number(Name(kind, layer), self._row, self._column)
        words = network.activations[layer - 1].value_equation.format(l="")
        lines = [Line("function", value, (self._here(Kind.A),), words)]
        if has_skip and self._kind is Kind.Z:
            lines.append(self._term(self._factor(Kind.Z, layer - 1, self._row, self._column)))
        return lines

    def _here(self, kind: Kind) -> Factor:
        return self._factor(kind, self._layer, self._row, self._column)

    def _slope(self) -> list[Line]:
        network, layer = self._numbers.network, self._layer
        kind = Kind.F if network.has_skip(layer) else Kind.Z
        equation = network.activations[layer - 1].slope_equation
        factor = self._here(Kind.A if "{a}" in equation else kind)
        f = "f" if kind is Kind.F else "z"
        words = equation.format(a="a", f=f)
        return [Line("function", self._here(Kind.SLOPE).value, (factor,), words)]

    def _output(self) -> list[Line]:
        if self._numbers.network.loss.output != "softmax":
            return [self._term(self._here(Kind.A))]
        outputs = self._numbers.network.outputs
        every = range(outputs)
        a = self._numbers.pick(Name(Kind.A, self._layer), every, [self._column])[:, 0]
        powers = np.exp(a - a.max())  # over the largest, as the program has it: y is the same
        order = np.argsort(-powers, kind="stable")[:MOST_TERMS].tolist()
        told = sorted({self._row, *order[: MOST_TERMS - 1]})
        lines = [
            Line("term", float(powers[k]), (self._of_unit(k),), "exp(a − largest a)") for k in told
        ]
        if len(told) < outputs:
            rest = float(np.delete(powers, told).sum())
            lines.append(Line("rest", rest, words=str(outputs - len(told))))
        lines.append(Line("sum", float(powers.sum())))
        own = float(powers[self._row])
        return [*lines, Line("function", own / float(powers.sum()), (), "its own term / the sum")]

    def _of_unit(self, unit: int) -> Factor:
        return self._factor(Kind.A, self._layer, unit, self._column)

    def _loss(self) -> list[Line]:
        if self._numbers.batch == 1:
            return self._loss_of_sample()
        side = _Side(Name(Kind.LOSSES, self._layer), 0, None, self._numbers.batch)
        lines = self._products(side)
        return [*lines, Line("sum", float(self._numbers.losses.sum())), self._share()]

    def _share(self) -> Line:
        return Line("factor", 1 / self._numbers.batch, words="1/B")

    def _loss_of_sample(self) -> list[Line]:
        numbers, layer, sample = self._numbers, self._layer, self._column
        value = numbers.number(Name(Kind.LOSSES, layer), 0, sample)
        outputs = range(numbers.network.outputs)
        t = numbers.pick(Name(Kind.T, layer), outputs, [sample])[:, 0]
        if numbers.network.loss.output == "softmax":
            y = self._factor(Kind.Y, layer, int(t.argmax()), sample)
            return [Line("function", value, (y,), "−log(y of the target’s class)")]
        y_all = numbers.pick(Name(Kind.Y, layer), outputs, [sample])[:, 0]
        squares = (y_all - t) ** 2 / 2
        return [
            Line("term", float(squares[k]), self._pair(k, sample), "½(y − t)²")
            for k in outputs[:MOST_TERMS]
        ] + (
            [Line("rest", float(squares[MOST_TERMS:].sum()), words=str(len(t) - MOST_TERMS))]
            if len(t) > MOST_TERMS
            else []
        )

    def _pair(self, unit: int, sample: int) -> tuple[Factor, Factor]:
        y, t = (self._factor(kind, self._layer, unit, sample) for kind in (Kind.Y, Kind.T))
        return y, t

    def _delta(self) -> list[Line]:
        if self._layer == self._numbers.network.layers:
            y, t = self._pair(self._row, self._column)
            lines = [Line("function", y.value - t.value, (y, t), "y − t")]
            return lines if self._numbers.batch == 1 else [*lines, self._share()]
        lines = self._dz()
        total = self._here(Kind.DZ).value
        slope = self._here(Kind.SLOPE)
        return [*lines, Line("sum", total), Line("factor", slope.value, (slope,))]

    def _pulled(self) -> list[Line]:
        behind, units = self._layer + 1, self._numbers.network.shape.widths[self._layer + 1]
        weights = _Side(Name(Kind.W, behind), None, self._row, units)
        return self._products(weights, _Side(Name(Kind.DELTA, behind), None, self._column, units))

    def _dz(self) -> list[Line]:
        lines, behind = self._pulled(), self._layer + 1
        if self._numbers.network.has_skip(behind):
            lines.append(self._term(self._factor(Kind.DZ, behind, self._row, self._column)))
        return lines

    def _weight_gradient(self) -> list[Line]:
        batch, layer = self._numbers.batch, self._layer
        delta = _Side(Name(Kind.DELTA, layer), self._row, None, batch)
        return self._products(delta, _Side(Name(Kind.Z, layer - 1), self._column, None, batch))

    def _bias_gradient(self) -> list[Line]:
        return self._products(
            _Side(Name(Kind.DELTA, self._layer), self._row, None, self._numbers.batch)
        )

    def _new(self) -> list[Line]:
        is_weight = self._kind is Kind.NEW_W
        old = self._here(Kind.W if is_weight else Kind.B)
        if takes_gradient_off(self._numbers.rule):
            minus = Factor(-self._numbers.rate, None, "−η")
            taken = self._term(minus, self._here(Kind.DW if is_weight else Kind.DB))
        else:
            minus = Factor(-1.0, None, "−1")
            taken = self._term(minus, self._here(Kind.CHANGE_W if is_weight else Kind.CHANGE_B))
        return [self._term(old), taken]

    def _change(self) -> list[Line]:
        gradient = self._here(Kind.DW if self._kind is Kind.CHANGE_W else Kind.DB)
        words = self._numbers.rule.optimizer.label
        return [Line("function", self._here(self._kind).value, (gradient,), words)]


@dataclass(frozen=True)
class _Side:
    """The numbers that are one of the factors in each term: a row or a column of an array."""

    name: Name
    row: int | None
    column: int | None
    count: int

    def number(self, k: int) -> Number:
        """Return where the `k`-th of them stands."""
        row = k if self.row is None else self.row
        return Number(self.name, row, k if self.column is None else self.column)

    def values(self, numbers: Numbers) -> Array:
        """Return them, (count,)."""
        every: Sequence[int] = range(self.count)
        rows = every if self.row is None else [self.row]
        columns = every if self.column is None else [self.column]
        return numbers.pick(self.name, rows, columns).ravel()
