"""The training's side: the deputy is called, told what to do, and done without where it fails."""

from __future__ import annotations

import logging
import math
import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np

import bpstudio
from bpstudio.engine.descent import DivergenceError
from bpstudio.runtime.deputy.messages import Answer, Channel, Request, State, Subject, digest
from bpstudio.runtime.threads import cores, product_threads

if TYPE_CHECKING:
    from bpstudio.engine.descent import Descent
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

SETTLED = 1.0  # seconds that a network has trained at full pace before the deputy is called
PATIENCE = 2.0  # seconds to wait for it: a hundred times as long as it should take
STRETCH = 0.015  # seconds of steps that it is asked for at once: a command may wait as long
MOST_BYTES = 2**26  # of samples: it has its own copy of them
MOST_PARAMETERS = 2**16  # which go to and fro with each stretch
IS_POSSIBLE = os.name == "posix" and not getattr(sys, "frozen", False)  # a socket can be inherited
SERVE = """
import sys
sys.path.insert(0, sys.argv[1])
from bpstudio.runtime.deputy.service import main
main()
"""
TROUBLE = (OSError, EOFError, msgspec.MsgspecError)

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Asked:
    """What the deputy is at: so many steps of `descent` after this one."""

    descent: Descent
    step: int
    steps: int

    def fits(self, descent: Descent, most: int) -> bool:
        """Whether these are the steps that come next, and no more than wanted."""
        return self.descent is descent and self.step == descent.place.step and self.steps <= most


class Deputy:
    """Makes steps in another process, while the screen draws in this one.

    It makes all steps of a stretch but the last; with that one the training goes on from there,
    so what a step leaves behind in the buffers is here, and all is to the bit as if it had been
    made here alone. Meanwhile the deputy makes that step, too, and then the next stretch; should
    the two ever come apart, it isn't believed any more. What it can't do (a divergence, another
    trainer, after its end) is done here, from where the training is.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None
        self._trainer: Trainer | None = None  # of whom it is the deputy, or may be soon
        self._since = math.inf
        self._is_there = False
        self._knows = False  # what to train
        self._asked: Asked | None = None
        self._is_lost = not IS_POSSIBLE or cores() < 2

    @property
    def steps_asked(self) -> int:
        """How many steps it is at; 0 where it has yet to be asked."""
        return self._asked.steps if self._asked else 0

    def is_ready_for(self, trainer: Trainer) -> bool:
        """Say whether it can make the steps of a trainer; where it soon may, it is called."""
        if self._is_lost or not _suits(trainer):
            return False
        if trainer is not self._trainer:
            self._trainer, self._since, self._knows = trainer, time.monotonic(), False
        try:
            return time.monotonic() - self._since >= SETTLED and self._is_called()
        except TROUBLE as trouble:
            self._lose(f"couldn’t be called: {trouble}")
            return False

    def advance(self, descent: Descent, steps: int) -> Array:
        """Make up to `steps` updates, one at least, and return their losses, as `descent` does.

        Raises
        ------
        DivergenceError
            As there.
        """
        try:
            losses = self._stretch(descent, steps)
        except TROUBLE as trouble:
            self._lose(f"has gone: {trouble}")
            losses = None
        if losses is None:
            return descent.advance(steps)
        try:
            return np.concatenate([losses, descent.advance(1)])
        except DivergenceError as error:
            losses = np.concatenate([losses, error.losses])
            raise DivergenceError(error.step, error.loss, losses) from None

    def _stretch(self, descent: Descent, steps: int) -> Array | None:
        """Bring `descent` to the step before the last of a stretch, and return the losses so far.

        Returns None where it has to go on by itself from where it is.
        """
        channel, asked, trainer = self._channel, self._asked, self._trainer
        self._asked = None
        if channel is None or trainer is None:
            return None
        if asked is not None and not asked.fits(descent, steps):
            channel.receive(Answer)  # nobody wants it any more
            asked = None
        if asked is None:
            subject = None if self._knows else Subject.of(trainer)
            channel.send(Request(steps, State.of(descent.checkpoint()), subject))
            self._knows = True
        answer = channel.receive(Answer)
        if answer.state is None or answer.losses is None:
            return None
        if answer.digest != digest(descent.parameters.flat):
            self._lose("has come to other numbers")
            return None
        next_steps = _steps_of_stretch(answer, len(answer.losses.array) + 1)
        channel.send(Request(next_steps))
        descent.restore(answer.state.checkpoint)
        self._asked = Asked(descent, descent.place.step + 1, next_steps)
        return answer.losses.array

    def _is_called(self) -> bool:
        """Say whether it is there; where it isn't yet, it is on its way."""
        if self._channel is None:
            self._channel = self._call()
        if not self._is_there and self._channel.has_any():
            self._channel.receive(Answer)
            self._is_there = True
        return self._is_there

    def _call(self) -> Channel:
        ours, theirs = socket.socketpair()
        ours.settimeout(PATIENCE)
        root = Path(bpstudio.__file__).parents[1]
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-c", SERVE, str(root)],
                    stdin=theirs.fileno(),
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    start_new_session=True,  # Ctrl-C in the terminal is for the window
                )
            except OSError:
                ours.close()
                raise
        return Channel(ours)

    def rest(self) -> None:
        """End the process, if there is one, until it is needed again."""
        self._trainer, self._asked, self._knows, self._is_there = None, None, False, False
        if self._channel is not None:
            self._channel.close()
            self._channel = None
        if self._process is not None:
            self._process.kill()  # it has nothing of its own
            self._process.wait()
            self._process = None

    def _lose(self, words: str) -> None:
        log.warning("the process that trains small networks %s", words)
        self._is_lost = True
        self.rest()


def _steps_of_stretch(answer: Answer, made: int) -> int:
    """Return how many steps to ask for after those `made`: what takes about a stretch."""
    steps = STRETCH / max(answer.seconds, 1e-7)
    return max(min(int(steps), 2 * made), 2)


def _suits(trainer: Trainer) -> bool:
    """Whether the steps of a trainer are small enough, and what has to be told of it.

    Where products use several threads these are the cores that the deputy would need.
    """
    shape, samples = trainer.network.shape, trainer.x.nbytes + trainer.t.nbytes
    is_small = shape.size <= MOST_PARAMETERS and samples <= MOST_BYTES
    return is_small and product_threads(shape, trainer.descent.batch) == 1
