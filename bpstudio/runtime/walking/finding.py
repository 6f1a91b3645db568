"""What a lesson shows of the passes: the instruction that it names, the number that it opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.experiment.lessons.conditions import plain
from bpstudio.refusal import Refusal, printable
from bpstudio.runtime.run import Run
from bpstudio.runtime.studies.walk import Walk
from bpstudio.runtime.walking.names import Number

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.lessons.lesson import State
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.studies.walk import Walked


def check_passes(state: State, experiment: Experiment, data: Dataset) -> None:
    """Refuse an instruction of the passes, or a number, that a state shows and that isn't there.

    Only for a state that shows one: the passes are gone through for it.
    """
    walk = Walk(sample=state.sample or 0, is_batch=bool(state.batch))
    found_in_passes(state, walk.prepare(Run(experiment, data, 1).trainer)())


def found_in_passes(state: State, walked: Walked) -> tuple[int, Number | None]:
    """Return the place of the instruction that a state names, and the number that it opens.

    Raises
    ------
    Refusal
        When there is no such instruction, or no such number.
    """
    made = [step.makes for step in walked.steps]
    if (wanted := plain(state.passes or "")) not in made:
        known = ", ".join(made)
        told = printable(state.passes or "")
        raise Refusal("passes", f"there is no instruction '{told}'; there are {known}")
    place = made.index(wanted)
    if state.open is None:
        return place, None
    name, (row, column) = walked.steps[place].made[0], state.open
    rows, columns = walked.excerpts[name].shape
    if row > rows or column > columns:
        raise Refusal("open", f"{made[place]} has {rows:,} × {columns:,} numbers")
    return place, Number(name, row - 1, column - 1)
