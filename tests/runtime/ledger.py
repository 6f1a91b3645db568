"""A ledger of every parameter, kept beside a run: what survives an edit, what undo brings back.

Each unit has a name of its own, so each parameter has one: its layer, its unit, and the unit that
it comes from. An entry says what a parameter is worth; one that nobody has seen yet is worth what
it is when it is first seen, and the same from then on for as long as nothing trains it.
"""

from dataclasses import dataclass
from itertools import count

import numpy as np

from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.surgery import NEW, NO_SURGERY

INPUTS, OUTPUTS = ("x1", "x2"), ("y1", "y2")
BIAS = "bias"


class Entry:
    """The value of a parameter, None until it has been seen."""

    __slots__ = ("value",)

    def __init__(self, value=None):
        self.value = value


@dataclass
class Page:
    """How things stand after an edit; `moves` says that training has changed the values since."""

    experiment: object
    names: dict  # of the units of each hidden layer, by its id
    entries: dict
    place: int  # among all pages
    moves: bool = False

    def rows(self):
        """Yield id and parameter names of each layer, in the order of its block."""
        sources = INPUTS
        for number in (*(layer.id for layer in self.experiment.hidden), OUTPUT):
            units = self.names[number]
            yield number, [(number, unit, s) for unit in units for s in (*sources, BIAS)]
            sources = units

    def freeze(self):
        """Begin to compare: training has stopped, and nobody has seen what it came to."""
        self.entries = {key: Entry() for key in self.entries}
        self.moves = False


class Ledger:
    """Follows edits, undo and redo by the rules of what survives, and nothing else.

    A parameter survives where its name does; what is new is as `draw` of the experiment gives it,
    block by block. When an edit is taken back, what it took away returns with the value that it
    had then.
    """

    def __init__(self, experiment, draw):
        self._draw = draw
        self._fresh = (f"u{number}" for number in count(1))
        names = {layer.id: self._names(layer.units) for layer in experiment.hidden}
        self.page = Page(experiment, names | {OUTPUT: OUTPUTS}, {}, 0)
        self.page.entries = self._drawn()
        self._gone = {}  # what comes back with an edit, by its number
        self._written = {}

    def _names(self, some):
        return tuple(next(self._fresh) for _ in range(some))

    def _drawn(self):
        blocks = self._draw(self.page.experiment)
        return {
            key: Entry(value)
            for (_, keys), block in zip(self.page.rows(), blocks, strict=True)
            for key, value in zip(keys, block.flat, strict=True)
        }

    def begin_anew(self):
        """Draw all parameters, as a reset does; what was removed doesn't come back then."""
        self.page = Page(self.page.experiment, self.page.names, {}, self.page.place + 1)
        self.page.entries = self._drawn()
        self._gone.clear()
        self._written.clear()

    def names_after(self, experiment, surgery):
        """Return the names of the units after an edit: its surgery's, or the first ones stay."""
        names = {OUTPUT: OUTPUTS}
        for layer in experiment.hidden:
            old = self.page.names.get(layer.id, ())
            places = surgery.units.get(layer.id, range(min(layer.units, len(old))))
            kept = tuple(self._names(1)[0] if at == NEW else old[at] for at in places)
            names[layer.id] = kept + self._names(layer.units - len(kept))
        return names

    def turn(self, experiment, names, number, surgery=NO_SURGERY):
        """Begin the page after edit `number`, negative when it is taken back."""
        had = self.page
        now = {key: Entry() for key in had.entries} if had.moves else had.entries
        self.page = page = Page(experiment, names, {}, had.place + 1)
        back = self._gone.pop(number, {})
        drawn = self._drawn()
        page.entries = {key: now.get(key) or back.get(key) or drawn[key] for key in drawn}
        page.entries |= self._written.pop(number, {})
        self._gone[-number] = {key: now[key] for key in now.keys() - page.entries.keys()}
        if number > 0:
            self._write(surgery.numbers, number, now)

    def _write(self, numbers, number, now):
        rows = dict(self.page.rows())
        for written in numbers:
            units = self.page.names[written.layer]
            width = len(rows[written.layer]) // len(units)
            column = width - 1 if written.source is None else written.source
            key = rows[written.layer][written.unit * width + column]
            self._written.setdefault(-number, {})[key] = now[key]
            self.page.entries[key] = Entry(np.float32(written.value))


def check_values(page, layers):
    """See that the parameters of a snapshot are those of a page; return how many were known."""
    known = 0
    for (number, keys), layer in zip(page.rows(), layers, strict=True):
        assert layer.id == number
        block = np.column_stack((layer.weights, layer.biases))
        assert block.size == len(keys)
        for key, value in zip(keys, block.flat, strict=True):
            entry = page.entries[key]
            if entry.value is None:
                entry.value = value
            else:
                known += 1
                assert entry.value == value, (page.place, key)
    return known
