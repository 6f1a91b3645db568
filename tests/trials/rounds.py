"""The soak in short: the same round in the window again and again leaves nothing behind."""

from tests.trials.apart import told_by
from tests.trials.report import Outcome

ASKED = "the same round with all views: no object of Qt’s more, < 500 of Python’s a round"
SHORT, FULL = 3, 100
WARM_UP = 2  # rounds
MOST = 500  # objects a round: caches with a bound still fill up


def trial(count: int, seed: int) -> Outcome:
    """Make so many rounds."""
    outcome = Outcome("rounds", tried=count)
    told = told_by("rounds_window", count, outcome=outcome, seed=seed)
    if not told:
        return outcome
    first, last, rounds = told[WARM_UP - 1], told[-1], count - WARM_UP
    if rounds <= 0:
        return outcome
    more = (last["objects"] - first["objects"]) / rounds
    outcome.note(**{"objects more a round": more})
    if more >= MOST:
        kinds = {name: many - first["ours"].get(name, 0) for name, many in last["ours"].items()}
        outcome.fail(seed, f"{more:.0f} objects more a round, of ours {kinds}")
    for kind in ("Qt", "windows"):
        if last[kind] > first[kind]:
            outcome.fail(seed, f"{kind}: from {first[kind]} to {last[kind]}")
    return outcome
