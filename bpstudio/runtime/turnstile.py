"""Who may run: the screen or the training.

Python runs one thread at a time. While training runs flat out, the screen would wait for its
turn every time Qt gives it up; so the screen closes the turnstile, draws, and opens it again,
and the training waits at it between steps. What the training is in the middle of, it finishes
first: two threads that take turns in little bits are both slow.
"""

import threading

LONGEST_WAIT = 0.1  # seconds: a stuck screen can't hold up training, nor its end
LONGEST_SLICE = 0.004  # seconds that the screen waits for the training to come to the turnstile


class Turnstile:
    """A gate that the screen closes while it draws; it may be closed several times over."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()
        self._free = threading.Event()
        self._free.set()
        self._closed = 0

    @property
    def is_open(self) -> bool:
        """Whether the training may run."""
        return self._open.is_set()

    def close(self) -> None:
        """Let the training wait once it is through. For the thread of the screen only."""
        self._closed += 1
        self._open.clear()
        self._free.wait(LONGEST_SLICE)

    def open(self) -> None:
        """Take back one `close`; the last one lets the training run again."""
        self._closed = max(self._closed - 1, 0)
        if not self._closed:
            self._open.set()

    def wait(self) -> None:
        """Wait until it is open, at most `LONGEST_WAIT`. For the training's thread."""
        self._open.wait(LONGEST_WAIT)

    def __enter__(self) -> None:
        """Wait until it is open and go in. For the training's thread."""
        self.wait()
        self._free.clear()

    def __exit__(self, *_: object) -> None:
        """Come out again."""
        self._free.set()
