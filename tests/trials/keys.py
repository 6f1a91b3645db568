"""Random keys, clicks and drags on the whole window, dialogs and menus included."""

import os
from concurrent.futures import ThreadPoolExecutor

from tests.trials.apart import apart
from tests.trials.report import Outcome

ASKED = "random keys, clicks, drags on the whole window: no exception, no hang, no Qt warning"
SHORT, FULL = 120, 100_000
IN_ONE = 2_500  # deeds in one process: then another begins, with another seed


def trial(count: int, seed: int) -> Outcome:
    """Let random fingers do so many things; each process has a seed of its own."""
    outcome = Outcome("keys")
    parts = [min(IN_ONE, count - done) for done in range(0, count, IN_ONE)]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for done in [pool.submit(_play, outcome, part, seed + k) for k, part in enumerate(parts)]:
            done.result()
    return outcome


def _play(outcome: Outcome, count: int, seed: int) -> None:
    done = 0
    with apart("keys_window", count, seed) as window:
        for told in window.told():
            outcome.tried += told["done"] - done
            done = told["done"]
            outcome.note(**{"s without the event loop": told["longest"]})
            for fault in told["faults"]:
                outcome.fail(seed, f"after {done} deeds: {fault}\n    {told['last']}")
        window.end()
        status, words = window.process.returncode, window.errors()
    if status or words:
        outcome.fail(seed, f"after {done} deeds or more: status {status}: {words}")
