"""What the check has found, in sentences."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from bpstudio.engine.gradcheck import Verdict, tolerance, usual_epsilon
from bpstudio.runtime.task import TaskStatus
from bpstudio.ui.drawable import drawable
from bpstudio.ui.given_names import shown
from bpstudio.ui.names import counted, layer_names
from bpstudio.ui.numbers import count, figure, percent, power

if TYPE_CHECKING:
    from typing import Any

    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison
    from bpstudio.runtime.tasks.cells import LayerCells

OUTCOMES = {
    Verdict.AGREE: "for the same gradient",
    Verdict.ROUNDING: "for the gradient, but for rounding",
    Verdict.DIFFER: "and found another gradient",
}
TOO_FAR = 50  # times the usual nudge: from there on the chord is to blame


class Finding(NamedTuple):
    """A verdict: whether it is good, its first words, the rest of the sentence, and shorter."""

    good: bool
    verdict: str
    rest: str
    short: str

    def sentence(self) -> str:
        """Return all of it."""
        return f"{self.verdict} {self.rest}."


def finding(found: Comparison, experiment: Experiment | None) -> Finding | None:
    """Return whether the gradients agree; None where nothing has been compared yet."""
    if not found.done:
        return None
    if found.left_out == found.done:
        rest = f"{counted(found.done, 'parameter')}, all left out at a kink"
        return Finding(False, "Nothing to compare:", rest, "all left out at a kink")
    largest = figure(found.largest_error)
    short = f"largest relative error {largest}"
    if found.verdict is Verdict.AGREE:
        left = f", {count(found.left_out)} left out at a kink" if found.left_out else ""
        rest = f"largest relative error {largest} of {counted(found.done, 'parameter')}{left}"
        verdict = "They agree:" if found.done == found.parameters else "They agree so far:"
        return Finding(True, verdict, rest, short)
    if not math.isfinite(found.largest_error):
        rest = "a gradient isn’t finite"
        return Finding(False, "They can’t be compared:", rest, rest)
    if found.verdict is Verdict.ROUNDING:
        return _too_rough(found)
    if found.epsilon > TOO_FAR * usual_epsilon(found.difference, found.dtype):
        rest = f"the chord isn’t the slope, error {largest}"
        return Finding(False, "ε is too large:", rest, f"error {largest}")
    place = _worst_layer(found)
    name = list(layer_names(experiment).values())[place] if experiment else f"layer {place + 1}"
    allowed = figure(tolerance(found.difference, found.dtype), 1)
    rest = f"largest relative error {largest}, in {name}; {allowed} is allowed"
    return Finding(False, "They don’t agree:", rest, f"error {largest} in {name}")


def _too_rough(found: Comparison) -> Finding:
    """Return how far rounding goes, how many agree nevertheless, and what helps."""
    agree = f"{percent(found.agreeing / (found.done - found.left_out), 0)} agree"
    cure = _cure(found)
    digits = "its 7 digits" if found.dtype == "float32" else "16 digits"
    rest = f"{agree}; rounding to {digits} explains errors up to {figure(found.largest_error)}"
    return Finding(False, "Too rough to tell:", f"{rest}; {cure}", f"{agree}; {cure}")


def _cure(found: Comparison) -> str:
    usual = usual_epsilon(found.difference, found.dtype)
    cures = []
    if found.epsilon < usual:
        cures.append(f"ε = {epsilon_text(usual)}")
    elif found.difference == "forward":
        cures.append("central")
    if found.dtype == "float32":
        cures.append("float64")
    return f"take {' or '.join(cures) or 'a larger ε'}"


def _worst_layer(found: Comparison) -> int:
    return int(np.argmax([drawable(cells.error, nan=-1.0).max() for cells in found.cells]))


def race_sentence(report: Report[Comparison] | None, passes: int) -> str:
    """Return how brute force does beside backprop; before it, what would be to be done.

    `passes` are those that brute force takes on the network that is looked at.
    """
    found = None if report is None else report.found
    if report is not None and report.status is TaskStatus.FAILED:
        return f"It can’t be checked: {report.message}."
    if report is not None and not report.is_over and (found is None or not found.passes):
        return "Getting ready …"
    if report is None or found is None or not found.passes:
        return f"Press Start: backprop takes 2 passes here, brute force {count(passes)}."
    times = found.seconds_brute_force / max(found.seconds_backprop, 1e-9)
    ratio = f"{count(round(times))} times" if times >= 9.5 else f"{figure(times, 2)} times"
    if found.passes >= found.all_passes:
        return f"Brute force took {ratio} as long as backprop, {OUTCOMES[found.verdict]}."
    share = f"{percent(found.done / found.parameters, 0)} of the same gradient"
    if found.done < found.parameters / 100:
        share = f"{count(found.done)} of {count(found.parameters)} parameters"
    took = "took" if report.is_over else "has taken"
    return f"Brute force {took} {ratio} as long as backprop, for {share}."


def staleness(report: Report[Any], snapshot: Snapshot) -> str:
    """Return what a result is about that isn't what is looked at; empty where it is."""
    if report.experiment is None or snapshot.experiment is None:
        return ""
    if not report.is_on(snapshot.data) or report.run != snapshot.run:
        return "of another run; start it again for this one"
    if report.experiment != snapshot.experiment:
        return "of the experiment before it was edited; start it again"
    if report.step != snapshot.step:
        step = count(report.step)
        if snapshot.is_past:
            return f"of step {step}; another one is looked at"
        return f"of step {step}; the run has gone on since"
    return ""


def source_name(features: tuple[str, ...], place: int, source: int, inputs: int) -> str:
    """Return what comes in at a parameter of the layer at `place`, from 0: the bias comes last."""
    if source == inputs - 1:
        return "bias"
    if place:
        return f"w from unit {source + 1}"
    fits = source < len(features)
    return f"w from {shown(features[source])}" if fits else f"w from input {source + 1}"


def parameter_name(report: Report[Any], cells: tuple[LayerCells, ...], place: int) -> str:
    """Return what the parameter at a place of the flat vector is called."""
    layer = max(k for k, of in enumerate(cells) if of.first <= place)
    unit, source = cells[layer].parameter(place)
    names = list(layer_names(report.experiment).values()) if report.experiment else []
    name = names[layer] if layer < len(names) else f"layer {layer + 1}"
    what = source_name(report.features, layer, source, cells[layer].inputs)
    return f"{name}, unit {unit + 1}: {what}"


def epsilon_text(epsilon: float) -> str:
    """Return a nudge such as ``10⁻⁶`` or ``5·10⁻⁵``; one is ``1``."""
    if epsilon == 1:
        return "1"
    digits, exponent = f"{epsilon:.0e}".split("e")
    head = "" if digits == "1" else f"{digits}·"
    return f"{head}10{power(int(exponent))}"
