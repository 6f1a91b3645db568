"""The unit that was asked about, with what the snapshot knows around it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.experiment.edits import OUTPUT
from bpstudio.ui.given_names import feature_names
from bpstudio.ui.length import length
from bpstudio.ui.names import INPUT_NAME, activation_words, never_saturates, target_words
from bpstudio.ui.numbers import figure, percent

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.data.dataset import Dataset
    from bpstudio.engine.activations import Activation
    from bpstudio.runtime.snapshot import LayerSnapshot, SampleSnapshot, Snapshot, UnitPortrait

    Array = NDArray[np.floating]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A unit's `portrait`, and the numbers of its `layer`.

    `incoming` is the name of the layer before it, `step` and `sample` what the numbers are of.
    `newest` is the last step of the run, where one looks back from there; else None.
    """

    portrait: UnitPortrait
    layer: LayerSnapshot
    incoming: str
    data: Dataset | None
    step: int
    sample: SampleSnapshot | None
    newest: int | None = None

    @property
    def unit(self) -> int:
        """Its place in its layer."""
        return self.portrait.unit

    @property
    def title(self) -> str:
        """What it is: ``"layer 1, unit 7 · sigmoid"``; an output of a class says which."""
        words = f"{self.layer.name}, unit {self.unit + 1}"
        kind = activation_words(self.layer.activation) + (" + skip" if self.layer.skip else "")
        data = self.data
        if self.layer.id == OUTPUT and data is not None and self.unit < len(data.classes):
            words += f" ({target_words(data, self.unit)})"
        return f"{words} · {kind}"

    @property
    def activation(self) -> Activation | None:
        """Its activation; the output's units have none of their own."""
        return ACTIVATIONS.get(self.layer.activation) if self.layer.id != OUTPUT else None

    @property
    def image(self) -> tuple[int, int] | None:
        """Height and width where its weights are an image of the input's shape."""
        data = self.data
        if self.incoming != INPUT_NAME or data is None or data.image is None:
            return None
        height, width = data.image
        return data.image if height * width == len(self.portrait.weights) else None

    def source(self, place: int) -> str:
        """Return what the weight at `place` comes from: a feature, or a unit."""
        if self.incoming != INPUT_NAME:
            return f"unit {place + 1}"
        fits = self.data is not None and place < len(self.data.features)
        return feature_names(self.data)[place] if self.data and fits else f"input {place + 1}"

    @property
    def now(self) -> Array:
        """Its figures of the batch, as `UnitRow` says, (3,); NaN where there are none."""
        rows = self.layer.by_unit
        known = rows is not None and self.unit < rows.shape[1]
        return rows[:, self.unit] if rows is not None and known else np.full(3, np.nan)

    @property
    def shown_a(self) -> float:
        """Its logit on the shown sample."""
        return _at(self.layer.a, self.unit)

    @property
    def shown_slope(self) -> float:
        """f'(a) on the shown sample; NaN for the output."""
        return _at(self.layer.slope, self.unit)

    @property
    def saturated_share(self) -> float:
        """The share of the probe set on which it is saturated; NaN for the output."""
        return _at(self.layer.saturation, self.unit)

    @property
    def is_dead(self) -> bool:
        """Whether no sample of the probe set lets gradient through."""
        return self.unit < len(self.layer.dead) and bool(self.layer.dead[self.unit])


def _at(numbers: Array, place: int) -> float:
    return float(numbers[place]) if place < len(numbers) else float("nan")


def subject_of(snapshot: Snapshot) -> Subject | None:
    """Return the unit that `snapshot` tells about, None where there is none."""
    portrait = snapshot.unit
    if portrait is None:
        return None
    ids = [layer.id for layer in snapshot.layers]
    if portrait.layer not in ids:
        return None
    place = ids.index(portrait.layer)
    layer = snapshot.layers[place]
    if portrait.unit >= len(layer.a):
        return None
    incoming = snapshot.layers[place - 1].name if place else INPUT_NAME
    newest = max(snapshot.step, snapshot.timeline.newest) if snapshot.is_past else None
    shown = snapshot.data, snapshot.step, snapshot.sample
    return Subject(portrait, layer, incoming, *shown, newest)


def relative_change(portrait: UnitPortrait) -> float:
    """Return by what share the last update has changed the weights and the bias.

    NaN where there was no update, or where it isn't finite.
    """
    if portrait.changes is None or portrait.bias_change is None:
        return float("nan")
    with np.errstate(all="ignore"):
        change = np.hypot(length(portrait.changes), portrait.bias_change)
        size = np.hypot(length(portrait.weights), portrait.bias)
        share = float(np.divide(change, size))
    return share if np.isfinite(share) else float("nan")


def verdict(subject: Subject) -> list[str]:
    """Return whether the unit still learns, in clauses, what matters most first."""
    share, change = subject.saturated_share, relative_change(subject.portrait)
    clauses = []
    if subject.portrait.changes is None:
        if subject.step == 0:  # else it was made, but what it changed is not at hand
            clauses.append("no update yet")
    elif change == 0:
        clauses.append("the last update changed nothing")
    elif np.isfinite(change):
        clauses.append(f"last update changed w by {figure(100 * change, 2)}\u202f%")
    if subject.is_dead:
        clauses.insert(0, "dead: f′(a) is 0 on all of probe")
    elif np.isfinite(share) and not never_saturates(subject.layer.activation):
        clauses.append(f"saturated on {percent(share, 0)} of probe")
    return clauses
