"""Numbers that are to be predicted: covered by their kind, told one by one.

A covered number is a NaN of our own. So nothing that draws or writes has to know of it: it is no
length and no shade, `figure` writes a question mark, and what is worked out from it is covered,
too, as arithmetic hands a NaN on.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject, Signal

from bpstudio.ui.numbers import HIDDEN

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

    from numpy.typing import NDArray

    Array = NDArray[np.floating]


class Kind(StrEnum):
    """What can be covered; the value is its name on the screen."""

    VALUES = "values"
    GRADIENTS = "gradients"
    WEIGHTS = "weights"
    UPDATES = "updates"


class Cover(QObject):
    """Which numbers aren't told now.

    Keys name numbers; whoever shows them chooses them. A key that was told is told of all kinds.

    Signals
    -------
    changed
        Other numbers are told.

    Attributes
    ----------
    version
        Another number whenever other numbers are told.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.version = 0
        self._kinds: frozenset[Kind] = frozenset()
        self._told: set[Hashable] = set()
        self._of: object = None  # what the numbers are of

    @property
    def kinds(self) -> frozenset[Kind]:
        """The kinds that are covered."""
        return self._kinds

    def toggle(self, kind: Kind) -> None:
        """Cover all numbers of a kind, or tell them."""
        self._kinds ^= {kind}
        self._told.clear()
        self._tell()

    def tell(self, key: Hashable, *kinds: Kind) -> bool:
        """Tell one number; False where it was told already, as one of these kinds."""
        if not any(self.hides(kind, key) for kind in kinds or self._kinds):
            return False
        self._told.add(key)
        self._tell()
        return True

    def tell_all(self) -> None:
        """Tell everything."""
        if self._kinds:
            self._kinds = frozenset()
            self._told.clear()
            self._tell()

    def begin(self, of: object) -> None:
        """Cover anew what was told, where the numbers are of something else by now."""
        if of != self._of:
            self._of = of
            if self._told:
                self._told.clear()
                self.version += 1

    def put_aside(self) -> frozenset[Kind]:
        """Tell everything to a guest; return what is to be covered again when it has gone."""
        kinds = self._kinds
        self.tell_all()
        return kinds

    def take_back(self, kinds: frozenset[Kind]) -> None:
        """Cover again what was covered."""
        if kinds != self._kinds:
            self._kinds = kinds
            self._told.clear()
            self._tell()

    def hides(self, kind: Kind, key: Hashable) -> bool:
        """Whether a number isn't told."""
        return kind in self._kinds and key not in self._told

    def told_of(self, kind: Kind, key: Hashable, number: float) -> float:
        """Return a number, or what stands for a covered one."""
        return HIDDEN if self.hides(kind, key) else number

    def told(self, kind: Kind, keys: Iterable[Hashable], numbers: Array) -> Array:
        """Return an array with what is covered of it hidden; a key for each of its first axis."""
        if kind not in self._kinds:
            return numbers
        hidden = [key not in self._told for key in keys]
        made: Array = np.array(numbers, np.result_type(numbers, np.float32))
        made[np.flatnonzero(hidden)] = HIDDEN
        return made

    def _tell(self) -> None:
        self.version += 1
        self.changed.emit()
