"""The training's side: the deputy is called, told what to do, and done without where it fails."""

from __future__ import annotations

import logging
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import Descent, DivergenceError
from bpstudio.engine.program import Array
from bpstudio.runtime.deputy.messages import Answer, Channel, Request, State, Subject, digest
from bpstudio.runtime.threads import cores, product_threads

if TYPE_CHECKING:
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.deputy.messages import Made

SETTLED = 1.0  # seconds that a network has trained at full pace before the deputy is called
STRETCH = 0.015  # seconds of steps that it is asked for at once: a command may wait as long
PATIENCE = 0.5  # seconds to wait for an answer
MOST_FAILURES = 3  # then it isn't called again
MOST_BYTES = 2**23  # of samples: it has its own copy of them
MOST_PARAMETERS = 2**16  # which go to and fro with each stretch
MOST_PRODUCTS = 2**21  # multiplications of a forward pass: a millisecond or so a step
# A socket can be inherited, and Python be started again.
IS_POSSIBLE = os.name == "posix" and bool(sys.executable) and not getattr(sys, "frozen", False)
SERVE = """
import signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C in the terminal is for the window
sys.path[:] = sys.argv[1:]
from bpstudio.runtime.deputy.service import main
main()
"""

UNLIKE = "came to other numbers"

