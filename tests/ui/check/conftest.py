"""A run, its race and its curve of the error, worked out once."""

import pytest

from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.runtime.tasks.epsilon_curve import EpsilonCurve
from bpstudio.ui.check.settings import CheckSettings
from tests.ui.check.reports import run_of, worked


@pytest.fixture(scope="session")
def run():
    """Return a run with 17 parameters, after 20 steps."""
    return run_of(3)


@pytest.fixture(scope="session")
def report(run):
    """Return the report of its race."""
    return worked(BruteForce(), run)


@pytest.fixture(scope="session")
def curve(run):
    """Return the report of the error against epsilon."""
    return worked(EpsilonCurve(), run, number=2)


@pytest.fixture
def settings():
    """Return settings as they are at first."""
    return CheckSettings()
