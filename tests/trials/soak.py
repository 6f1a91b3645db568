"""A window with all that it has, used for an hour: the memory that it takes must not grow."""

from statistics import median

from tests.trials.apart import told_by
from tests.trials.report import Outcome

ASKED = "soak with all views: memory growth after 5 minutes’ warm-up, 1 h, < 20 MB"
SHORT, FULL = 5, 3_600  # seconds
WARM_UP = 300.0  # seconds, a third of a short one
COMPARED = 120.0  # seconds at either end, of whose memory the middle is taken
MOST = 20.0  # MB
COLD, MOST_WHEN_COLD = 900, 150.0  # seconds in which it hasn't seen everything: see `rounds`


def trial(count: int, seed: int) -> Outcome:
    """Use the window for `count` seconds."""
    outcome = Outcome("soak", tried=count)
    warm_up = min(WARM_UP, count / 3)
    told = told_by("soak_window", count, warm_up, seed, outcome=outcome, seed=seed)
    if not told:
        return outcome
    taken = [(one["seconds"], one["MB"]) for one in told]
    grown = growth(taken, warm_up, min(COMPARED, (count - warm_up) / 4))
    outcome.note(**{"MB grown": grown, "MB taken": max(size for _, size in taken)})
    if grown >= (MOST if count > COLD else MOST_WHEN_COLD):
        outcome.fail(seed, f"{grown:.1f} MB more after {count} s: {taken[:: len(taken) // 20 + 1]}")
    return outcome


def growth(taken: list[tuple[float, float]], warm_up: float, compared: float) -> float:
    """Return by how much what is `taken` has grown: seconds and MB, in order.

    What is on the screen changes, and the memory with it: so the middle of what it took for a
    while after the warm-up is compared with that of as long at the end.
    """
    last = taken[-1][0]
    first = [size for at, size in taken if warm_up <= at < warm_up + compared]
    final = [size for at, size in taken if at >= last - compared]
    return median(final) - median(first)
