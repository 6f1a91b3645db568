"""What of a lesson could never be: texts that no fact has, layers that aren't there.

What takes a window to be known isn't known without one; what it can't be is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.experiment.fields import shown
from bpstudio.experiment.lessons.conditions import plain
from bpstudio.experiment.lessons.facts import FACTS, Of
from bpstudio.experiment.lessons.making import NONE_YET
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.experiment.lessons.lesson import Condition, Fact, State
    from bpstudio.experiment.lessons.making import Made
    from bpstudio.experiment.spec import Experiment

OUTPUT, ALL = "output", "all"
_KINDS = {float: "a number", str: "a text", bool: "true or false"}
_BOUNDS = ("at_least", "at_most", "below", "above")
_OF_EXPERIMENT = (
    "reset",
    "step",
    "look_back",
    "passes",
    "batch",
    "sample",
    "layer",
    "check",
    "train",
)


def layer_names(experiment: Experiment) -> tuple[str, ...]:
    """Return what its layers are called, the output last."""
    hidden = (f"layer {number}" for number in range(1, len(experiment.hidden) + 1))
    return (*hidden, OUTPUT)


def check_layer(fact: Fact | Condition, experiment: Experiment, place: str) -> None:
    """Refuse a fact of a layer that an experiment doesn't have, or that this layer never has."""
    of = FACTS[fact.what].of
    if of not in (Of.LAYER, Of.HIDDEN) or fact.of == ALL:
        return
    if fact.of not in layer_names(experiment):
        raise Refusal(f"{place}.of", f"there is no {shown(fact.of)} in this network")
    if fact.what == "saturation" and fact.of == OUTPUT:
        raise Refusal(f"{place}.of", "only hidden layers have a saturation")


def check_needs(state: State, there: Made) -> None:
    """Refuse what a state does with an experiment or a circuit where there is none."""
    if there.experiment is None:
        for name in _OF_EXPERIMENT:
            value = getattr(state, name)
            if value is not None and value is not False:
                raise Refusal(name, f"needs an experiment, and {NONE_YET}")
    if there.diagram is None and state.gates is not None:
        raise Refusal("gates", f"needs a circuit, and {NONE_YET}")


def check_kind(condition: Condition, place: str) -> None:
    """Refuse what no fact of this kind can be."""
    fact, wanted = FACTS[condition.what], condition.is_
    if fact.kind is object:
        return
    if wanted is not None and _kind_of(wanted) is not fact.kind:
        reason = f"{condition.what} is {_KINDS[fact.kind]}, never {shown(wanted)}"
        raise Refusal(f"{place}.is", reason)
    if fact.texts and isinstance(wanted, str) and plain(wanted) not in fact.texts:
        known = ", ".join(shown(text) for text in fact.texts)
        raise Refusal(f"{place}.is", f"{shown(wanted)} is none of {known}")
    if fact.kind is str:
        compared = [name for name in _BOUNDS if getattr(condition, name) is not None]
        compared += [name for name in ("rises", "falls") if getattr(condition, name)]
        for name in compared:
            raise Refusal(f"{place}.{name}", f"{condition.what} is a text, which has no size")


def check_selected(condition: Condition, experiment: Experiment, place: str) -> None:
    """Refuse a layer that is to be selected and isn't there."""
    wanted = condition.is_
    if condition.what == "selected layer" and wanted not in (None, "", *layer_names(experiment)):
        raise Refusal(f"{place}.is", f"there is no {shown(wanted)} in this network")


def _kind_of(value: float | str | bool) -> type:
    return float if type(value) is int else type(value)
