"""Faults that are heard by this test alone, and a desk that tells them over a window."""

import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import FaultDesk, Faults
from tests.ui.faults.host import Host


@pytest.fixture
def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[Faults]:
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    monkeypatch.setattr(sys, "unraisablehook", lambda _: None)
    made = Faults()
    made.install()
    yield made
    made.uninstall()


@pytest.fixture
def host(qtbot: QtBot) -> Host:
    made = Host()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def desk(faults: Faults, host: Host) -> FaultDesk:
    made = FaultDesk(faults)
    made.attach(host)
    return made