# Makes up to so many updates; returns their losses, and the seconds of training.
Maker = Callable[[Descent, int], tuple[Array, float]]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What the deputy is at: so many steps of `descent` after this one."""

    descent: Descent
    step: int
    steps: int

    def fits(self, descent: Descent) -> bool:
        """Whether these are the steps that come next."""
        return self.descent is descent and self.step == descent.place.step


class Deputy:
    """Makes steps in another process, while the screen draws in this one.

    A first stretch is made on both sides, and must be the same to the bit. From then on it makes
    all steps of a stretch but the last; with that one the training goes on from there, so what a
    step leaves behind in the buffers is here. Meanwhile the deputy makes that step, too, and then
    the next stretch; should the two ever come apart, it isn't believed any more. What it can't do
    (a divergence, another trainer, after its end) is done here, from where the training is.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self._is_there = False  # and has said so
        self._trainer: Trainer | None = None  # of whom it is the deputy, or soon may be
        self._since, self._is_suited = 0.0, False
        self._knows = False  # what to train
        self._asked: Asked | None = None
        self._failures = 0 if IS_POSSIBLE and cores() > 1 else MOST_FAILURES

    def steps_ahead(self, descent: Descent) -> int:
        """Return how many of the next steps it is at; 0 where it has yet to be asked for them."""
        asked = self._asked
        return asked.steps if asked is not None and asked.fits(descent) else 0

    def call(self, trainer: Trainer) -> bool:
        """Have it come, soon, for a trainer that suits it; say whether it is there."""
        if self._failures >= MOST_FAILURES:
            return False
        if trainer is not self._trainer:
            self._follow(trainer)
        if not self._is_suited or time.monotonic() - self._since < SETTLED:
            return False
        try:
            return self._is_called()
        except Exception as trouble:  # whatever it is: the training can do without
            self._fail(f"couldn’t be called: {trouble!r}")
            return False

    def _follow(self, trainer: Trainer) -> None:
        """Be the deputy of another trainer from now on, or of none where it doesn't suit."""
        self._is_suited = _suits(trainer)
        if not self._is_suited:
            self.rest()
        self._trainer, self._since, self._knows = trainer, time.monotonic(), False

    def _is_called(self) -> bool:
        if self._channel is None:
            self._start()
        elif not self._is_there and self._channel.has_any():
            self._channel.receive(Answer)
            self._is_there = True
        return self._is_there

    def _start(self) -> None:
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        self._channel = Channel(ours)
        with theirs:
            # Alone (-I), but with this process's paths: it has to import what this one has. Not
            # closing descriptors, which are closed anyway, lets it start without a fork, for which
            # OpenBLAS would join its threads.
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-c", SERVE, *filter(None, sys.path)],
                stdin=theirs.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                close_fds=False,
            )

    def advance(self, descent: Descent, steps: int) -> tuple[Array, float]:
        """Make up to `steps` updates and return their losses, and the seconds of training.

        Raises
        ------
        DivergenceError
            As by the `descent` itself.
        """
        asked, self._asked = self._asked, None
        if asked is None:
            return self._begin(descent, steps)
        made = self._answer()
        if not asked.fits(descent) or asked.steps > steps:
            return self._begin(descent, steps)
        if made is None:
            return made_here(descent, steps)
        if made.digest != digest(descent.parameters.flat):
            self._fail(UNLIKE, for_good=True)
            return made_here(descent, steps)
        self._ask_ahead(descent, made, made.state.place[0] + 1)
        return _with_last(descent, made)

    def _begin(self, descent: Descent, steps: int) -> tuple[Array, float]:
        """Make a first stretch, and see whether the deputy makes the same."""
        subject = None if self._knows or self._trainer is None else Subject.of(self._trainer)
        if self._ask(Request(steps, State.of(descent.checkpoint()), subject)):
            self._knows = True
            self._asked = Asked(descent, descent.place.step, steps)  # where this one diverges
        losses, seconds = made_here(descent, steps)
        if self._asked is not None:
            self._asked, made = None, self._answer()
            if made is not None and made.losses.content != losses[:-1].tobytes():
                self._fail(UNLIKE, for_good=True)
            elif made is not None:
                self._ask_ahead(descent, made, descent.place.step)
        return losses, seconds

    def _ask_ahead(self, descent: Descent, made: Made, step: int) -> None:
        """Ask for the stretch after `step`, which may be twice as many steps as those `made`."""
        most = 2 * (made.losses.shape[0] + 1)
        steps = max(min(int(STRETCH / max(made.seconds, 1e-7)), most), 2)
        if self._ask(Request(steps)):
            self._asked = Asked(descent, step, steps)

    def _ask(self, request: Request) -> bool:
        """Send what is wanted, and say whether that could be done."""
        try:
            if self._channel is not None:
                self._channel.send(request)
        except Exception as trouble:
            self._fail(f"has gone: {trouble!r}")
        return self._channel is not None

    def _answer(self) -> Made | None:
        """Return what has been made; None where a step diverged, or nobody is there."""
        try:
            return None if self._channel is None else self._channel.receive(Answer).made
        except Exception as trouble:
            self._fail(f"has gone: {trouble!r}")
            return None

    def _fail(self, words: str, *, for_good: bool = False) -> None:
        self._failures = MOST_FAILURES if for_good else self._failures + 1
        log.warning("the process that trains small networks %s; %s", words, self.rest() or "")

    def rest(self) -> str:
        """End the process, if there is one, until it is needed again; return its last words."""
        self._trainer, self._asked, self._knows, self._is_there = None, None, False, False
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is None:
            return ""
        self._process.kill()  # it has nothing of its own
        _, said = self._process.communicate()
        self._process = None
        return said.decode(errors="replace")[-1_000:]


def made_here(descent: Descent, steps: int) -> tuple[Array, float]:
    """Make `steps` updates, as `Deputy.advance` does, in this process."""
    start = time.perf_counter()
    losses = descent.advance(steps)
    return losses, time.perf_counter() - start


def _with_last(descent: Descent, made: Made) -> tuple[Array, float]:
    """Take over what was made, and make the last step of the stretch."""
    descent.restore(made.state.checkpoint)
    losses = made.losses.array
    try:
        last, seconds = made_here(descent, 1)
    except DivergenceError as error:
        losses = np.concatenate([losses, error.losses])
        raise DivergenceError(error.step, error.loss, losses) from None
    return np.concatenate([losses, last]), made.seconds * len(losses) + seconds


def _suits(trainer: Trainer) -> bool:
    """Whether steps and data of a trainer are small.

    Where products use several threads these are the cores that the deputy would need.
    """
    shape, batch = trainer.network.shape, trainer.descent.batch
    return (
        shape.size <= MOST_PARAMETERS
        and shape.size * batch <= MOST_PRODUCTS
        and trainer.x.nbytes + trainer.t.nbytes <= MOST_BYTES
        and product_threads(shape, batch) == 1
    )
