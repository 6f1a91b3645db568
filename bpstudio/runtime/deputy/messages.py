"""What training and deputy say to each other: plain values, as bytes through a socket.

Each message is its length and then MessagePack, read as these types or refused; nothing in it can
be run.
"""

import socket
import struct
import zlib
from typing import TYPE_CHECKING, Self, TypeVar

import msgspec
import numpy as np
from msgspec import Struct

from bpstudio.engine.descent import Checkpoint, Place
from bpstudio.experiment.order import Stretch
from bpstudio.experiment.spec import DataSpec, Experiment, replace

if TYPE_CHECKING:
    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer

LENGTH = struct.Struct("!Q")
Kind = TypeVar("Kind")


class Numbers(Struct):
    """An array, in C order."""

    dtype: str
    shape: tuple[int, ...]
    content: bytes

    @classmethod
    def of(cls, array: "Array") -> Self:
        """Return an array as it is told."""
        return cls(array.dtype.name, array.shape, array.tobytes())

    @property
    def array(self) -> "Array":
        """The array that was told, read-only."""
        return np.frombuffer(self.content, self.dtype).reshape(self.shape)


class State(Struct):
    """A checkpoint of the descent."""

    place: tuple[int, int, int]
    parameters: Numbers
    optimizer: dict[str, Numbers]

    @classmethod
    def of(cls, checkpoint: Checkpoint) -> Self:
        """Return a checkpoint as it is told."""
        place = checkpoint.place
        optimizer = {name: Numbers.of(array) for name, array in checkpoint.state.items()}
        steps = place.step, place.epochs, place.used
        return cls(steps, Numbers.of(checkpoint.parameters), optimizer)

    @property
    def checkpoint(self) -> Checkpoint:
        """The checkpoint that was told."""
        optimizer = {name: numbers.array for name, numbers in self.optimizer.items()}
        return Checkpoint(Place(*self.place), self.parameters.array, optimizer)


class Subject(Struct):
    """What is to be trained: an experiment, its data aside, on `x` and `t`.

    `x` is (samples, inputs), `t` (samples, outputs); `order` and `limit` are the descent's.
    """

    experiment: Experiment
    order: tuple[Stretch, ...]
    limit: float
    x: Numbers
    t: Numbers

    @classmethod
    def of(cls, trainer: "Trainer") -> Self:
        """Return what there is to tell of a trainer."""
        return cls(
            experiment=replace(trainer.experiment, data=DataSpec()),
            order=trainer.order.stretches,
            limit=float(trainer.descent.limit),
            x=Numbers.of(trainer.x),
            t=Numbers.of(trainer.t),
        )

    @property
    def inputs(self) -> int:
        """The number of features."""
        return self.x.shape[1]

    @property
    def outputs(self) -> int:
        """The number of classes, or 1."""
        return self.t.shape[1]


class Request(Struct):
    """Make the next `steps` steps, the last one aside.

    They follow `start`; where there is none, the step after those that were made last: the
    training has made that one itself. A `subject` is told before its first steps.
    """

    steps: int
    start: State | None = None
    subject: Subject | None = None


class Made(Struct):
    """Steps that have been made.

    `digest` is of the parameters that they began with, `seconds` is what each took; `state` is
    where they have come to.
    """

    digest: int
    seconds: float
    losses: Numbers
    state: State


class Answer(Struct):
    """What became of a request; nothing where a step diverged, and before the first one."""

    made: Made | None = None


def digest(parameters: "Array") -> int:
    """Return a number that other parameters hardly have, to the bit."""
    return zlib.crc32(parameters.data)


class Channel:
    """One end of a socket, with messages instead of bytes."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: object) -> None:
        """Send a message; raises `OSError` where nobody is there, or is too slow."""
        content = msgspec.msgpack.encode(message)
        self._end.sendall(LENGTH.pack(len(content)) + content)

    def receive(self, kind: type[Kind]) -> Kind:
        """Wait for a message of a kind.

        Raises
        ------
        OSError
            Nobody is there any more, or it takes too long.
        msgspec.MsgspecError
            It is of another kind.
        """
        (length,) = LENGTH.unpack(self._read(LENGTH.size))
        return msgspec.msgpack.decode(self._read(length), type=kind)

    def _read(self, count: int) -> bytearray:
        content = bytearray(count)
        view = memoryview(content)
        while view:
            read = self._end.recv_into(view)
            if not read:
                raise EOFError("the other end is closed")
            view = view[read:]
        return content

    def has_any(self) -> bool:
        """Whether there is something to receive, were it the end."""
        patience = self._end.gettimeout()
        self._end.settimeout(0)
        try:
            self._end.recv(1, socket.MSG_PEEK)
        except BlockingIOError:
            return False
        finally:
            self._end.settimeout(patience)
        return True

    def close(self) -> None:
        """Let the other end know that there is nothing more."""
        self._end.close()
