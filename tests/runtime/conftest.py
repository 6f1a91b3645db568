"""A training thread for the tests of the runtime."""

from collections.abc import Iterator

import pytest

from bpstudio.runtime.turnstile import Turnstile
from bpstudio.runtime.worker import Worker
from tests.runtime.waiting import SOON


@pytest.fixture
def worker() -> Iterator[Worker]:
    """Start a worker, and see to it that it ends."""
    worker = Worker(Turnstile())
    worker.start()
    yield worker
    worker.stop()
    worker.join(SOON)
    assert not worker.is_alive()
