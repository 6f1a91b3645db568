"""A window with a run behind it."""

import pytest

from bpstudio.experiment import edits
from tests.ui.timeline.hand import steps, track_of


@pytest.fixture
def trained(qtbot, window):
    """A window whose run has made 40 steps and was edited after 20: layer 1 got wider."""
    document, session = window.document, window.session
    document.new(window.document.experiment)
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    number = document.experiment.hidden[0].id
    steps(qtbot, window, 20)
    units = document.experiment.hidden[0].units
    document.edit("Units", edits.set_units(document.experiment, number, units + 3))
    qtbot.waitUntil(lambda: session.snapshot.experiment == document.experiment)
    steps(qtbot, window, 20)
    qtbot.waitUntil(lambda: track_of(window)._line.newest == 40)
    return window
