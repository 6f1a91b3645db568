"""From the output back to layer 1: what gain and slope make of the delta, in numbers and words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bpstudio.ui.names import OUTPUT_NAME, counted, numbered_layer

if TYPE_CHECKING:
    from bpstudio.runtime.studies.attribution import Attributed

NOTHING = 0.05  # decades: less isn't worth a word
FAR = 3  # decades from the output to layer 1: then it is said that the gradient vanishes


@dataclass(frozen=True, slots=True)
class Stage:
    """One or several layers that the gradient comes through: delta = before * gain * slope."""

    name: str
    before: float
    gain: float
    slope: float
    delta: float

    @property
    def between(self) -> float:
        """What there is after the gain, before the slope."""
        return self.before * self.gain


def stages(found: Attributed, most: int) -> list[Stage]:
    """Return the way back from the output, in at most `most` stages."""
    layers = len(found.gains)
    size = max(-(-layers // max(most, 1)), 1)
    made = []
    for last in range(layers, 0, -size):
        first = max(last - size, 0)
        name = numbered_layer(last)
        if last - first > 1:
            name = f"layers {first + 1}\u2013{last}"
        gain, slope = math.prod(found.gains[first:last]), math.prod(found.slopes[first:last])
        made.append(Stage(name, found.deltas[last], gain, slope, found.deltas[first]))
    return made


def sentences(found: Attributed) -> list[str]:
    """Return why layer 1 gets as much gradient as it does, in a sentence; the longest first."""
    if not found.gains:
        return ["No hidden layer that the gradient would come through."]
    stuck = _stuck(found)
    if stuck:
        return stuck
    layers = counted(len(found.gains), "layer")
    slope, gain = (sum(map(math.log10, factors)) for factors in (found.slopes, found.gains))
    verdict = ""
    if slope + gain < -FAR:
        verdict = "It vanishes: "
    elif slope + gain > FAR:
        verdict = "It explodes: "
    core = f"slope {{}}{_decades(slope)} over {layers}, gain {_decades(gain)}."
    texts = [verdict + core.format("alone "), verdict + core.format(""), core.format("")]
    return [text[:1].upper() + text[1:] for text in texts]


def _decades(log: float) -> str:
    if abs(log) < NOTHING:
        return "takes nothing"
    return f"{'takes' if log < 0 else 'gives'} {abs(log):.1f} decades"


def _stuck(found: Attributed) -> list[str]:
    """Return where nothing comes through any more, if it is so."""
    if not all(map(math.isfinite, found.deltas)):
        return ["The gradient isn't finite any more."]
    if found.deltas[-1] == 0:
        return ["No gradient: every sample is fitted exactly."]
    for place in range(len(found.gains) - 1, -1, -1):
        name, after = numbered_layer(place + 1), numbered_layer(place + 2)
        if place + 1 == len(found.gains):
            after = OUTPUT_NAME
        if found.gains[place] == 0:
            return [f"Nothing comes to {name}: {after} has no weights but 0."]
        if found.deltas[place] == 0:
            return [f"Nothing gets through {name}: its slopes are 0, or as good as 0."]
    return []
