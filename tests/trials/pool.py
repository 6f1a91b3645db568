"""A process apart in which a file is tried: timed, its peak of memory taken, killed if it hangs."""

from __future__ import annotations

import multiprocessing
import time
import traceback
import warnings
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from tests.trials.system import memory_in_use, peak_memory, reset_peak

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

PATIENCE = 60.0  # seconds: what takes longer hangs
MEBI = 2**20


@dataclass(frozen=True)
class Result:
    """What came of a call: its value, or the last lines of a traceback."""

    value: Any
    trouble: str
    seconds: float
    megabytes: float


class Worker:
    """Calls functions of a module in another process, which lives until it is closed.

    Parameters
    ----------
    module
        Where the functions are.
    afresh
        Whether memory counts from the start of each call; else from the first one on, so that
        what is never given back is seen, too.
    """

    def __init__(self, module: str, *, afresh: bool = False) -> None:
        self._module, self._afresh = module, afresh
        self._start()

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self._end()

    def call(self, function: str, *arguments: Any) -> Result:
        """Call a function of the module by its name; what it raises is its trouble."""
        self._pipe.send((function, arguments))
        if self._pipe.poll(PATIENCE):
            try:
                result: Result = self._pipe.recv()
                return result
            except EOFError:
                pass
        hangs = self._process.is_alive()
        self._end()
        words = "it hung" if hangs else f"the process ended with {self._process.exitcode}"
        self._start()
        return Result(None, words, PATIENCE if hangs else 0.0, 0.0)

    def forget(self) -> None:
        """Let memory count from here on."""
        self._pipe.send(None)

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(
            target=_serve, args=(theirs, self._module, self._afresh), daemon=True
        )
        self._process.start()
        theirs.close()

    def _end(self) -> None:
        self._pipe.close()
        self._process.join(2)
        if self._process.is_alive():
            self._process.kill()
            self._process.join()


def _serve(pipe: Connection, module_name: str, afresh: bool) -> None:
    warnings.simplefilter("error")
    module = import_module(module_name)
    before = None
    while True:
        try:
            message = pipe.recv()
        except EOFError:
            break
        if message is None or before is None or afresh:
            before = memory_in_use()
        if message is None:
            continue
        function, arguments = message
        pipe.send(_called(getattr(module, function), arguments, before))


def _called(function: Any, arguments: tuple[Any, ...], before: int) -> Result:
    reset_peak()
    value, trouble = None, ""
    start = time.perf_counter()
    try:
        value = function(*arguments)
    except BaseException:
        trouble = traceback.format_exc(limit=-4).strip()
    seconds = time.perf_counter() - start
    return Result(value, trouble, seconds, (peak_memory() - before) / MEBI)
