"""The documents with their files, in a window of their own."""

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.desk import Desk


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    made = Desk()
    qtbot.addWidget(made)
    made.show()
    return made
