"""The columns of a table: the number that stands for each cell, and what these become."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.cells import MISSING, read_numbers, sort_names
from bpstudio.data.dataset import FloatArray, IndexArray, TargetArray


class Column(ABC):
    """Turns cells into numbers, and all its numbers into the target or some features."""

    is_category: bool

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """Return a number for each cell; ValueError if one is unfit."""

    @abstractmethod
    def to_target(self, numbers: NDArray[np.float64]) -> TargetArray:
        """Return numbers or indices into `categories`, (samples,)."""

    @abstractmethod
    def categories(self) -> tuple[str, ...]:
        """Return the sorted names met; none for numbers."""

    @abstractmethod
    def feature_names(self) -> tuple[str, ...]:
        """Return the name of each feature."""

    @abstractmethod
    def fill(self, x: FloatArray, numbers: NDArray[np.float64]) -> None:
        """Write the features into `x`, (samples, features of this column), all zeros."""


class NumberColumn(Column):
    """A column of finite numbers: one feature."""

    is_category = False

    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """Return the numbers; ValueError if one isn't finite."""
        return read_numbers(cells)

    def to_target(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the numbers."""
        return numbers

    def categories(self) -> tuple[str, ...]:
        """Return no name."""
        return ()

    def feature_names(self) -> tuple[str, ...]:
        """Return the column's name."""
        return (self.name,)

    def fill(self, x: FloatArray, numbers: NDArray[np.float64]) -> None:
        """Write the numbers."""
        x[:, 0] = numbers


class CategoryColumn(Column):
    """A column of names: one feature a category, one-hot."""

    is_category = True

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._codes = Codes()

    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """Return the code of each cell's category; ValueError if one is missing."""
        return np.fromiter(map(self._codes.__getitem__, cells), np.float64, len(cells))

    def to_target(self, numbers: NDArray[np.float64]) -> IndexArray:
        """Return indices into the sorted categories."""
        rank = np.empty(len(self._codes.names), dtype=np.intp)
        rank[[self._codes[name] for name in self.categories()]] = np.arange(rank.size)
        return rank[numbers.astype(np.intp)]

    def categories(self) -> tuple[str, ...]:
        """Return the names met, sorted."""
        return sort_names(self._codes.names)

    def feature_names(self) -> tuple[str, ...]:
        """Return a name for each category: ``"island=Biscoe"``."""
        return tuple(f"{self.name}={category}" for category in self.categories())

    def fill(self, x: FloatArray, numbers: NDArray[np.float64]) -> None:
        """Write a 1 into each row."""
        x[np.arange(numbers.size), self.to_target(numbers)] = 1


class Codes(dict[str, int]):
    """The code of a category by the text of a cell; ValueError if it is missing.

    `names` are the categories without these spaces, in the order in which they are met, which is
    that of the codes. Looking up a cell that has been met runs no Python code.
    """

    def __init__(self) -> None:
        self.names: list[str] = []

    def __missing__(self, cell: str) -> int:
        name = cell.strip()
        if name in MISSING:
            raise ValueError("missing")
        if name not in self:
            self[name] = len(self.names)
            self.names.append(name)
        code = self[cell] = self[name]
        return code
