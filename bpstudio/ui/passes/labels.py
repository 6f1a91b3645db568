"""Where the numbers on edges stand: each on its own line, and none on another."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QRectF

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PySide6.QtCore import QLineF

    Array = NDArray[np.float64]
    Ends = tuple[tuple[float, float, float, float], ...]

SIZE = np.array([50.0, 17.0])  # px: a number's width and height
APART = 2.0  # px between two of them
TRIED = 41  # places along a line
FREE = 4.0  # px at both ends of a line
SWEEPS = 8
NOWHERE = -1
LAPPED = 100.0  # how bad a px² of another number is,
CROSSED = 30.0  # a line of another weight below the number,
AWAY = 40.0  # and to stand at the end of the line rather than in its middle


def places_on(lines: Sequence[QLineF]) -> list[QRectF | None]:
    """Return a place on each line that laps over no other; None where there is no room for one.

    Each number in turn goes where it is least in the way of all the others, again and again until
    none wants to move.
    """
    ends = tuple((line.x1(), line.y1(), line.x2(), line.y2()) for line in lines)
    return [None if at is None else _around(*at) for at in _centres(ends)]


def _around(x: float, y: float) -> QRectF:
    width, height = SIZE.tolist()
    return QRectF(x - width / 2, y - height / 2, width, height)


@lru_cache(64)  # other samples have other numbers on the same lines
def _centres(ends: Ends) -> tuple[tuple[float, float] | None, ...]:
    if not ends:
        return ()
    tried, costs = _tried(np.array(ends))
    every = np.arange(len(ends))
    orders = (every, every[::-1], np.argsort(-costs.min(axis=1), kind="stable"), every[::2])
    found = [_without_overlap(_settled(tried, costs, orders[0]))]
    for order in orders[1:]:
        if None not in found[-1]:
            break
        found.append(_without_overlap(_settled(tried, costs, order)))
    return min(found, key=lambda centres: centres.count(None))


def _settled(tried: Array, costs: Array, order: NDArray[np.intp]) -> Array:
    """Return where all stand in the end, (lines, 2), when they come one by one in this order."""
    chosen = np.full(len(tried), NOWHERE)
    rest = np.setdiff1d(np.arange(len(tried)), order)
    for _ in range(SWEEPS):
        before = chosen.copy()
        for k in (*order, *rest):
            others = np.flatnonzero((chosen != NOWHERE) & (np.arange(len(tried)) != k))
            there = tried[others, chosen[others]]
            chosen[k] = (costs[k] + LAPPED * _covered(tried[k], there)).argmin()
        if np.array_equal(before, chosen):
            break
    return np.asarray(tried[np.arange(len(tried)), chosen])


def _tried(ends: Array) -> tuple[Array, Array]:
    """Return the places on each line, (lines, tried, 2), and how bad each is by itself.

    Bad are lines that cross it, and being far from the middle.
    """
    start, along = ends[:, :2], ends[:, 2:] - ends[:, :2]
    least = np.minimum((SIZE[0] / 2 + FREE) / np.maximum(np.abs(along[:, 0]), 1.0), 0.5)
    away = np.linspace(-1.0, 1.0, TRIED)
    shares = 0.5 + (0.5 - least[:, None]) * away
    tried = start[:, None] + shares[..., None] * along[:, None]
    crossed = sum(_is_crossed(tried, *line) for line in zip(start, along, strict=True))
    return tried, CROSSED * (crossed - 1) + AWAY * away**2


def _is_crossed(tried: Array, start: Array, along: Array) -> Array:
    """Return where a line goes through, 1 or 0: (lines, tried)."""
    slope = along[1] / (along[0] or 1.0)
    middle = start[1] + slope * (tried[..., 0] - start[0])
    reach = SIZE[1] / 2 + abs(slope) * SIZE[0] / 2
    return np.asarray(np.abs(middle - tried[..., 1]) < reach, float)


def _covered(tried: Array, others: Array) -> Array:
    """Return how much of each place, with the room around it, others take, px²: (tried,)."""
    room = SIZE + APART - np.abs(tried[:, None] - others)
    return np.asarray(np.prod(np.maximum(room, 0.0), axis=-1).sum(axis=-1))


def _without_overlap(centres: Array) -> tuple[tuple[float, float] | None, ...]:
    """Leave out those that still lap over one before: the tooltip tells them."""
    kept: list[Array] = []
    made: list[tuple[float, float] | None] = []
    for at in centres:
        is_free = all((np.abs(at - other) >= SIZE).any() for other in kept)
        made.append((float(at[0]), float(at[1])) if is_free else None)
        if is_free:
            kept.append(at)
    return tuple(made)
