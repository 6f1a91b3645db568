"""The run, to be saved: the one thing that the window waits for."""

from __future__ import annotations

import time
from contextlib import suppress
from typing import TYPE_CHECKING

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.saved_run import SavedRun
    from bpstudio.runtime.worker import Worker
    from bpstudio.ui.bench import Bench

LONGEST_SAVE = 5.0  # seconds to wait for the run: as long as a huge network takes for an update
LOOK = 0.1  # seconds between two looks at whether the thread lives that the run is awaited from
UNSAVABLE = (
    "can't be saved with its run, by a fault inside bpstudio; "
    "choose a name that ends in .json for the experiment alone"
)
UNPREPARED = "can't be saved with its run: the network is still being prepared; try again"


def awaited_run(bench: Bench, experiment: Experiment) -> tuple[SavedRun, Record] | None:
    """Return the run between two updates, and what has been recorded of it up to there.

    None where there is none that has come to `experiment`.

    Raises
    ------
    Refusal
        When the network is still being prepared, or the run can't be taken down.
    """
    saved = _taken_down(bench.worker)
    bench.take_records()
    if saved is None or saved.experiment != experiment:
        return None
    record = bench.recorder.record(saved.number)
    return None if record is None else (saved, record)


def _taken_down(worker: Worker) -> SavedRun | None:
    try:
        return _answer(worker)
    except TimeoutError:
        raise Refusal("", UNPREPARED) from None
    except Exception:  # which is told already
        raise Refusal("", UNSAVABLE) from None


def _answer(worker: Worker) -> SavedRun | None:
    """Wait for the training thread's answer; where it has died, ask without it."""
    answer = worker.save()
    end = time.perf_counter() + LONGEST_SAVE
    while time.perf_counter() < end:
        with suppress(TimeoutError):
            return answer.result(LOOK)
        if not worker.is_alive() and not answer.done():
            answer = worker.save()
    raise TimeoutError
