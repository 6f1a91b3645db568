"""The gradient by brute force: nudge each parameter, run the network again, compare.

The chapter's forward difference ``(L(w + e) - L(w))/e`` takes N + 1 forward passes for N
parameters, the central one ``(L(w + e) - L(w - e))/2e`` takes 2N; backprop takes one forward and
one backward pass, whatever N. The passes are counted where they are made.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Literal

import numpy as np

from bpstudio.engine.counted import CountedNetwork, Passes
from bpstudio.engine.parameters import Parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import DTypeLike, NDArray

    from bpstudio.engine.faults import PlacedFault
    from bpstudio.engine.passes import Network
    from bpstudio.engine.program import Array

Difference = Literal["forward", "central"]

FLOOR = 1e-4  # of a gradient's size in the relative error: below, rounding is all there is
EPSILON: dict[str, float] = {"forward": 1e-6, "central": 5e-5}
TOLERANCE: dict[str, float] = {"forward": 1e-2, "central": 1e-6}
# In float32, measured: of a forward difference a larger nudge bends more than it steadies.
COARSE_EPSILON: dict[str, float] = {"forward": 1e-3, "central": 1e-2}
COARSE_TOLERANCE = 1e-2
TAKEN = 4_096  # places at a time: millions of Python's numbers take a lot of memory
ROUNDED = 8  # units in the last place that a loss may be off by


class Verdict(StrEnum):
    """Whether the two gradients are the same."""

    AGREE = "agree"
    ROUNDING = "rounding"  # no further apart than rounding explains
    DIFFER = "differ"


def verdict_of(largest: float, unexplained: float, allowed: float) -> Verdict:
    """Return what is found of the largest errors: of all, and of those not due to rounding."""
    if largest <= allowed:
        return Verdict.AGREE
    return Verdict.ROUNDING if unexplained <= allowed else Verdict.DIFFER


def usual_epsilon(difference: Difference, dtype: DTypeLike = np.float64) -> float:
    """Return how far a parameter is nudged unless one says otherwise.

    In float32 losses have 7 digits: a smaller nudge would drown in the rounding.
    """
    return (COARSE_EPSILON if np.dtype(dtype) == np.float32 else EPSILON)[difference]


def tolerance(difference: Difference, dtype: DTypeLike = np.float64) -> float:
    """Return how large a relative error may be.

    In float32 neither gradient has digits enough for what central differences allow in float64.
    """
    return COARSE_TOLERANCE if np.dtype(dtype) == np.float32 else TOLERANCE[difference]


class GradientCheck:
    """Brute force against backprop, a parameter at a time.

    Iterate over it to do the work; each item is the number of parameters done. It may be left
    at any time: the parameters are as they were after each item.

    Parameters
    ----------
    network, parameters, x, t, l1, l2, fault
        As for `CountedNetwork`.
    difference
        "forward" or "central".
    epsilon
        How far a parameter is nudged; the usual one of the difference where left out.
    chosen
        The places (in the flat vector) of the parameters to check; all where left out.

    Attributes
    ----------
    difference, epsilon
        As above; whoever changes them may iterate again.
    exact, numeric
        The gradients by backprop and by brute force, (chosen,); NaN where not done yet.
    left_out
        Which nudges moved a relu over its kink, where the slope jumps, or a weight with an l1
        penalty over 0, (chosen,).
    backprop, brute_force
        The passes of either.
    done
        How many of the parameters brute force has done.
    loss
        L, by backprop's forward pass.
    parameters
        As above; changed and put back by each item.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        x: Array,
        t: Array,
        *,
        l1: float = 0.0,
        l2: float = 0.0,
        difference: Difference = "forward",
        epsilon: float | None = None,
        chosen: NDArray[np.intp] | None = None,
        fault: PlacedFault | None = None,
    ) -> None:
        self.difference = difference
        usual = usual_epsilon(difference, parameters.flat.dtype)
        self.epsilon = usual if epsilon is None else epsilon
        self.parameters = parameters
        self._whole = CountedNetwork(network, parameters, x, t, l1, l2, fault)
        self._penalised = np.zeros(parameters.flat.size, bool)
        for weights in Parameters(parameters.shape, self._penalised).weights:
            weights[:] = l1 > 0
        self.chosen = np.arange(parameters.flat.size) if chosen is None else chosen
        self.numeric = np.full(len(self.chosen), np.nan)
        self.left_out = np.zeros(len(self.chosen), bool)
        self.exact: Array = np.broadcast_to(np.nan, len(self.chosen))  # there may be millions
        self.loss = np.nan
        self.backprop, self.brute_force = Passes(), Passes()
        self.done = 0

    def run_backprop(self) -> None:
        """Fill in `exact`, by two passes."""
        self.repeat_backprop()
        self.exact = self._whole.flat_gradient[self.chosen]
        self.loss = self._whole.last

    def repeat_backprop(self) -> None:
        """Make the two passes alone, as often as one likes; for timing them."""
        self._whole.passes = self.backprop
        self._whole.run_backprop()

    def __iter__(self) -> Iterator[int]:
        """Fill in `numeric`, and yield the number of parameters that are done."""
        self._whole.passes = self.brute_force
        here = self._whole.loss() if self.difference == "forward" else np.nan
        before = self._whole.sides() if self.difference == "forward" else None
        flat = self._whole.parameters.flat
        self.done = 0
        for done, place in enumerate(self._places()):
            if self.difference == "forward":
                above, sides = self._nudged(place, self.epsilon)
                self.numeric[done] = (above - here) / self.epsilon
                self.left_out[done] = (sides != before).any()
            else:
                above, sides = self._nudged(place, self.epsilon)
                below, others = self._nudged(place, -self.epsilon)
                self.numeric[done] = (above - below) / (2 * self.epsilon)
                self.left_out[done] = (sides != others).any()
            if self._penalised[place] and abs(flat[place]) <= self.epsilon:
                self.left_out[done] = True  # |w| has its kink at 0
            self.done = done + 1
            yield self.done

    def _places(self) -> Iterator[int]:
        for start in range(0, len(self.chosen), TAKEN):
            yield from self.chosen[start : start + TAKEN].tolist()

    def _nudged(self, place: int, by: float) -> tuple[float, NDArray[np.bool_]]:
        flat = self._whole.parameters.flat
        kept = flat[place]
        flat[place] = kept + by
        try:
            return self._whole.loss(), self._whole.sides()
        finally:
            flat[place] = kept

    @property
    def errors(self) -> Array:
        """The relative errors, (chosen,); NaN where left out."""
        errors = relative_errors(self.exact, self.numeric)
        return np.where(self.left_out, np.nan, errors)

    def rounding(self, done: slice) -> Array:
        """Return how far brute force may be off by rounding alone, (done,), after backprop.

        Two losses are subtracted that have hardly changed, and the nudge itself is rounded, too:
        u (8 max(|L|, 1) + |w g|) / epsilon, where u is the dtype's rounding: a small L is the
        logarithm of a probability near 1, and as rough as that.
        """
        flat = self._whole.parameters.flat
        unit = float(np.finfo(flat.dtype).eps)
        nudged = np.abs(flat[self.chosen[done]] * self.exact[done])
        rough: Array = unit * (ROUNDED * max(abs(self.loss), 1.0) + nudged)
        with np.errstate(over="ignore"):  # by hardly any nudge: anything is explained
            return rough / self.epsilon

    @property
    def largest_error(self) -> float:
        """The largest relative error of those done and not left out; 0 where there is none.

        It is infinite where a gradient isn't finite: that is no agreement.
        """
        return _largest(self.errors[: self.done][~self.left_out[: self.done]])

    def unexplained(self, done: slice) -> float:
        """Return the largest error of these, after backprop, that rounding doesn't explain.

        A nudge that changes a parameter not at all (w + e == w) is explained by it, too.
        """
        exact, numeric = self.exact[done], self.numeric[done]
        explained = np.abs(exact - numeric) <= self.rounding(done)
        return _largest(relative_errors(exact, numeric)[~self.left_out[done] & ~explained])

    @property
    def verdict(self) -> Verdict:
        """What is found of those that are done."""
        unexplained = self.unexplained(slice(self.done))
        return verdict_of(self.largest_error, unexplained, self._allowed)

    @property
    def agrees(self) -> bool:
        """Whether no error is over what the difference allows."""
        return self.largest_error <= self._allowed

    @property
    def _allowed(self) -> float:
        return tolerance(self.difference, self._whole.parameters.flat.dtype)


def _largest(errors: Array) -> float:
    largest = float(errors.max(initial=0.0))
    return largest if np.isfinite(largest) else np.inf


def relative_errors(exact: Array, numeric: Array) -> Array:
    """Return |g - n| / max(|g|, |n|, 1e-4) of two gradients, an array of their shape."""
    size = np.maximum(np.maximum(np.abs(exact), np.abs(numeric)), FLOOR)
    errors: Array = np.abs(exact - numeric) / size
    return errors
