"""The saturated units of every layer, over the steps and now, and the worst of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.activations import SATURATED_SHARE
from bpstudio.ui.names import activation_words
from bpstudio.ui.numbers import percent
from bpstudio.ui.views.choice import Choice
from bpstudio.ui.views.saturation_map import SaturationMap
from bpstudio.ui.views.steps import newest_step
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.unit_shares import UnitShares, sampled_shares, shares_looked_back_at
from bpstudio.ui.views.view import PictureView, side_by_side
from bpstudio.ui.views.worst_list import WorstList
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot

NOTHING_YET = "No saturation yet: press Train, or Update for a single step."
NO_HIDDEN = "No hidden layers, so no units that could saturate: drag a layer onto the network."
NEVER = "Nothing to show: {} units never saturate. Try sigmoid or tanh."
NONE_AT_ALL = "Every unit lets gradient through on all of the probe set."
TABLE_COLUMNS, TABLE_UNITS = 9, 1_000  # steps, and units of a layer, at most
MAP, WORST = "map", "worst"
THRESHOLDS = {
    f"< {percent(share, 0)}": share for share in (0.01, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 0.75)
}
USUAL = f"< {percent(SATURATED_SHARE, 0)}"


class SaturationView(PictureView):
    """A map of units over steps, coloured by the share of the probe set on which they saturate.

    Or the list of those that are saturated most.
    """

    title = "Saturated units"
    object_name = "saturationView"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._map, self._worst = SaturationMap(), WorstList()
        super().__init__(self._map, parent, self._worst)
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._shown = Segmented(
            "saturated units",
            {
                MAP: "Every unit over the steps",
                WORST: "A list of the units that are saturated most",
            },
        )
        self._threshold = Choice("saturated: slope", {text: _hint(text) for text in THRESHOLDS})
        self._threshold.choose(USUAL)
        self._shown.changed.connect(self._choose)
        self._threshold.changed.connect(lambda text: self.threshold_chosen.emit(THRESHOLDS[text]))
        for picture in (self._map, self._worst):
            picture.pointed.connect(self.unit_pointed)
            picture.chosen.connect(self.unit_chosen)
        self._header = side_by_side(self._threshold, self._shown)
        self._map.say(NOTHING_YET)

    def header(self) -> QWidget:
        """Return the threshold, and the choice between map and list."""
        return self._header

    def point_at(self, asked: Asked | None) -> None:
        """Show the unit's row."""
        for picture in (self._map, self._worst):
            picture.point_at(asked)

    def _choose(self) -> None:
        self.show_picture(self._map if self._shown.chosen == MAP else self._worst)
        if self._newest:
            self.refresh(*self._newest)
        else:
            self.plot.say(NOTHING_YET)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the hidden layers of `snapshot`, each with the recorder's track of its units."""
        self._newest = snapshot, recorder
        hidden = [layer for layer in snapshot.layers if layer.id != 0]
        layers = [_shares(layer, snapshot, recorder) for layer in hidden if len(layer.saturation)]
        self.plot.say(_why_nothing(snapshot, hidden, layers))
        if self.plot is self._map:
            self._map.thresholds = snapshot.thresholds
            self._map.look_at(snapshot.timeline)
            self._map.set_layers(layers, newest_step(snapshot), snapshot.step)
        else:
            self._worst.set_layers(layers)
            if not self._worst.units and not self._worst.message:
                self._worst.say(NONE_AT_ALL)
        ends = layers[:1] + layers[1:][-1:]
        words = "; ".join(f"{layer.name} {layer.words}{_deaths(layer)}" for layer in ends)
        self.describe(words and f"saturated, share of the probe set: {words}")

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return what is shown: the worst units, or all at a few steps up to now."""
        if self.plot is self._worst:
            headers = ["unit", "% of probe", "on most of it since step", "state"]
            return headers, [
                [unit.name, cell(100 * unit.share), _step(unit.since), unit.state]
                for unit in self._worst.units
            ]
        return self._map_table()

    def _map_table(self) -> tuple[list[str], list[list[str]]]:
        """Return a layer's mean and its first units, in percent, at a few steps up to now."""
        first, last = self._map.steps.visible
        steps = np.unique(np.linspace(first, last, TABLE_COLUMNS).round())
        rows = []
        for layer in self._map.layers:
            if layer.never:
                rows.append([layer.name, f"all {layer.units}", *[layer.words] * len(steps)])
                continue
            shares = 100 * layer.at(steps).T
            many = f"mean of all {layer.units}"
            rows.append([layer.name, many, *map(cell, shares.mean(axis=0).tolist())])
            for unit, row in enumerate(shares[:TABLE_UNITS].tolist(), start=1):
                rows.append([layer.name, str(unit), *map(cell, row)])
        return ["layer", "unit", *(f"% of probe, step {step:.0f}" for step in steps)], rows


def _hint(text: str) -> str:
    return (
        f"A unit counts as saturated on a sample where its slope is {text} of the largest there "
        "is (of a ReLU: where it is 0), from this step on"
    )


def _shares(layer: LayerSnapshot, snapshot: Snapshot, recorder: Recorder) -> UnitShares:
    track, former = recorder.saturation.get(layer.id), recorder.former.get(layer.id, ())
    if snapshot.is_past:
        return shares_looked_back_at(layer, track, snapshot, former)
    return sampled_shares(layer, track, snapshot.step, former)


def _deaths(layer: UnitShares) -> str:
    return f", {layer.deaths} dead" if layer.deaths else ""


def _why_nothing(snapshot: Snapshot, hidden: list[LayerSnapshot], layers: list[UnitShares]) -> str:
    """Return why there is nothing to show and what to do; empty where there is something."""
    if not all(layer.never for layer in layers):
        return ""
    if not snapshot.layers:
        return NOTHING_YET
    if not hidden:
        return NO_HIDDEN
    kinds = sorted({activation_words(layer.activation) for layer in hidden})
    return NEVER.format(" and ".join(kinds))


def _step(since: int | None) -> str:
    """Return since which step, 0 being from the start on; empty where it isn't known."""
    return "" if since is None else str(since)
