"""The loss view of a run."""

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.ui.views.loss import LossView
from tests.ui.views.loss.run import a_run
from tests.ui.views.runs import opened


@pytest.fixture
def view(qtbot: QtBot) -> LossView:
    made = opened(qtbot, LossView)
    made.refresh(*a_run())
    return made
