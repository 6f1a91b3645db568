"""The deputy's own process: it makes the steps that it is asked for, as long as anybody asks."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.descent import DivergenceError
from bpstudio.engine.parameters import Parameters
from bpstudio.experiment import build
from bpstudio.experiment.order import Order
from bpstudio.runtime.deputy.messages import Answer, Channel, Made, Numbers, Request, State, digest
from bpstudio.runtime.threads import product_threads, use_threads

if TYPE_CHECKING:
    from bpstudio.engine.descent import Descent
    from bpstudio.runtime.deputy.messages import Subject


def main() -> None:
    """Serve the socket that is this process's standard input."""
    channel = Channel(socket.socket(fileno=0))
    with np.errstate(all="ignore"):  # what overflows is found in the loss
        try:
            serve(channel)
        except (EOFError, OSError):
            pass  # whoever it worked for has gone


def serve(channel: Channel) -> None:
    """Say that it is there, then do what is asked; ends with `EOFError` or `OSError`."""
    channel.send(Answer())
    descent = None
    while True:
        request = channel.receive(Request)
        if request.subject is not None:
            descent = _descent(request.subject)
        if descent is None:
            raise EOFError("nobody has said what to train")
        channel.send(_answer(descent, request))


def _descent(subject: Subject) -> Descent:
    """Return the same descent as the training's."""
    experiment, x, t = subject.experiment, subject.x.array, subject.t.array
    network = build.network(experiment, subject)
    parameters = Parameters(network.shape, dtype=x.dtype)
    order = Order(subject.order)
    made = build.descent(experiment, network, parameters, (x, t), order, subject.limit)
    use_threads(product_threads(network.shape, made.batch))
    return made


def _answer(descent: Descent, request: Request) -> Answer:
    try:
        if request.start is None:
            descent.advance(1)
        else:
            descent.restore(request.start.checkpoint)
        began_with, start = digest(descent.parameters.flat), time.perf_counter()
        losses = descent.advance(request.steps - 1)
    except DivergenceError:
        return Answer()
    seconds = (time.perf_counter() - start) / max(len(losses), 1)
    state = State.of(descent.checkpoint())
    return Answer(Made(began_with, seconds, Numbers.of(losses), state))
