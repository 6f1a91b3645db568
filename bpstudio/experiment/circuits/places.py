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

COLUMN = 176.0  # from one to the next
ROW, SOURCE_ROW, LANE = 88.0, 64.0, 40.0  # the room that a gate, an input and a wire need
GATE, PORT = 64.0, 24.0  # the least height of a gate's box, and what each of its inputs needs
SWEEPS, WORK = 6, 6_000  # of a circuit with so many points and wires; larger ones have fewer
MAX_LANES = 10_000

Point = tuple[int, int]  # a node's id, and its column: in its own it is the gate, in later a lane
Links = dict[Point, list[Point]]
Ports = dict[tuple[Point, Point], float]  # how far below a gate's middle a wire comes in


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
    back, ports = _links(circuit, columns)
    onward: Links = {point: [] for point in back}
    for point, before in back.items():
        for other in before:
            onward[other].append(point)
    order = _better(_walked(circuit, columns, back), back, onward)
    rooms = {point: _room(circuit, columns, point) for point in back}
    rows = _rows(order, rooms, back, onward, ports)
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


def _links(circuit: Circuit, columns: dict[int, int]) -> tuple[Links, Ports]:
    """Return what each point of a column is linked to in the column before, and where."""
    ports: Ports = {}
    back: Links = {(number, column): [] for number, column in columns.items()}
    reached: dict[int, int] = {}  # the last column to which the value of a node has a lane
    lanes = 0
    for node in circuit.order:
        here, slots = (node.id, columns[node.id]), len(node.inputs)
        for slot, source in enumerate(node.inputs):
            if source is None:
                continue
            column = min(reached.get(source, columns[source]), columns[node.id] - 1)
            while column < columns[node.id] - 1 and lanes < MAX_LANES:
                column += 1
                back[source, column] = [(source, column - 1)]
                lanes += 1
                reached[source] = column
            back[here].append((source, column))
            ports[(source, column), here] = ((slot + 0.5) / slots - 0.5) * _height(slots)
    return back, ports


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
    for sweep in range(_sweeps(back)):
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


def _sweeps(back: Links) -> int:
    """Return how often to go over all columns: less often where that would be long."""
    work = len(back) + sum(map(len, back.values()))
    return min(SWEEPS, max(1, SWEEPS * WORK // max(work, 1)))


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
    order: list[list[Point]],
    rooms: dict[Point, float],
    back: Links,
    onward: Links,
    ports: Ports,
) -> dict[Point, float]:
    """Return the y of each point: where its wires are straight, at a distance from the next.

    Columns go by turns after those before them and after those behind them, last after those
    before: a gate stands in the middle of what comes in.
    """
    gaps = [[0.0, *((rooms[a] + rooms[b]) / 2 for a, b in pairwise(points))] for points in order]
    y: dict[Point, float] = {}
    for points, apart in zip(order, gaps, strict=True):
        offsets = list(accumulate(apart))
        y.update(zip(points, (o - offsets[-1] / 2 for o in offsets), strict=True))
    for sweep in range(2 * _sweeps(back)):
        ways = list(zip(order, gaps, strict=True))
        for points, apart in ways if sweep % 2 else reversed(ways):
            straight = (
                [y[p] - ports.get((p, at), 0) for p in back[at]]
                if sweep % 2
                else [y[p] + ports.get((at, p), 0) for p in onward[at]]
                for at in points
            )
            wanted = [_mean(level, y[at]) for level, at in zip(straight, points, strict=True)]
            y.update(zip(points, _apart(wanted, apart), strict=True))
    return y


def _height(slots: int) -> float:
    """Return the height of the box of a gate with so many inputs."""
    return max(GATE, PORT * slots)


def _room(circuit: Circuit, columns: dict[int, int], point: Point) -> float:
    number, column = point
    if columns[number] != column:
        return LANE
    node = circuit.by_id[number]
    return SOURCE_ROW if node.kind.is_source else _height(len(node.inputs)) + ROW - GATE


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
