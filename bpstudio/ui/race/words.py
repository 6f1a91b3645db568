"""How a race stands, in a sentence for the status bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.ui.numbers import count, figure

if TYPE_CHECKING:
    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot, Standing

LAST_PART = 20  # without a test part, the mean of that part of the batch losses tells who leads


def race_sentence(snapshot: Snapshot, recorder: Recorder) -> str:
    """Return how the race stands: how far it is and who leads; empty where there is none."""
    standing = snapshot.standing
    if standing is None or snapshot.is_past:
        return ""
    leading = _leading(standing, recorder)
    gone = [_name(recorder, number) for number in standing.diverged]
    lost = f" {' and '.join(gone)} diverged." if gone else ""
    many, epochs = len(standing.runs), f"{count(standing.epochs)} of {count(standing.of_epochs)}"
    if standing.over:
        end = f"The race of {many} runs is over after {epochs} epochs"
        return f"{end}{leading and f': {leading}'}.{lost} Train carries on for as many again."
    samples = f"{count(standing.samples)} of {count(standing.of_samples)} samples"
    on = "Racing" if standing.running else "The race is paused:"
    on = f"{on} {many} runs, epoch {epochs}, {samples}"
    return f"{on}{leading and f'; {leading}'}.{lost}"


def _leading(standing: Standing, recorder: Recorder) -> str:
    """Return which run has the lowest loss, and what it is; empty where that isn't known."""
    known = []
    for number in standing.runs:
        record = recorder.record(number)
        if record is not None and number not in standing.diverged:
            loss, what = _newest_loss(record)
            if np.isfinite(loss):
                known.append((loss, record.name, what))
    if not known:
        return ""
    loss, name, what = min(known)
    verb = "has the lowest" if standing.over else "leads with a"
    return f"{name} {verb} {what} {'loss, ' if standing.over else 'loss of '}{figure(loss, 3)}"


def _newest_loss(record: Record) -> tuple[float, str]:
    """Return the newest test loss of a run; without a test part the mean batch loss of late."""
    tested = record.test.values[:, 0]
    if len(tested):
        return float(tested[-1]), "test"
    steps = len(record.losses)
    late = record.losses.between(steps - max(steps // LAST_PART, 1) + 1, steps)
    return (float(late.mean()) if len(late) else float("nan")), "mean batch"


def _name(recorder: Recorder, number: int) -> str:
    record = recorder.record(number)
    return f"run {number}" if record is None else record.name
