"""What an edit keeps: a weight survives where both its units do.

Units are known by their layer's id and their place in it; a layer that gets narrower loses its
last units. The input counts as a layer of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.experiment.edits import OUTPUT

if TYPE_CHECKING:
    from bpstudio.engine.parameters import Parameters
    from bpstudio.experiment.spec import Experiment

INPUT = -1


def carry(wanted: Experiment, new: Parameters, had: Experiment, old: Parameters) -> None:
    """Write into `new` (the parameters of `wanted`) the numbers of `old` that survive.

    Both experiments have the same data. What doesn't survive is left in `new` as it was.
    """
    before = {
        number: (source, block)
        for number, source, block in zip(_ids(had), _sources(had), old.blocks, strict=True)
    }
    for number, source, block in zip(_ids(wanted), _sources(wanted), new.blocks, strict=True):
        if number not in before:
            continue
        old_source, old_block = before[number]
        units = min(len(block), len(old_block))
        block[:units, -1] = old_block[:units, -1]
        if source == old_source:
            into = min(block.shape[1], old_block.shape[1]) - 1
            block[:units, :into] = old_block[:units, :into]


def layout(experiment: Experiment) -> list[tuple[int, int]]:
    """Return id and units of each hidden layer: what tells whether an edit moves parameters."""
    return [(layer.id, layer.units) for layer in experiment.hidden]


def _ids(experiment: Experiment) -> list[int]:
    return [*(layer.id for layer in experiment.hidden), OUTPUT]


def _sources(experiment: Experiment) -> list[int]:
    return [INPUT, *(layer.id for layer in experiment.hidden)]
