"""Where gates stand that nobody has placed: in columns by depth, neighbours near each other.

The usual way of drawing layered graphs. A wire that passes a column has a lane there, so it doesn't
run through gates; the order in a column comes from a walk back from the output and is bettered by
the means of neighbours; places are as near to the neighbours as the distances allow.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from bpstudio.experiment.circuits.diagram import Diagram

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bpstudio.engine.flow import Circuit
    from bpstudio.experiment.circuits.diagram import Place

COLUMN, ROW, LANE = 176.0, 88.0, 40.0  # from one to the next
SWEEPS = 6
MAX_LANES = 10_000

Point = tuple[int, int]  # a node's id, and its column: in its own it is the gate, in later a lane
Links = dict[Point, list[Point]]


def placed(circuit: Circuit, places: Mapping[int, Place] | None = None) -> Diagram:
    """Return the diagram of a circuit; gates for which `places` has none are arranged."""
    known = dict(places or {})
    if any(node.id not in known for node in circuit.nodes):
        known = arrange(circuit) | known
    return Diagram(circuit, {node.id: known[node.id] for node in circuit.nodes})


def arrange(circuit: Circuit) -> dict[int, Place]:
    """Return a place for each gate of a circuit, the leftmost and topmost at 0."""
    if not circuit.nodes:
        return {}
    columns = _columns(circuit)
    back, onward = _links(circuit, columns)
    order = _better(_walked(circuit, columns, back), back, onward)
    rows = _rows(order, columns, back, onward)
    top = min(y for (number, column), y in rows.items() if columns[number] == column)
    return {
        number: (column * COLUMN, round(rows[number, column] - top, 1))
        for number, column in columns.items()
    }


def free_place(places: Mapping[int, Place], near: Place) -> Place:
    """Return the place nearest to `near`, downwards, where no gate stands yet."""
    x, y = near
    taken = sorted(other_y for other_x, other_y in places.values() if abs(other_x - x) < COLUMN / 2)
    for other in taken:
        if abs(other - y) < ROW:
            y = other + ROW
    return x, y


def _columns(circuit: Circuit) -> dict[int, int]:
    """Return the column of each gate: one after all that it needs; sources just before theirs."""
    columns: dict[int, int] = {}
    for node in circuit.order:
        if not node.kind.is_source:
            before = (columns.get(n, 0) for n in node.inputs if n is not None)
            columns[node.id] = 1 + max(before, default=0)
    for node in circuit.nodes:
        if node.kind.is_source:
            fed = [columns[to] for to, _ in circuit.wires_from.get(node.id, ())]
            columns[node.id] = min(fed, default=1) - 1
    first = min(columns.values())  # 1 where there is no source
    return {number: column - first for number, column in columns.items()}


def _links(circuit: Circuit, columns: dict[int, int]) -> tuple[Links, Links]:
    """Return what each point of a column is linked to in the column before, and after."""
    back: Links = {(number, column): [] for number, column in columns.items()}
    lanes = 0
    for node in circuit.order:
        for source in node.inputs:
            if source is None:
                continue
            column = columns[source]
            while column < columns[node.id] - 1 and lanes < MAX_LANES:
                column += 1
                if (source, column) not in back:
                    back[source, column] = [(source, column - 1)]
                    lanes += 1
            back[node.id, columns[node.id]].append((source, column))
    onward: Links = {point: [] for point in back}
    for point, before in back.items():
        for other in before:
            onward[other].append(point)
    return back, onward


def _walked(circuit: Circuit, columns: dict[int, int], back: Links) -> list[list[Point]]:
    """Return the points of each column in the order of a walk back from the output, then others."""
    order: list[list[Point]] = [[] for _ in range(max(columns.values()) + 1)]
    ends = [node.id for node in circuit.nodes if node.id not in circuit.wires_from]
    ends.sort(key=lambda number: number != circuit.output)
    open_ = [(number, columns[number]) for number in reversed(ends)]
    seen: set[Point] = set()
    while open_:
        point = open_.pop()
        if point not in seen:
            seen.add(point)
            order[point[1]].append(point)
            open_ += reversed(back[point])
    return order


def _better(order: list[list[Point]], back: Links, onward: Links) -> list[list[Point]]:
    """Return the order with the fewest crossings of some that sort by the means of neighbours."""
    best, fewest = order, _crossings(order, back)
    for sweep in range(SWEEPS):
        if not fewest:
            break
        order = [list(points) for points in order]
        rank = {point: place for points in order for place, point in enumerate(points)}
        links, across = (back, order) if sweep % 2 == 0 else (onward, order[::-1])
        for points in across:
            points.sort(key=lambda point: _mean([rank[p] for p in links[point]], rank[point]))
            rank.update((point, place) for place, point in enumerate(points))
        crossings = _crossings(order, back)
        if crossings < fewest:
            best, fewest = order, crossings
    return best


def _crossings(order: list[list[Point]], back: Links) -> int:
    total = 0
    rank = {point: place for points in order for place, point in enumerate(points)}
    for points in order:
        ends: list[int] = []
        for point in points:
            here = sorted(rank[p] for p in back[point])
            total += sum(len(ends) - bisect_right(ends, end) for end in here)
            for end in here:
                insort(ends, end)
    return total


def _rows(
    order: list[list[Point]], columns: dict[int, int], back: Links, onward: Links
) -> dict[Point, float]:
    """Return the y of each point: near the mean of its neighbours, at a distance from the next."""
    gaps = [[0.0, *(_gap(columns, a, b) for a, b in pairwise(points))] for points in order]
    y: dict[Point, float] = {}
    for points, apart in zip(order, gaps, strict=True):
        offsets = list(accumulate(apart))
        y.update(zip(points, (o - offsets[-1] / 2 for o in offsets), strict=True))
    for sweep in range(2 * SWEEPS):
        ways = list(zip(order, gaps, strict=True))
        for points, apart in ways if sweep % 2 else reversed(ways):
            wanted = [_mean([y[p] for p in (*back[at], *onward[at])], y[at]) for at in points]
            y.update(zip(points, _apart(wanted, apart), strict=True))
    return y


def _gap(columns: dict[int, int], above: Point, below: Point) -> float:
    gates = sum(columns[number] == column for number, column in (above, below))
    return LANE + (ROW - LANE) * gates / 2


def _apart(wanted: Sequence[float], gaps: Sequence[float]) -> list[float]:
    """Return the places nearest to those wanted, in the mean square, that keep the distances.

    Without the distances these are numbers that must not fall: neighbours that would are given
    their mean.
    """
    offsets = list(accumulate(gaps))
    groups: list[tuple[float, int]] = []  # sum, count
    for want, offset in zip(wanted, offsets, strict=True):
        total, count = want - offset, 1
        while groups and groups[-1][0] * count > total * groups[-1][1]:
            before, size = groups.pop()
            total, count = total + before, count + size
        groups.append((total, count))
    level = [total / count for total, count in groups for _ in range(count)]
    return [height + offset for height, offset in zip(level, offsets, strict=True)]


def _mean(numbers: Sequence[float], otherwise: float) -> float:
    return sum(numbers) / len(numbers) if numbers else otherwise
