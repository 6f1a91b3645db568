"""Which edit is the newest: what only led to it needn't be prepared to the end.

Edits that follow each other directly make a row. Of those the last one counts, unless units move
in one: where they were before is told by the edit before it.
"""

from __future__ import annotations

import sys
from typing import NamedTuple


class SupersededError(Exception):
    """What was being prepared is no longer wanted."""


_NOTHING = sys.maxsize  # opened after whatever there will be


class _Row(NamedTuple):
    first: int  # edits before it are done, whatever comes
    newest: int
    opened: int  # whatever was wanted before it is of another document


class Wishes:
    """Numbers what the user does; noted by the thread of the screen, asked by the training."""

    def __init__(self) -> None:
        self._row = _Row(1, 0, 0)  # replaced as a whole: the other thread sees one or the other

    def edit(self, moves_units: bool) -> int:
        """Note an edit, and return its number."""
        row, number = self._row, self._row.newest + 1
        self._row = _Row(number if moves_units else row.first, number, row.opened)
        return number

    def open(self) -> int:
        """Note that a document is opened, and return its number."""
        number = self._row.newest + 1
        self._row = _Row(number + 1, number, number)
        return number

    def act(self) -> None:
        """Note that something is done with the network as it is by now: the row ends."""
        number = self._row.newest + 1
        self._row = _Row(number + 1, number, self._row.opened)

    def end(self) -> None:
        """Note that nothing is wanted any more."""
        self._row = _Row(self._row.first, self._row.newest, _NOTHING)

    def check(self, number: int) -> None:
        """Raise `SupersededError` where what has this number is no longer wanted."""
        row = self._row
        if number < row.opened or row.first <= number < row.newest:
            raise SupersededError
