"""The training loop: gradient descent, stochastic and batch stochastic alike.

Batches are gathered a stretch at a time into a tray of slots, and each slot has its own program
(forward pass, backward pass, update), so that a step is nothing but its bound calls.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bpstudio.engine.batch_steps import BatchSteps
from bpstudio.engine.last_batch import LastBatch
from bpstudio.engine.parameters import Parameters
from bpstudio.engine.program import Array, Call, constant, run
from bpstudio.engine.tray import Source

if TYPE_CHECKING:
    from bpstudio.engine.passes import Network
    from bpstudio.engine.rule import Rule

CHECKPOINT_STEPS = 64  # at least, between the checkpoints that a divergence goes back to

Permutation = Callable[[int], NDArray[np.intp]]  # epoch, from 1 -> order of the samples


@dataclass(frozen=True)
class Place:
    """How far a descent has come: steps done, epochs completed, samples used of the next epoch."""

    step: int = 0
    epochs: int = 0
    used: int = 0


@dataclass(frozen=True)
class Checkpoint:
    """Everything a descent needs to go on from where it was; the arrays are copies."""

    place: Place
    parameters: Array
    state: Mapping[str, Array]

    @property
    def nbytes(self) -> int:
        """The size of its numbers."""
        return self.parameters.nbytes + sum(array.nbytes for array in self.state.values())


class DivergenceError(ArithmeticError):
    """The loss is not finite or far over where it began.

    Attributes
    ----------
    step
        The step whose batch loss showed it; the parameters are those before the update that
        caused it, the one of the step before.
    loss
        That batch loss.
    losses
        The losses of the steps done by the call, up to and with that step.
    """

    def __init__(self, step: int, loss: float, losses: Array) -> None:
        super().__init__(f"loss {loss:.3g} at step {step}")
        self.step = step
        self.loss = loss
        self.losses = losses


class Descent:
    """A training under way: owns parameters, their gradient and the place in the data.

    Parameters
    ----------
    network
        What is trained.
    parameters
        Its numbers (float32 or float64), changed in place.
    x, t
        The training samples, (M, inputs), and their targets, (M, K): one-hot with softmax.
    batch
        Samples a batch, B; the last one of an epoch may be shorter and is divided by its own size.
    rule
        How to descend.
    permutation
        Gives the order of the samples in an epoch.
    limit
        A batch loss over it is a divergence.
    place, state
        Where to go on from, and the optimizer's arrays (N,) there.

    Attributes
    ----------
    place
        How far it has come.
    state
        What the optimizer keeps, by name.
    """

    def __init__(
        self,
        network: Network,
        parameters: Parameters,
        x: Array,
        t: Array,
        *,
        batch: int,
        rule: Rule,
        permutation: Permutation,
        limit: float = np.inf,
        place: Place | None = None,
        state: Mapping[str, Array] | None = None,
    ) -> None:
        self.network = network
        self.parameters = parameters
        self.batch = min(batch, len(x))
        self.rule = rule
        self.limit = limit
        self.place = place or Place()
        self.state = {
            name: array if state is None or name not in state else state[name].copy()
            for name, array in rule.optimizer.fresh_state(parameters.flat).items()
        }
        self._samples = len(x)
        self._source = Source(x, t, one_hot=network.loss.output == "softmax")
        self._permutation = permutation
        self._order: tuple[int, NDArray[np.intp]] | None = None
        # Where nothing but the rate comes between gradient and update, the rate goes into the
        # output's delta, and the update is a single subtraction: from all parameters at once, or
        # for a large network in panels.
        self._unit = rule.rate if rule.is_plain else 1.0
        self._rate = constant(rule.rate, parameters.flat)
        in_panels = rule.goes_in_panels(parameters.flat.size)
        self._gradient = None if in_panels else self._like_parameters()
        self._change = None if rule.is_plain else self._like_parameters()
        self._update = self._update_calls()
        self._steps: dict[int, BatchSteps] = {}
        self._last: LastBatch | None = None
        self._checkpoints: list[Checkpoint] = [self.checkpoint()]

    def _like_parameters(self) -> Parameters:
        return Parameters(self.parameters.shape, dtype=self.parameters.flat.dtype)

    @property
    def steps_an_epoch(self) -> int:
        """The number of updates in an epoch, the short last batch included."""
        return -(-self._samples // self.batch)

    @property
    def last(self) -> LastBatch:
        """What the last batch has left; the first batch's passes before any step."""
        if self._last is None:
            self._look_ahead()
        assert self._last is not None
        return self._last

    @property
    def remembers(self) -> bool:
        """Whether `last` is a batch that there was, not the one to come."""
        return self._last is not None and self._last.is_updated

    def remember(self, before: Descent) -> None:
        """Take over what the last batch of the descent `before` has left, of the same network."""
        self._last = before._last

    @property
    def upcoming_loss(self) -> float:
        """The mean loss of the batch that comes next, without an update."""
        return self._look_ahead()

    @property
    def upcoming(self) -> NDArray[np.intp]:
        """The places of the samples in the batch that comes next, (B,)."""
        return self._next_samples(self._next_batches(1)[0])

    def advance(self, steps: int) -> Array:
        """Make `steps` updates and return each batch's mean loss before its update, (steps,).

        Raises
        ------
        DivergenceError
            When a loss is not finite or over the limit.
        """
        losses = np.empty(steps, self.parameters.flat.dtype)
        done = 0
        while done < steps:
            part = self._stretch(steps - done)
            losses[done : done + len(part)] = part
            bad = np.flatnonzero(~np.isfinite(part) | (part > self.limit))
            if len(bad):
                shown = self.place.step - len(part) + int(bad[0]) + 1
                self.rewind(max(shown - 2, 0))
                losses = losses[: done + bad[0] + 1]
                raise DivergenceError(shown, float(losses[-1]), losses)
            done += len(part)
        return losses

    def checkpoint(self) -> Checkpoint:
        """Return what is needed to go on from here."""
        state = {name: array.copy() for name, array in self.state.items()}
        return Checkpoint(self.place, self.parameters.flat.copy(), state)

    @property
    def earlier(self) -> Checkpoint | None:
        """The newest checkpoint from before the last update; None where there is none."""
        older = [kept for kept in self._checkpoints if kept.place.step < self.place.step]
        return older[-1] if older else None

    def recall(self, earlier: Checkpoint) -> None:
        """Take note of what it was earlier, for a divergence that the last update has caused."""
        self._checkpoints = [earlier]

    def restore(self, checkpoint: Checkpoint) -> None:
        """Go back (or forward) to a checkpoint of this descent."""
        self.place = checkpoint.place
        older = [kept for kept in self._checkpoints if kept.place.step <= self.place.step]
        self._checkpoints = older or [checkpoint]
        self.parameters.flat[:] = checkpoint.parameters
        for name, array in checkpoint.state.items():
            self.state[name][:] = array
        self._last = None

    def rewind(self, step: int) -> None:
        """Go back to a step not long ago, by replay from a checkpoint.

        The last `CHECKPOINT_STEPS` steps can be had again; a step before all checkpoints that
        are kept gives the earliest of them.
        """
        older = [kept for kept in self._checkpoints if kept.place.step <= step]
        self.restore(older[-1] if older else self._checkpoints[0])
        self.replay(step)

    def replay(self, step: int) -> Array:
        """Make updates up to `step`, and return their losses, whatever these are, (updates,)."""
        losses = [np.empty(0, self.parameters.flat.dtype)]
        while self.place.step < step:
            losses.append(self._stretch(step - self.place.step).copy())
        return np.concatenate(losses)

    def _stretch(self, steps: int) -> Array:
        """Make up to `steps` updates with batches of one size and return their losses."""
        self._keep_checkpoint()
        size, count = self._next_batches(steps)
        made = self._steps_of(size)
        count = min(count, made.slots)
        made.tray.gather(self._source, self._next_samples(size * count))
        self._rate[...] = self.rule.rate_at(self.place.epochs)  # a stretch lies within an epoch
        for program in made.programs[:count]:
            for function, arguments in program:
                function(*arguments)
        self._last = self._left_by(made, count - 1, is_updated=True)
        self._move_on(size * count, count)
        return made.tray.losses(count)

    def _left_by(self, made: BatchSteps, number: int, *, is_updated: bool) -> LastBatch:
        return LastBatch(
            workspace=made.workspace,
            slot=made.tray.slot(number),
            unit=self._unit,
            gradient=self._gradient,
            change=self._change,
            is_updated=is_updated,
        )

    def _next_batches(self, steps: int) -> tuple[int, int]:
        """Return the size of the next batch and how many of that size follow, at most `steps`."""
        left = self._samples - self.place.used
        if left < self.batch:
            return left, 1
        return self.batch, min(steps, left // self.batch)

    def _next_samples(self, samples: int) -> NDArray[np.intp]:
        epoch = self.place.epochs + 1
        if self._order is None or self._order[0] != epoch:
            self._order = (epoch, self._permutation(epoch))
        return self._order[1][self.place.used : self.place.used + samples]

    def _move_on(self, samples: int, steps: int) -> None:
        used = self.place.used + samples
        epochs, used = divmod(used, self._samples)
        self.place = Place(self.place.step + steps, self.place.epochs + epochs, used)

    def _steps_of(self, size: int) -> BatchSteps:
        if size not in self._steps:
            self._steps[size] = BatchSteps(
                self.network, self.parameters, size, self._unit, self._gradient, self._update
            )
        return self._steps[size]

    def _update_calls(self) -> list[Call] | None:
        """Return the calls of one update; None where it goes in panels."""
        if self._gradient is None:
            return None
        if self._change is None:
            flat = self.parameters.flat
            return [(np.subtract, (flat, self._gradient.flat, flat))]
        return self.rule.update_calls(
            self.parameters, self._gradient, self._change, self.state, self._rate
        )

    def _look_ahead(self) -> float:
        """Run the two passes on the next batch, without an update."""
        size, _ = self._next_batches(1)
        made = self._steps_of(size)
        made.tray.gather(self._source, self._next_samples(size))
        run(made.passes)
        self._last = self._left_by(made, 0, is_updated=False)
        return float(made.tray.losses(1)[0])

    def _keep_checkpoint(self) -> None:
        # Two: the update that causes a divergence is the one before the loss that shows it, and
        # may lie before the newer checkpoint.
        if self.place.step - self._checkpoints[-1].place.step >= CHECKPOINT_STEPS:
            self._checkpoints = [self._checkpoints[-1], self.checkpoint()]
