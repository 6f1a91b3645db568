"""A window with all that it has, used for an hour: the memory that it takes must not grow.

What is on the screen changes, and the memory with it: one example takes 150 MB more than another,
while it is open. So now and then the window rests, always on the same example, and what it takes
at rest is compared.
"""

from dataclasses import dataclass
from statistics import median

from tests.trials.apart import told_by
from tests.trials.report import Outcome

ASKED = "soak with all views: memory growth after 5 minutes’ warm-up, 1 h, < 20 MB"
SHORT, FULL = 5, 3_600  # seconds
WARM_UP = 300.0  # seconds, a third of a short one
BETWEEN, REST = (
    300.0,
    45.0,
)  # seconds from rest to rest, and of one: memory goes back twice a minute
MOST = 20.0  # MB
COLD, MOST_WHEN_COLD = 900, 150.0  # seconds in which it hasn't seen everything: see `rounds`


@dataclass(frozen=True)
class Rests:
    """When the window rests: after the warm-up, at the end, and now and then between.

    Parameters
    ----------
    first, last
        Seconds from the start to the beginning of the first rest, and to the end of the last.
    length
        Seconds of each.
    more
        How many there are after the first.
    """

    first: float
    last: float
    length: float
    more: int

    @classmethod
    def within(cls, seconds: float) -> "Rests":
        """Return the rests of a trial of so many seconds."""
        warm_up, length = min(WARM_UP, seconds / 3), min(REST, seconds / 10)
        return cls(warm_up, seconds, length, max(round((seconds - warm_up) / BETWEEN), 1))

    def at(self, passed: float) -> int | None:
        """Return which rest it is after so many seconds, from 0; None where it isn't one."""
        every = (self.last - self.length - self.first) / self.more
        number = min(int((passed - self.first) // every), self.more)
        is_rest = passed < self.first + number * every + self.length or number == self.more
        return number if number >= 0 and is_rest else None


def trial(count: int, seed: int) -> Outcome:
    """Use the window for `count` seconds."""
    outcome = Outcome("soak", tried=count)
    told = told_by("soak_window", count, seed, outcome=outcome, seed=seed)
    if not told:
        return outcome
    taken = at_rest([(one["rest"], one["MB"]) for one in told])
    grown = taken[-1] - taken[0]
    outcome.note(**{"MB grown": grown, "MB taken": max(one["MB"] for one in told)})
    if grown >= (MOST if count > COLD else MOST_WHEN_COLD):
        outcome.fail(seed, f"{grown:.1f} MB more after {count} s: {taken}")
    return outcome


def at_rest(taken: list[tuple[int | None, float]]) -> list[float]:
    """Return the MB of each rest, of what was `taken`: the number of the rest, and MB.

    The middle of its second half: what was there before has gone by then.
    """
    rests: dict[int, list[float]] = {}
    for rest, size in taken:
        if rest is not None:
            rests.setdefault(rest, []).append(size)
    return [median(sizes[len(sizes) // 2 :]) for _, sizes in sorted(rests.items())]
