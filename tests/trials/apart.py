"""A process of its own for what is asked of a whole process: its memory, its end, its signals.

A module that runs apart is started as ``python -m tests.trials.NAME``, in an empty home, and
tells what it finds as lines of JSON.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.trials.report import Outcome

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30.0  # seconds for a process that was told to end, before it is killed


class Apart:
    """A module that runs in another process.

    Attributes
    ----------
    process
        The process.
    """

    def __init__(self, module: str, *arguments: object, home: Path) -> None:
        surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HOME": str(home)}
        for kind in ("CONFIG", "DATA", "CACHE", "STATE"):
            surroundings[f"XDG_{kind}_HOME"] = str(home / kind.lower())
        words = ["-m", f"tests.trials.{module}", *map(str, arguments)]
        self._errors = tempfile.TemporaryFile("w+")  # a pipe that nobody empties would hold it up
        self.process = subprocess.Popen(
            [sys.executable, "-X", "faulthandler", *words],
            cwd=ROOT,
            env=surroundings,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )

    def ask(self, **asked: Any) -> None:
        """Ask it something, if it is one that listens to its standard input."""
        assert self.process.stdin is not None
        print(json.dumps(asked), file=self.process.stdin, flush=True)

    def told(self) -> Iterator[dict[str, Any]]:
        """Yield what it tells, as it comes."""
        assert self.process.stdout is not None
        for line in self.process.stdout:
            yield json.loads(line)

    def hear(self) -> dict[str, Any]:
        """Return the next thing that it tells.

        Raises
        ------
        EOFError
            When it has ended instead.
        """
        for told in self.told():
            return told
        raise EOFError(f"ended with {self.process.wait()}: {self.errors()}")

    def end(self, patience: float = PATIENCE) -> float:
        """Wait for its end and return when that was, by `time.monotonic`; kill it in the end."""
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        return time.monotonic()

    def errors(self) -> str:
        """Return all that it wrote to its standard error."""
        self._errors.seek(0)
        return self._errors.read().strip()

    def close(self) -> None:
        """Let nothing of it stay."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            assert pipe is not None
            pipe.close()
        self._errors.close()


@contextmanager
def apart(module: str, *arguments: object, home: Path | None = None) -> Iterator[Apart]:
    """Run a module of this folder in another process, in an empty home unless there is one."""
    with tempfile.TemporaryDirectory() as empty:
        started = Apart(module, *arguments, home=home or Path(empty))
        try:
            yield started
        finally:
            started.close()


def told_by(module: str, *arguments: object, outcome: Outcome, seed: int) -> list[dict[str, Any]]:
    """Return all that a window has told but the faults at its end, which go into the outcome.

    Nothing where the process ended badly or had something to say on standard error.
    """
    with apart(module, *arguments) as window:
        told = list(window.told())
        window.end()
        words = window.errors()
    if window.process.returncode or words:
        outcome.fail(seed, f"status {window.process.returncode}: {words}")
        return []
    for fault in told.pop()["faults"]:
        outcome.fail(seed, fault)
    return told


def tell(**told: Any) -> None:
    """Tell the process that started this one."""
    print(json.dumps(told), flush=True)
