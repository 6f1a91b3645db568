"""The sets that a drawing can begin with."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.data.drawn import NAME, points_of
from bpstudio.data.made import MADE
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec
from bpstudio.refusal import Refusal
from bpstudio.ui.names import counted, data_label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from bpstudio.ui.drawing.state import DrawingState

SAMPLES = 200  # of a made set: as many as one can still change by hand


def fill_with_sets(menu: QMenu, state: DrawingState) -> None:
    """Offer the set that is trained on, where it can be drawn on, and the made ones."""
    menu.clear()
    dataset = state.document.dataset
    if state.data.name != NAME and _can_be_drawn_on(state):
        many = counted(len(dataset.train.t) + len(dataset.test.t), "sample")
        words = f"{data_label(dataset.name)} as it is ({many})"
        menu.addAction(words, partial(state.begin_with, dataset))
        menu.addSeparator()
    for name, made in MADE.items():
        menu.addAction(made.label, partial(begin_with_made, state, name))


def begin_with_made(state: DrawingState, name: str) -> None:
    """Make the samples of a made set the points."""
    spec = DataSpec(name=name, samples=SAMPLES)
    state.begin_with(load_data(spec, "cross_entropy", Path()))


def _can_be_drawn_on(state: DrawingState) -> bool:
    try:
        points_of(state.document.dataset)
    except Refusal:
        return False
    return True
