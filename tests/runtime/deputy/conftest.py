"""A deputy that is called at once, on a machine with as many cores as it needs."""

import sys

import pytest

from bpstudio.runtime.deputy import deputy as module
from tests.runtime.waiting import SOON


@pytest.fixture
def ready_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nothing but the system decide whether there is a deputy, and give it time."""
    if sys.platform == "win32":
        pytest.skip(
            "Windows hands no socket on to a process that is started, so there is no deputy to "
            "be tested; that training does without it is tested in test_without.py"
        )
    monkeypatch.setattr(module, "PATIENCE", SOON)  # a machine may be busy
    monkeypatch.setattr(module, "cores", lambda: 2)
