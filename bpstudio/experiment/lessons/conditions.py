"""Whether a condition holds, and whether an answer is right: pure functions."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from bpstudio.experiment.lessons.facts import FACTS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.experiment.lessons.facts import Value
    from bpstudio.experiment.lessons.lesson import Choose, Condition, Fact, Predict
    from bpstudio.experiment.lessons.scene import Scene

ROUNDING = 1e-9  # of a number that has to be one exactly, by its size


def read(fact: Fact | Condition, scene: Scene) -> Value:
    """Return what a fact is in a scene; None where that isn't known."""
    value = FACTS[fact.what].read(scene, fact.of)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def holds(condition: Condition, scene: Scene, begun: Scene) -> bool:
    """Whether all that a condition says is so.

    Parameters
    ----------
    begun
        The scene in which the step was begun.
    """
    value, before = read(condition, scene), read(condition, begun)
    if value is None:
        return False
    return (
        _is(condition, value) and _in_bounds(condition, value) and _moved(condition, value, before)
    )


def all_hold(conditions: Iterable[Condition], scene: Scene, begun: Scene) -> bool:
    """Whether all of them hold."""
    return all(holds(condition, scene, begun) for condition in conditions)


def _is(condition: Condition, value: float | str | bool) -> bool:
    wanted = condition.is_
    return wanted is None or _same(value, wanted, condition.within)


def _same(one: float | str | bool, other: float | str | bool, within: float) -> bool:
    if isinstance(one, str) or isinstance(other, str):
        return isinstance(one, str) and isinstance(other, str) and plain(one) == plain(other)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    return abs(one - other) <= max(within, ROUNDING * max(abs(one), abs(other)))


def plain(text: str) -> str:
    """Return a text as it is compared: what no keyboard has may be written in letters."""
    return text.replace("delta", "δ").replace("dL/d", "∂L/∂").strip()


def _in_bounds(condition: Condition, value: float | str | bool) -> bool:
    bounds = (condition.at_least, condition.at_most, condition.below, condition.above)
    if all(bound is None for bound in bounds):
        return True
    if isinstance(value, str):
        return False
    least, most, below, above = bounds
    return (
        (least is None or value >= least)
        and (most is None or value <= most)
        and (below is None or value < below)
        and (above is None or value > above)
    )


def _moved(condition: Condition, value: float | str | bool, before: Value) -> bool:
    if condition.changed and value == before:
        return False
    if not (condition.rises or condition.falls):
        return True
    if isinstance(value, str) or isinstance(before, str) or before is None:
        return False
    return value > before if condition.rises else value < before


def is_right(predict: Predict, number: float) -> bool:
    """Whether a prediction is near enough to the answer."""
    return math.isfinite(number) and _same(number, predict.answer, predict.within)


def hint_for(choose: Choose, choice: str) -> str:
    """Return what to say to a wrong choice."""
    return choose.hints.get(choice, choose.hint)
