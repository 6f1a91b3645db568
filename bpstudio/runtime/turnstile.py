"""Who may run: the screen or the training.

Python runs one thread at a time. While training runs flat out, the screen would wait for its
turn every time Qt gives it up; so the screen closes the turnstile, draws, and opens it again,
and the training waits at it between steps. What the training is in the middle of, it finishes
first: two threads that take turns in little bits are both slow.
"""

import threading
import time

LONGEST_WAIT = 0.1  # seconds: a stuck screen can't hold up training, nor its end
LONGEST_SLICE = 0.004  # seconds that the screen waits for the training to come to the turnstile
LONGEST_LOOK = (
    0.02  # seconds that the hand waits, once: beside it a snapshot takes ten times as long
)


class Turnstile:
    """A gate that the screen closes while it draws; it may be closed several times over."""

    def __init__(self) -> None:
        self._open = threading.Event()
        self._open.set()
        self._free = threading.Event()
        self._free.set()
        self._closed = 0
        self._moved_at = -LONGEST_WAIT

    @property
    def is_open(self) -> bool:
        """Whether the training may run."""
        return self._open.is_set()

    @property
    def is_kept_closed(self) -> bool:
        """Whether a hand holds it that has moved just now."""
        return not self.is_open and time.monotonic() - self._moved_at < LONGEST_WAIT

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

    def keep_closed(self) -> None:
        """Note that the hand which holds it closed is moving. For the thread of the screen only.

        What was let in when the hand was still is waited for.
        """
        self._moved_at = time.monotonic()
        self._free.wait(LONGEST_LOOK)

    def wait(self) -> None:
        """Wait until it is open, at most `LONGEST_WAIT` or until the hand has been still so long.

        For the training's thread.
        """
        while not self._open.wait(LONGEST_WAIT) and self.is_kept_closed:
            pass

    def __enter__(self) -> None:
        """Wait until it is open and go in. For the training's thread."""
        self.wait()
        self._free.clear()

    def __exit__(self, *_: object) -> None:
        """Come out again."""
        self._free.set()
