"""The columns of a table: what their cells become."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.cells import read_labels, read_numbers, sort_names
from bpstudio.data.dataset import FloatArray, IndexArray, TargetArray


class Column(ABC):
    """Takes the cells of a column block by block; then it is the target or some features."""

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def add(self, cells: Sequence[str]) -> None:
        """Take some cells; ValueError if one is unfit."""

    @abstractmethod
    def values(self) -> TargetArray:
        """Return numbers or indices into `categories`, (samples,)."""

    @abstractmethod
    def categories(self) -> tuple[str, ...]:
        """Return the sorted names met; none for numbers."""

    @abstractmethod
    def feature_names(self) -> tuple[str, ...]:
        """Return the name of each feature."""

    @abstractmethod
    def fill(self, x: FloatArray) -> None:
        """Write the features into `x`, (samples, features of this column), all zeros."""


class NumberColumn(Column):
    """A column of finite numbers: one feature."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._parts: list[NDArray[np.float64]] = []

    def add(self, cells: Sequence[str]) -> None:
        """Take some cells; ValueError if one isn't a finite number."""
        self._parts.append(read_numbers(cells))

    def values(self) -> NDArray[np.float64]:
        """Return the numbers."""
        return np.concatenate(self._parts)

    def categories(self) -> tuple[str, ...]:
        """Return no name."""
        return ()

    def feature_names(self) -> tuple[str, ...]:
        """Return the column's name."""
        return (self.name,)

    def fill(self, x: FloatArray) -> None:
        """Write the numbers."""
        x[:, 0] = self.values()


class CategoryColumn(Column):
    """A column of names: one feature a category, one-hot."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self._codes: dict[str, int] = {}  # in the order in which categories are met
        self._parts: list[IndexArray] = []

    def add(self, cells: Sequence[str]) -> None:
        """Take some cells; ValueError if one is missing."""
        labels, codes = read_labels(cells), self._codes
        part = (codes.setdefault(label, len(codes)) for label in labels)
        self._parts.append(np.fromiter(part, np.intp, len(labels)))

    def values(self) -> IndexArray:
        """Return indices into the sorted categories."""
        rank = np.empty(len(self._codes), dtype=np.intp)
        rank[[self._codes[name] for name in self.categories()]] = np.arange(rank.size)
        return rank[np.concatenate(self._parts)]

    def categories(self) -> tuple[str, ...]:
        """Return the names met, sorted."""
        return sort_names(list(self._codes))

    def feature_names(self) -> tuple[str, ...]:
        """Return a name for each category: ``"island=Biscoe"``."""
        return tuple(f"{self.name}={category}" for category in self.categories())

    def fill(self, x: FloatArray) -> None:
        """Write a 1 into each row."""
        values = self.values()
        x[np.arange(values.size), values] = 1
