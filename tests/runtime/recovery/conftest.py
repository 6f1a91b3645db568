"""The folder of what is kept, and who looks into it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bpstudio.runtime.left_behind import Found, left_behind


@pytest.fixture
def look(shelf: Path) -> Iterator[Callable[[], Found]]:
    """Look for what was left behind; what is found is held to the end of the test."""
    found: list[Found] = []

    def look() -> Found:
        found.append(left_behind(shelf))
        return found[-1]

    yield look
    for kept in (kept for one in found for kept in one.kept):
        kept.slot.release(remove=False)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    return tmp_path / "data" / "recovery"
