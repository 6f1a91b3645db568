"""Every trial in its shortened form."""

import pytest

from tests.trials import NAMES, load


@pytest.mark.timeout(600)  # a busy machine has it all wait
@pytest.mark.parametrize("name", NAMES)
def test_in_short(name):
    module = load(name)
    outcome = module.trial(module.SHORT, seed=0)
    assert not outcome.failures, str(outcome)
    assert outcome.tried >= module.SHORT
