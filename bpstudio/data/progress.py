"""How long work tells how far it is, and how it is ended before it is done."""

from collections.abc import Callable

Tell = Callable[[float], object]  # gets the share that is done; what it raises ends the work


class Cancelled(Exception):
    """Whoever wanted the work doesn't want it any more."""


def silent(share: float) -> None:
    """Tell nobody."""


def between(tell: Tell, start: float, end: float) -> Tell:
    """Return what tells of a part of the work, which is that from `start` to `end`."""
    return lambda share: tell(start + share * (end - start))


def rising(tell: Tell) -> Tell:
    """Return what tells only of shares that are larger than before: work may begin anew."""
    most = 0.0

    def told(share: float) -> None:
        nonlocal most
        most = max(most, share)
        tell(most)

    return told
