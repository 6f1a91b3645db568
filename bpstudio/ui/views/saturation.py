"""The saturated units of every layer, over the steps and now."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.names import activation_words
from bpstudio.ui.views.legend import HeatKey
from bpstudio.ui.views.saturation_map import SaturationMap
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.unit_shares import UnitShares, sampled_shares
from bpstudio.ui.views.view import View

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import LayerSnapshot, Snapshot

NOTHING_YET = "No saturation yet: press Train, or Update for a single step."
NO_HIDDEN = "No hidden layers, so no units that could saturate: drag a layer onto the network."
NEVER = "Nothing to show: {} units never saturate. Try sigmoid or tanh."
TABLE_COLUMNS, TABLE_UNITS = 9, 1_000  # steps, and units of a layer, at most


class SaturationView(View):
    """A map of units over steps, coloured by the share of the probe set on which they saturate."""

    title = "Saturated units"
    object_name = "saturationView"

    def __init__(self, parent: QWidget | None = None) -> None:
        self._map = SaturationMap()
        super().__init__(self._map, parent)
        self._key = HeatKey()
        self._map.say(NOTHING_YET)

    def header(self) -> QWidget:
        """Return the key of the colours."""
        return self._key

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the hidden layers of `snapshot`, each with the recorder's track of its units."""
        hidden = [layer for layer in snapshot.layers if layer.id != 0]
        layers = [
            sampled_shares(layer, recorder.saturation.get(layer.id), snapshot.step)
            for layer in hidden
            if len(layer.saturation)
        ]
        self._map.say(_why_nothing(snapshot, hidden, layers))
        self._map.set_layers(layers, snapshot.step)
        ends = layers[:1] + layers[1:][-1:]
        words = "; ".join(f"{layer.name} {layer.words}" for layer in ends)
        self.describe(words and f"saturated, share of the probe set: {words}")

    def table(self) -> tuple[list[str], list[list[str]]]:
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
