"""A fault in a copy of the backward program, and the check that shows where it goes wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.faults import FAULTS, PlacedFault
from bpstudio.engine.gradcheck import TOLERANCE, relative_errors
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.passes import Workspace
from bpstudio.engine.tray import Tray
from bpstudio.refusal import Refusal
from bpstudio.runtime.checking import check_at, checked_samples
from bpstudio.runtime.task import Task
from bpstudio.runtime.tasks.brute_force import Comparison, Race
from bpstudio.runtime.tasks.checked import memory_of_check, own_parameters

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.random import Generator
    from numpy.typing import NDArray

    from bpstudio.engine.faults import Fault
    from bpstudio.engine.gradcheck import GradientCheck
    from bpstudio.engine.parameters import Shape
    from bpstudio.engine.passes import Network
    from bpstudio.experiment.trainer import Trainer

    Places = NDArray[np.intp]

MOST, LEAST = 2**14, 48  # parameters that are checked
PRODUCTS = 2e10  # multiplications that all passes may take, about: some seconds
UNSEEN = (
    "with these parameters {} changes no gradient by so much that it could be seen; train a "
    "little, or take another fault"
)


@dataclass(frozen=True, slots=True, eq=False)
class Broken:
    """A copy of backprop with a fault in it, beside brute force.

    `right` and `wrong` are the equation as it should be and as it is. `sentence` and `trace` say
    what was done and how that looks.
    """

    placed: PlacedFault
    comparison: Comparison
    right: str
    wrong: str
    sentence: str
    trace: str


@dataclass(frozen=True)
class BreakBackprop(Task[Broken]):
    """Put a fault into a copy of the network's backward program, and check that copy.

    `fault` is the name of the fault; "" leaves it to chance, as is always the layer. The same
    `seed` chooses the same. Of a large network some parameters are checked, of every layer.
    """

    fault: str = ""
    seed: int = 0

    @property
    def words(self) -> str:
        """What it is."""
        return "checking a broken copy of backprop"

    def memory_needed(self, trainer: Trainer) -> int:
        """Return about how many bytes it takes."""
        return memory_of_check(trainer)

    def begin(self, trainer: Trainer) -> Iterator[Broken | None]:
        """Choose fault and layer, then run brute force and compare."""
        network = trainer.network
        samples = checked_samples(trainer.experiment, trainer.data)
        rng = np.random.default_rng(self.seed)
        chosen = sampled(network.shape, samples, rng)
        at = own_parameters(trainer, "float64"), trainer.experiment, trainer.data
        right = _after_backprop(check_at(*at, "forward", chosen=chosen)).exact
        yield None
        for placed in self._candidates(network, samples, rng):
            check = _after_backprop(check_at(*at, "forward", chosen=chosen, fault=placed))
            yield None
            if _shows(placed, network.shape, chosen, relative_errors(check.exact, right)):
                told = _equations(placed, network), placed.words(network)
                for found in Race(check, network.shape, samples, "float64").run():
                    yield None if found is None else Broken(placed, found, *told[0], *told[1])
                return
        what = f"“{FAULTS[self.fault].label}”" if self.fault else "a fault"
        raise Refusal("", UNSEEN.format(what))

    def _candidates(self, network: Network, samples: int, rng: Generator) -> list[PlacedFault]:
        """Return what may be put where, in the order of chance."""
        if self.fault:
            fault = FAULTS[self.fault]
            if reason := fault.why_nowhere(network, samples):
                raise Refusal("", f"{fault.label} can’t be put into this network: {reason}")
            return _shuffled(fault, network, samples, rng)
        names = rng.permutation(list(FAULTS)).tolist()
        return [one for name in names for one in _shuffled(FAULTS[name], network, samples, rng)]


def _after_backprop(check: GradientCheck) -> GradientCheck:
    check.run_backprop()
    return check


def _shuffled(fault: Fault, network: Network, samples: int, rng: Generator) -> list[PlacedFault]:
    places = rng.permutation(fault.places(network, samples)).tolist()
    return [PlacedFault(fault, int(place)) for place in places]


def sampled(shape: Shape, samples: int, rng: Generator) -> Places:
    """Return the places of the parameters to check: all, or of every layer weights and biases.

    The output layer comes first. A batch has so many `samples`.
    """
    affordable = int(PRODUCTS / (shape.size * samples))
    most = min(max(affordable, LEAST), MOST)
    share = max(most // len(shape.blocks), 2)
    parts: list[Places] = []
    start = shape.size
    for out, into in reversed(shape.blocks):
        size = out * (into + 1)
        start -= size
        if shape.size <= most or size <= share:
            places = np.arange(size).reshape(into + 1, out).T.ravel()  # unit by unit
        else:  # column by column, the bias last
            biases = out * into + _some(out, share // 4 + 1, rng)
            places = np.concatenate([_some(out * into, share - len(biases), rng), np.sort(biases)])
        parts.append(start + places)
    return np.concatenate(parts)


def _some(of: int, most: int, rng: Generator) -> Places:
    """Return up to `most` different numbers from 0 up to `of`, ascending."""
    return np.arange(of) if of <= most else np.sort(rng.choice(of, most, replace=False))


def _shows(placed: PlacedFault, shape: Shape, chosen: Places, errors: NDArray[np.floating]) -> bool:
    """Whether an error is too large in the layer of the fault, so that it can be named."""
    starts = np.cumsum([0, *(out * (into + 1) for out, into in shape.blocks)])
    here = (chosen >= starts[placed.place - 1]) & (chosen < starts[placed.place])
    return bool((errors[here] > 2 * TOLERANCE["forward"]).any())


def _equations(placed: PlacedFault, network: Network) -> tuple[str, str]:
    """Return the equation as it should be and as it is; for that a tiny batch will do."""
    parameters, gradient = (Parameters(network.shape, dtype=np.float32) for _ in range(2))
    workspace = Workspace(network, parameters, 2, gradient)
    return placed.equations(workspace, Tray(network, 2, 1, np.float32).slot(0))
