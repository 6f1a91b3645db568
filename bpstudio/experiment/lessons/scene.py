"""The window's state as lessons see it: frozen, of plain values, made anew when it is asked for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.spec import Experiment


@dataclass(frozen=True, kw_only=True)
class LayerScene:
    """A layer of the run.

    `gradient` is ||dL/dW|| of the batch, `saturation` the share of the probe set on which its
    units are saturated, None for the output; `update_ratio` is ||last change of W|| / ||W||.
    """

    name: str
    gradient: float
    saturation: float | None
    update_ratio: float


@dataclass(frozen=True, kw_only=True)
class RunScene:
    """What is trained: the experiment, and how far it has come.

    Numbers that aren't known are None. `racing` is how many runs are in a race, `race` how that
    stands: "", "running", "paused", "over".
    """

    experiment: Experiment
    parameters: int
    status: str = "paused"
    step: int = 0
    epoch: int = 0
    loss: float | None = None
    test_loss: float | None = None
    test_accuracy: float | None = None
    probe_accuracy: float | None = None
    sample_loss: float | None = None
    sample: int = 0
    runs: int = 1
    racing: int = 0
    race: str = ""
    is_past: bool = False
    layers: tuple[LayerScene, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CircuitScene:
    """The circuit: its value, and how far its passes are."""

    diagram: Diagram
    steps_done: int
    steps: int


@dataclass(frozen=True, kw_only=True)
class Scene:
    """All that can be asked about.

    Parameters
    ----------
    page
        The title of the page in front.
    views
        The views in sight, by their names in lessons.
    instruction
        What the instruction makes that the step-through shows; empty where it is not on.
    opened
        The number that is opened there, as its array is written; may be empty.
    layer, unit
        The selected layer, and which of its units is told about, from 1; 0: none.
    check, passes, error
        How the race to the same gradient stands: "", "running", "agree", "rounding", "differ",
        "stopped"; how many passes brute force has made, and the largest error found.
    """

    run: RunScene | None = None
    circuit: CircuitScene | None = None
    page: str = "Network"
    views: frozenset[str] = frozenset()
    instruction: str = ""
    opened: str = ""
    layer: str = ""
    unit: int = 0
    check: str = ""
    passes: int = 0
    error: float | None = None
