"""From a lesson's states to values: the experiment, the circuit and the racers that they want.

Pure: each function returns another value, or refuses with the place in the lesson.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bpstudio.experiment.circuits.diagram import Diagram
from bpstudio.experiment.circuits.storage import diagram_from_plain, read_diagram
from bpstudio.experiment.fields import shown, shown_key
from bpstudio.experiment.photo import photo_experiment
from bpstudio.experiment.schema import from_plain, to_plain
from bpstudio.experiment.storage import read_experiment
from bpstudio.experiment.table_path import rooted
from bpstudio.experiment.versions import CIRCUIT, EXPERIMENT
from bpstudio.refusal import Refusal
from bpstudio.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from bpstudio.experiment.lessons.lesson import State
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.variants import Variant
    from bpstudio.experiment.versions import Format

Source = str | dict[str, Any]
MADE = {"photo": photo_experiment}  # experiments that are made rather than read
_NAME = re.compile(r"[a-z0-9_]{1,60}")
_KEY = r"[^.\[\]]+"
_PLACE = re.compile(rf"{_KEY}(?:\.{_KEY}|\[(?:[0-9]+|\*)\])*")
DEEPEST = 8  # keys of a place: no field of an experiment lies deeper
NO_PLACE = "is no place in the experiment"
NONE_YET = "there is none yet: this state or one before has to begin with one"


@dataclass(frozen=True)
class Made:
    """What a lesson has in the window: values, as its states so far have made them.

    Parameters
    ----------
    experiment, diagram
        None before a state has begun with one.
    variants
        Who races; empty where nobody does.
    """

    experiment: Experiment | None = None
    diagram: Diagram | None = None
    variants: tuple[Variant, ...] = ()


def made(state: State, before: Made, folder: Path) -> Made:
    """Return what there is once a state is there.

    Parameters
    ----------
    before
        What there was.
    folder
        Where the lesson's file lies: paths of tables are seen from there.

    Raises
    ------
    Refusal
        With the place in the state of what can't be had.
    """
    experiment = _experiment(state, before.experiment, folder)
    diagram = _diagram(state, before.diagram)
    variants = _variants(state, experiment, folder)
    return Made(experiment, diagram, variants)


@contextmanager
def within(place: str) -> Iterator[None]:
    """Put a place before that of what is refused."""
    try:
        yield
    except Refusal as refusal:
        inner = refusal.place and f".{refusal.place}"
        raise Refusal(f"{place}{inner}", refusal.reason) from None


def _experiment(state: State, before: Experiment | None, folder: Path) -> Experiment | None:
    experiment = before
    if state.experiment is not None:
        with within("experiment"):
            experiment = experiment_from(state.experiment, folder)
    if state.changes:
        experiment = rooted(with_changes(_there(experiment, "changes"), state.changes), folder)
    return experiment


def _there(experiment: Experiment | None, place: str) -> Experiment:
    if experiment is None:
        raise Refusal(place, f"needs an experiment, and {NONE_YET}")
    return experiment


def experiment_from(source: Source, folder: Path) -> Experiment:
    """Return a shipped experiment by its name, or the one that a lesson describes."""
    if isinstance(source, str):
        if source in MADE:
            return MADE[source]()
        return read_experiment(_shipped("experiments", source))
    return rooted(from_plain(_headed(source, EXPERIMENT)), folder)


def _shipped(kind: str, name: str) -> Path:
    """Return the file of a shipped thing; a name has no way out of its folder."""
    path = resource(kind, f"{name}.json") if _NAME.fullmatch(name) else None
    if path is None or not path.is_file():
        known = ", ".join(sorted(file.stem for file in resource(kind).glob("*.json")))
        raise Refusal("", f"{shown(name)} is none of those that are shipped: {known}")
    return path


def _headed(source: dict[str, Any], format_: Format) -> dict[str, Any]:
    return source if "format" in source else {**format_.header, **source}


def with_changes(experiment: Experiment, changes: Mapping[str, Any]) -> Experiment:
    """Return the experiment with other values at some places of its file.

    ``"network.hidden[*].activation"`` is at all layers.
    """
    plain: Any = to_plain(experiment)
    for place, value in changes.items():
        with within("changes"):
            plain = _with(plain, _keys(place), value, place)
    with within("changes"):
        return from_plain(plain)


def _keys(place: str) -> list[str]:
    keys = re.findall(_KEY, place) if _PLACE.fullmatch(place) else []
    if not 0 < len(keys) <= DEEPEST:
        raise Refusal(shown_key(place), NO_PLACE)
    return keys


def _with(parent: Any, keys: list[str], value: Any, place: str) -> Any:
    """Return a copy of plain JSON values that is another one where the keys lead.

    What it has in common with them isn't copied, however large it is and how often it is put in.
    """
    if not keys:
        return value
    changed = parent.copy() if isinstance(parent, list | dict) else parent
    for at in _places(parent, keys[0], place):
        if len(keys) > 1 and isinstance(parent, dict) and at not in parent:
            raise Refusal(shown_key(place), NO_PLACE)
        below = parent[at] if len(keys) > 1 else None
        changed[at] = _with(below, keys[1:], value, place)
    return changed


def _places(parent: Any, key: str, place: str) -> list[Any]:
    """Return the places in a list or an object that a key means."""
    if isinstance(parent, list):
        found = [at for at in range(len(parent)) if key in ("*", str(at))]
        if found or key == "*":
            return found
    elif isinstance(parent, dict):
        return [key]
    raise Refusal(shown_key(place), NO_PLACE)


def _diagram(state: State, before: Diagram | None) -> Diagram | None:
    diagram = before
    if state.circuit is not None:
        with within("circuit"):
            diagram = diagram_from(state.circuit)
    if state.numbers or state.incoming is not None or state.cover:
        if diagram is None:
            place = "numbers" if state.numbers else "cover" if state.cover else "incoming"
            raise Refusal(place, f"needs a circuit, and {NONE_YET}")
        diagram = with_numbers(diagram, state.numbers, state.incoming)
        for name in state.cover:
            with within("cover"):
                node_called(diagram, name)
    return diagram


def diagram_from(source: Source) -> Diagram:
    """Return a shipped circuit by its name, or the one that a lesson describes."""
    if isinstance(source, str):
        return read_diagram(_shipped("circuits", source))
    return diagram_from_plain(_headed(source, CIRCUIT))


def node_called(diagram: Diagram, name: str) -> int:
    """Return the id of a gate by its name."""
    for node in diagram.circuit.nodes:
        if node.name == name:
            return node.id
    raise Refusal(shown_key(name), "is no gate of the circuit")


def with_numbers(
    diagram: Diagram, numbers: Mapping[str, float], incoming: float | None = None
) -> Diagram:
    """Return the circuit with other numbers in its inputs, by their names."""
    circuit = diagram.circuit
    for name, number in numbers.items():
        with within("numbers"):
            node = circuit.by_id[node_called(diagram, name)]
        if not node.kind.has_number:
            raise Refusal(f"numbers.{shown_key(name)}", "has no number that could be set")
        circuit = circuit.with_node(replace(node, number=float(number)))
    if incoming is not None:
        circuit = replace(circuit, incoming=float(incoming))
    return Diagram(circuit, diagram.places)


def _variants(state: State, experiment: Experiment | None, folder: Path) -> tuple[Variant, ...]:
    if not state.race:
        return ()
    own = _there(experiment, "race")
    found: list[Variant] = [(state.race[0].name, own)]
    for at, racer in enumerate(state.race[1:], start=1):
        with within(f"race[{at}]"):
            if racer.experiment is None:
                other = rooted(with_changes(own, racer.changes), folder)
            else:
                with within("experiment"):
                    other = experiment_from(racer.experiment, folder)
            if other.data != own.data:
                raise Refusal("", "has other data than the experiment: they couldn’t race")
            if other in [known for _, known in found]:
                raise Refusal("", "is the same as one before it")
        found.append((racer.name, other))
    return tuple(found)
