"""Why a wire can't be: asked while it is still in the hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.experiment.circuits import wiring
from bpstudio.refusal import Refusal
from bpstudio.ui.circuit.shapes import TERMINAL

if TYPE_CHECKING:
    from bpstudio.ui.circuit.spots import Spot
    from bpstudio.ui.circuit.state import CircuitState


def fault_of(state: CircuitState, source: int, spot: Spot) -> str:
    """Return why the value of `source` can't go into an input; empty where it can."""
    if spot.node in (None, TERMINAL):
        return ""
    try:
        wiring.wire(state.document.diagram, source, spot.node, spot.slot)
    except Refusal as refusal:
        return f"{refusal.reason[:1].upper()}{refusal.reason[1:]}"
    return ""
