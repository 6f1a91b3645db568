"""What an edit does to a living network beyond the value: units that move, numbers by hand.

The parameters belong to the run, so the experiment doesn't have them; a surgery goes beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.experiment.spec import Experiment

NEW = -1  # where a unit was that is new


@dataclass(frozen=True)
class Number:
    """A weight or a bias, by the id of its layer (0: the output), with the value written into it.

    `source` is the place of the unit that the weight comes from, None for the bias.
    """

    layer: int
    unit: int
    source: int | None
    value: float

    @property
    def place(self) -> tuple[int, int, int | None]:
        """Where it stands."""
        return self.layer, self.unit, self.source


@dataclass(frozen=True)
class Surgery:
    """What happens to the parameters when an edit is carried out.

    Parameters
    ----------
    units
        For each layer whose units move, by id: where each of its units was before, -1 for one
        that is new. In all other layers units stay where they are; a narrower layer loses its
        last ones.
    numbers
        Parameters that are written by hand.
    """

    units: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    numbers: tuple[Number, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.units or self.numbers)

    def undone(self, before: Experiment) -> Surgery:
        """Return the surgery that brings the units back to where they were in `before`.

        Old numbers are known to the run alone.
        """
        widths = {layer.id: layer.units for layer in before.hidden}
        return Surgery(
            {
                layer: tuple(
                    places.index(unit) if unit in places else NEW for unit in range(widths[layer])
                )
                for layer, places in self.units.items()
            }
        )

    def then(self, later: Surgery) -> Surgery:
        """Return both in one, of which `later` moves no units: the newest numbers count."""
        numbers = {number.place: number for number in (*self.numbers, *later.numbers)}
        return Surgery(self.units, tuple(numbers.values()))


NO_SURGERY = Surgery()
