"""Each test begins with a run that is measured in steps."""

from collections.abc import Iterator

import pytest

from bpstudio.runtime.clock import Unit
from bpstudio.ui.views.ruler import unit_choice


@pytest.fixture(autouse=True)
def _measured_in_steps(qapp: object) -> Iterator[None]:
    yield
    unit_choice().choose(Unit.STEPS)
