"""What lessons can ask about: one registry, each fact a pure function of a `Scene`.

To add one, write its function and put it into `FACTS`; the schema, the check and the guide for
writers find it there. A fact that isn't known is None, and no condition on it holds.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from bpstudio.engine.flow import backward, forward
from bpstudio.experiment.lessons.lesson import PAGES
from bpstudio.experiment.schema import to_plain

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.lessons.scene import LayerScene, RunScene, Scene
    from bpstudio.experiment.spec import Experiment, LayerSpec

Value = float | str | bool | None
_PLACE = re.compile(r"([^.\[\]]+)|\[(\d+)\]")
_LAYER = re.compile(r"layer (\d+)")


class Of(StrEnum):
    """What a fact is of; the value is how that is written."""

    NOTHING = ""
    LAYER = "a layer: layer 1, layer 2, …, output"
    HIDDEN = "a hidden layer, or all: layer 1, layer 2, …, all"
    GATE = "a gate of the circuit, by its name"
    FIELD = "a field of the experiment, by its place in a file: training.learning_rate"
    VIEW = "a view: loss, gradient, saturation, boundary, unit, histogram, runs, doctor"


@dataclass(frozen=True)
class FactKind:
    """Something that is so in a scene.

    Parameters
    ----------
    words
        What it is, for those who write lessons.
    read
        Returns it from a scene and what it is `of`.
    is_live
        Whether it takes a window to be known: nothing but the value is looked at without one.
    kind
        What it is: a number, a text or a truth; `object` where that depends.
    texts
        All that a text can be; empty where they are many.
    """

    words: str
    read: Callable[[Scene, str], Value]
    of: Of = Of.NOTHING
    is_live: bool = False
    kind: type = float
    texts: tuple[str, ...] = ()


def _of_run(read: Callable[[RunScene], Value]) -> Callable[[Scene, str], Value]:
    return lambda scene, _: None if scene.run is None else read(scene.run)


def _of_experiment(read: Callable[[Experiment, str], Value]) -> Callable[[Scene, str], Value]:
    return lambda scene, of: None if scene.run is None else read(scene.run.experiment, of)


def _of_layer(read: Callable[[LayerScene, RunScene], Value]) -> Callable[[Scene, str], Value]:
    def found(scene: Scene, of: str) -> Value:
        run = scene.run
        layers = () if run is None else run.layers
        return next((read(one, run) for one in layers if run and one.name == of), None)

    return found


def _ratio(layer: LayerScene, run: RunScene) -> Value:
    last = run.layers[-1].gradient
    return layer.gradient / last if last else None


def hidden_layers(experiment: Experiment, of: str) -> tuple[LayerSpec, ...]:
    """Return the hidden layers that are named, ``"all"`` or ``"layer 2"``; none for other names."""
    if of == "all":
        return experiment.hidden
    found = _LAYER.fullmatch(of)
    place = int(found[1]) if found else 0
    return experiment.hidden[place - 1 : place] if place else ()


def _common(read: Callable[[LayerSpec], str]) -> Callable[[Experiment, str], Value]:
    """Return the text that all named layers have; None where they differ or there are none."""

    def found(experiment: Experiment, of: str) -> Value:
        texts = {read(layer) for layer in hidden_layers(experiment, of)}
        return texts.pop() if len(texts) == 1 else None

    return found


def field_at(experiment: Experiment, place: str) -> Any:
    """Return what stands at a place of the experiment's file, ``"network.hidden[0].units"``.

    Raises
    ------
    KeyError
        Where there is no such place.
    """
    value: Any = to_plain(experiment)
    try:
        for key, index in _PLACE.findall(place):
            value = value[key or int(index)]
    except (IndexError, TypeError):
        raise KeyError(place) from None
    return value


def _field(experiment: Experiment, place: str) -> Value:
    try:
        value = field_at(experiment, place)
    except KeyError:
        return None
    return value if isinstance(value, bool | float | str) else _number(value)


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int) else None


def _node(scene: Scene, name: str) -> int | None:
    if scene.circuit is None:
        return None
    nodes = scene.circuit.diagram.circuit.nodes
    return next((node.id for node in nodes if node.name == name), None)


def _value(scene: Scene, name: str) -> Value:
    node = _node(scene, name)
    if node is None or scene.circuit is None:
        return None
    return forward(scene.circuit.diagram.circuit).values.get(node)


def _gradient(scene: Scene, name: str) -> Value:
    node = _node(scene, name)
    if node is None or scene.circuit is None:
        return None
    circuit = scene.circuit.diagram.circuit
    return backward(circuit, forward(circuit)).gradients.get(node)


def _gates_left(scene: Scene, _: str) -> Value:
    return None if scene.circuit is None else scene.circuit.steps - scene.circuit.steps_done


def _gates_done(scene: Scene, _: str) -> Value:
    return None if scene.circuit is None else scene.circuit.steps_done


def _gates(scene: Scene, _: str) -> Value:
    return None if scene.circuit is None else len(scene.circuit.diagram.circuit.nodes)


FACTS: dict[str, FactKind] = {
    # the experiment
    "field": FactKind(
        "what stands in the experiment", _of_experiment(_field), Of.FIELD, kind=object
    ),
    "layers": FactKind("how many hidden layers", _of_experiment(lambda e, _: len(e.hidden))),
    "skips": FactKind(
        "how many layers have a skip", _of_experiment(lambda e, _: sum(la.skip for la in e.hidden))
    ),
    "activation": FactKind(
        "its activation, as a file has it; of all: the one that they all have",
        _of_experiment(_common(lambda layer: layer.activation)),
        Of.HIDDEN,
        kind=str,
    ),
    "initializer": FactKind(
        "its initializer, in the same way",
        _of_experiment(_common(lambda layer: layer.initializer.name)),
        Of.HIDDEN,
        kind=str,
    ),
    "units": FactKind(
        "how many units; of all: their sum",
        _of_experiment(lambda e, of: sum(layer.units for layer in hidden_layers(e, of)) or None),
        Of.HIDDEN,
    ),
    "parameters": FactKind("how many weights and biases", _of_run(lambda run: run.parameters)),
    # the run
    "status": FactKind(
        "paused, running, finished, diverged or failed",
        _of_run(lambda run: run.status),
        is_live=True,
        kind=str,
        texts=("paused", "running", "finished", "diverged", "failed"),
    ),
    "step": FactKind("the updates made", _of_run(lambda run: run.step), is_live=True),
    "epoch": FactKind("the epochs done", _of_run(lambda run: run.epoch), is_live=True),
    "loss": FactKind("the loss of the last batch", _of_run(lambda run: run.loss), is_live=True),
    "test loss": FactKind(
        "that of the test part", _of_run(lambda run: run.test_loss), is_live=True
    ),
    "test accuracy": FactKind(
        "its share that is right, 0 to 1", _of_run(lambda run: run.test_accuracy), is_live=True
    ),
    "probe accuracy": FactKind(
        "that of the probe set", _of_run(lambda run: run.probe_accuracy), is_live=True
    ),
    "sample": FactKind("the shown sample, from 0", _of_run(lambda run: run.sample), is_live=True),
    "sample loss": FactKind(
        "the loss of the shown sample", _of_run(lambda run: run.sample_loss), is_live=True
    ),
    "gradient size": FactKind(
        "‖∂L/∂W‖ of the batch", _of_layer(lambda layer, _: layer.gradient), Of.LAYER, is_live=True
    ),
    "gradient ratio": FactKind(
        "that, divided by the output’s", _of_layer(_ratio), Of.LAYER, is_live=True
    ),
    "saturation": FactKind(
        "the share of the probe set on which its units are saturated",
        _of_layer(lambda layer, _: layer.saturation),
        Of.LAYER,
        is_live=True,
    ),
    "update ratio": FactKind(
        "‖last change of W‖ / ‖W‖",
        _of_layer(lambda layer, _: layer.update_ratio),
        Of.LAYER,
        is_live=True,
    ),
    "runs": FactKind(
        "how many runs there are, the shown one and others", _of_run(lambda r: r.runs), is_live=True
    ),
    "racing": FactKind("how many runs race", _of_run(lambda run: run.racing), is_live=True),
    "race": FactKind(
        "how the race stands: running, paused or over; else empty",
        _of_run(lambda run: run.race),
        is_live=True,
        kind=str,
        texts=("running", "paused", "over", ""),
    ),
    "looking back": FactKind(
        "whether an earlier step is looked at",
        _of_run(lambda run: run.is_past),
        is_live=True,
        kind=bool,
    ),
    # the circuit
    "value": FactKind("its value", _value, Of.GATE),
    "gradient": FactKind("its gradient ∂L/∂", _gradient, Of.GATE),
    "gates": FactKind("how many gates the circuit has", _gates),
    "gates done": FactKind("how many steps of its passes are done", _gates_done, is_live=True),
    "gates left": FactKind("how many are left", _gates_left, is_live=True),
    # what is looked at
    "page": FactKind(
        "the page in front: Network, Circuit, Check or Draw",
        lambda s, _: s.page,
        is_live=True,
        kind=str,
        texts=PAGES,
    ),
    "view": FactKind(
        "whether it is in sight: true or false", lambda s, of: of in s.views, Of.VIEW, True, bool
    ),
    "instruction": FactKind(
        "what the instruction of the passes makes: a1, z1, y, L, δ2, ∂L/∂W2, W2; else empty",
        lambda s, _: s.instruction,
        is_live=True,
        kind=str,
    ),
    "opened": FactKind(
        "what number is opened there: δ2; else empty", lambda s, _: s.opened, is_live=True, kind=str
    ),
    "selected layer": FactKind(
        "layer 1, …, output; else empty", lambda s, _: s.layer, is_live=True, kind=str
    ),
    "unit": FactKind("which of its units is told about, from 1", lambda s, _: s.unit, is_live=True),
    # the race to the same gradient
    "check": FactKind(
        "how it stands: running, agree, rounding, differ or stopped; else empty",
        lambda s, _: s.check,
        is_live=True,
        kind=str,
        texts=("running", "agree", "rounding", "differ", "stopped", ""),
    ),
    "passes": FactKind("how many passes brute force has made", lambda s, _: s.passes, is_live=True),
    "error": FactKind("the largest relative error found", lambda s, _: s.error, is_live=True),
}
