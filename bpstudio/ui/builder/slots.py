"""An experiment as the layout sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.builder.chain import Chain, Slot
from bpstudio.ui.canvas.ink import text_width
from bpstudio.ui.given_names import feature_names

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment

MOST_NAMED = 64  # features; more have no room for their names


def slots_of(experiment: Experiment, folds: Mapping[int, bool]) -> tuple[Slot, ...]:
    """Return the hidden layers; `folds` says by id which the user wants open or closed."""
    hidden = experiment.hidden
    return tuple(Slot(layer.id, layer.units, folds.get(layer.id)) for layer in hidden)


def chain_of(experiment: Experiment, dataset: Dataset, slots: tuple[Slot, ...]) -> Chain:
    """Return what is to be laid out with these `slots`, the experiment's own or a preview's."""
    named = max(text_width(name) for name in feature_names(dataset)[:MOST_NAMED])
    is_scaled = dataset.target_scale != 1
    skips = frozenset(layer.id for layer in experiment.hidden if layer.skip)
    return Chain(dataset.inputs, dataset.outputs, slots, dataset.image, named, is_scaled, skips)
