"""Long work in a thread of its own: its end, its refusal, and giving it up."""

import threading
import time
from collections.abc import Callable

from bpstudio.refusal import Refusal
from bpstudio.runtime.reading import Reading

Tell = Callable[[float], None]


def test_the_result_comes_out() -> None:
    reading = Reading(lambda tell: tell(0.5) or "read")
    reading.start()
    reading.join()
    assert (reading.result, reading.refusal, reading.share) == ("read", None, 0.5)


def test_a_refusal_is_kept() -> None:
    def refuse(_tell: Tell) -> None:
        raise Refusal("line 2", "is empty")

    reading = Reading(refuse)
    reading.start()
    reading.join()
    assert str(reading.refusal) == "line 2: is empty"


def test_too_little_memory_is_told() -> None:
    def fill(_tell: Tell) -> None:
        raise MemoryError

    reading = Reading(fill)
    reading.run()
    assert reading.refusal is not None
    assert "memory" in reading.refusal.reason


def test_it_ends_at_the_report_after_it_is_given_up() -> None:
    began, tidied = threading.Event(), threading.Event()

    def work(tell: Tell) -> None:
        try:
            for step in range(1_000_000):
                began.set()
                time.sleep(0.001)
                tell(step / 1_000_000)
        finally:
            tidied.set()

    reading = Reading(work)
    reading.start()
    began.wait()
    start = time.monotonic()
    reading.give_up()
    reading.join(1)
    assert time.monotonic() - start < 1
    assert not reading.is_alive()
    assert tidied.is_set()
    assert reading.result is None
