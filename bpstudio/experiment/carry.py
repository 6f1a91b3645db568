"""What an edit keeps: a weight survives where both its units do.

Units are known by their layer's id and their place in it; where they move, a surgery says how,
and a layer that gets narrower loses its last units. The input counts as a layer of its own.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.surgery import NEW, NO_SURGERY
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Parameters
    from bpstudio.engine.program import Array
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.surgery import Number, Surgery

    Places = tuple[NDArray[np.intp], NDArray[np.intp]]

INPUT = -1


def carry(
    wanted: Experiment,
    new: Parameters,
    had: Experiment,
    old: Parameters,
    surgery: Surgery = NO_SURGERY,
) -> None:
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
        here, there = _survivors(number, len(block), len(old_block), surgery)
        block[here, -1] = old_block[there, -1]
        if source == old_source:
            into, from_ = _survivors(source, block.shape[1] - 1, old_block.shape[1] - 1, surgery)
            block[np.ix_(here, into)] = old_block[np.ix_(there, from_)]


def survives(had: Experiment, wanted: Experiment, surgery: Surgery = NO_SURGERY) -> bool:
    """Return whether all parameters of one experiment are carried over to the next."""
    if _ids(had) != _ids(wanted):
        return False  # there are layers that are no neighbours any more
    pairs = zip(had.hidden, wanted.hidden, strict=True)
    return all(
        len(_survivors(old.id, new.units, old.units, surgery)[1]) == old.units for old, new in pairs
    )


def _survivors(layer: int, units: int, old_units: int, surgery: Surgery) -> Places:
    """Return where the units that survive are now, and where they were."""
    if layer not in surgery.units:
        kept = np.arange(min(units, old_units))
        return kept, kept
    places = np.array(surgery.units[layer])
    here = np.flatnonzero(places != NEW)
    return here, places[here]


def write_numbers(
    experiment: Experiment, parameters: Parameters, numbers: tuple[Number, ...]
) -> tuple[Number, ...]:
    """Write numbers into the parameters of `experiment`; return what stood there.

    Raises
    ------
    Refusal
        When there is no such parameter; nothing is written then.
    """
    blocks = dict(zip(_ids(experiment), parameters.blocks, strict=True))
    for number in numbers:
        units, sources = blocks[number.layer].shape if number.layer in blocks else (0, 0)
        source = 0 if number.source is None else number.source
        if not (0 <= number.unit < units and 0 <= source < sources - 1):
            raise Refusal("network", "there is no such weight or bias")
    return tuple(_write(blocks[number.layer], number) for number in numbers)


def _write(block: Array, number: Number) -> Number:
    column = -1 if number.source is None else number.source
    old = float(block[number.unit, column])
    block[number.unit, column] = number.value
    return replace(number, value=old)


def layout(experiment: Experiment) -> list[tuple[int, int]]:
    """Return id and units of each hidden layer: what tells whether an edit moves parameters."""
    return [(layer.id, layer.units) for layer in experiment.hidden]


def _ids(experiment: Experiment) -> list[int]:
    return [*(layer.id for layer in experiment.hidden), OUTPUT]


def _sources(experiment: Experiment) -> list[int]:
    return [INPUT, *(layer.id for layer in experiment.hidden)]
