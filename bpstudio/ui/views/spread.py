"""Labels that don't overlap."""

from __future__ import annotations


def spread(wanted: list[float], apart: float, low: float, high: float) -> list[float]:
    """Return places near the `wanted` ones, at least `apart`, from `low` to `high`.

    The order stays, and the sum of the squared shifts is the least there is (isotonic regression
    by pooling neighbours). Where the room is too small, labels hang over `high`.
    """
    order = sorted(range(len(wanted)), key=wanted.__getitem__)
    pools: list[tuple[float, int]] = []  # sum and number of the places, spacing taken off
    for rank, label in enumerate(order):
        total, size = wanted[label] - rank * apart, 1
        while pools and pools[-1][0] / pools[-1][1] >= total / size:
            former, former_size = pools.pop()
            total, size = total + former, size + former_size
        pools.append((total, size))
    bases = [total / size for total, size in pools for _ in range(size)]
    top = max(high - (len(wanted) - 1) * apart, low)
    places = [0.0] * len(wanted)
    for rank, label in enumerate(order):
        places[label] = min(max(bases[rank], low), top) + rank * apart
    return places


def thinned(many: int, most: int) -> list[int]:
    """Return about `most` of the numbers 0 to `many` - 1, evenly, the first and last included."""
    if many <= most:
        return list(range(many))
    if most < 2:
        return [many - 1][:most]
    stride = -(-(many - 1) // (most - 1))
    chosen = list(range(0, many, stride))
    if chosen[-1] != many - 1:
        chosen[-1] = many - 1  # in place of one that is nearer to it than a stride
    return chosen


def readable(places: list[float], apart: float) -> list[int]:
    """Return which of the labels at these rising `places` to write so that all are `apart`.

    The first and the last are written, if they are far enough from each other.
    """
    chosen: list[int] = []
    for label, place in enumerate(places):
        if not chosen or place - places[chosen[-1]] >= apart:
            chosen.append(label)
    last = len(places) - 1
    if chosen and chosen[-1] != last:
        while len(chosen) > 1 and places[last] - places[chosen[-1]] < apart:
            chosen.pop()
        if places[last] - places[chosen[-1]] >= apart:
            chosen.append(last)
    return chosen
