"""Windows that were ended, and what they left."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bpstudio.data.dataset import Dataset
from bpstudio.experiment import edits
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec
from bpstudio.experiment.storage import write_experiment
from bpstudio.runtime import opening
from tests.runtime.experiments import make_experiment
from tests.ui.recovery.left_behind import SOON, Ended, ended_window, left_work, untouched


@pytest.fixture
def small(tmp_path: Path) -> Path:
    path = tmp_path / "mine.json"
    write_experiment(make_experiment(3, batch_size=10), path)
    return path


@pytest.fixture
def killed(small: Path) -> Ended:
    """A window that was killed once its work was kept."""
    with untouched(small):
        return ended_window(small, 0.1, signal.SIGKILL)


@pytest.fixture
def terminated(small: Path) -> Ended:
    """A window that was told to end before anything was kept."""
    return ended_window(small, 0.0, signal.SIGTERM)


@pytest.fixture
def kept_on_a_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Work on a table that counts as large, left behind; it is read once the event is set."""
    table = tmp_path / "mine.csv"
    table.write_text("x,kind\n" + "\n".join(f"{k},{'ab'[k % 2]}" for k in range(30)) + "\n")
    left_work(edits.set_data(make_experiment(3), DataSpec(path=str(table))), tmp_path / "mine.bps")
    go_on = threading.Event()

    def waited(*given: Any) -> Dataset:
        assert threading.current_thread() is not threading.main_thread()
        assert go_on.wait(SOON)
        return load_data(*given)

    monkeypatch.setattr(opening, "LARGE", 10)
    monkeypatch.setattr(opening, "load_data", waited)
    yield go_on
    go_on.set()
