"""States one after the other as a single one: for a reader who begins amid a lesson."""

from __future__ import annotations

from functools import reduce
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from bpstudio.experiment.lessons.lesson import State

if TYPE_CHECKING:
    from collections.abc import Iterable

_PLAIN = State()
_OF_ITS_OWN = frozenset({"button", "passes", "open", "batch"})  # a state without these has none
_RUN = frozenset({"step", "look_back", "race", "check", "train"})
_ENDS = {  # what no longer holds once a state says this
    "experiment": _RUN | {"changes", "reset", "sample", "layer", "unit"},
    "circuit": frozenset({"numbers", "incoming", "gates", "cover"}),
    "reset": _RUN,
    "changes": frozenset({"race"}),
    "step": frozenset({"look_back"}),
    "layer": frozenset({"unit"}),
}


def folded(states: Iterable[State]) -> State:
    """Return the state that leads from nothing to where these lead, one after the other.

    Updates that were made before a change of the experiment are made with the change.
    """
    return reduce(_then, states, _PLAIN)


def _then(before: State, after: State) -> State:
    said = _said(after)
    over = _OF_ITS_OWN.union(*(_ENDS.get(name, ()) for name in said))
    kept = {name: value for name, value in _said(before).items() if name not in over}
    for name in ("changes", "numbers"):
        if name in said and name in kept:
            earlier = {key: value for key, value in kept[name].items() if key not in said[name]}
            said[name] = {**earlier, **said[name]}  # the later ones are made later
    if "views" in said and "views" in kept:
        said["views"] = (*(v for v in kept["views"] if v not in said["views"]), *said["views"])
    return replace(_PLAIN, **kept | said)


def _said(state: State) -> dict[str, Any]:
    """Return what a state doesn't leave as it is."""
    values = {name: getattr(state, name) for name in state.__struct_fields__}
    return {name: value for name, value in values.items() if value != getattr(_PLAIN, name)}
