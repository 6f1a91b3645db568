"""The step-through of the network whose numbers are worked out by hand."""

import pytest

from bpstudio.ui.app import create_application
from bpstudio.ui.theme import theme
from tests.runtime.walking.trainers import xor_trainer
from tests.ui.passes.hands import Hands


@pytest.fixture
def make_hands(qtbot):
    """Make the step-through of a trainer, at its first instruction."""

    def make(trainer, size=(1300, 640)):
        create_application()
        hands = Hands(trainer, size)
        qtbot.addWidget(hands.window)
        with qtbot.waitActive(hands.window):  # only then keys are heard
            hands.window.show()
            hands.window.activateWindow()
        hands.begin()
        return hands

    yield make
    theme().set_mode("system")


@pytest.fixture
def hands(make_hands):
    made = make_hands(xor_trainer())
    made.state.choose(0)
    made.session.answer()
    return made
