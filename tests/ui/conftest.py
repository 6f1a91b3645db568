"""A window of its own for each test, closed at the end."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.runtime.clock import Unit
from bpstudio.ui.faults import fault_desk, faults
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.theme import theme
from bpstudio.ui.views.ruler import unit_choice
from tests.ui.opened import opened


@pytest.fixture(autouse=True)
def no_fault(qapp: object, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail a test in which the program had a fault, and tell none of former ones.

    A fault is told over the next window, whichever test that is of.
    """
    causes = {}
    monkeypatch.setattr(faults(), "_causes", causes)
    monkeypatch.setattr(fault_desk(), "_told", 0)
    monkeypatch.setattr(fault_desk(), "_rescues", [])
    yield
    if causes:
        told = "\n".join(f"{fault.title}\n{fault.trace}" for fault in causes.values())
        pytest.fail(f"the program had a fault: {told}", pytrace=False)


@pytest.fixture(autouse=True)
def _measured_in_steps(qapp: object) -> Iterator[None]:
    """Measure runs in steps at first: the unit is chosen once, for all windows of the process."""
    yield
    unit_choice().choose(Unit.STEPS)


@pytest.fixture
def fault_on_purpose(no_fault: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a test make faults."""
    monkeypatch.setattr(faults(), "_causes", {})


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    """The window as it opens, at the size of the design."""
    with opened(qtbot, 1440, 900) as made:
        yield made
    theme().set_mode("system")
