"""The columns of a table: the number that stands for each cell, and what these become."""

import math
from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.cells import MISSING, USUAL, CellRules, check_finite, read_numbers, sort_names
from bpstudio.data.dataset import FloatArray, IndexArray, TargetArray


class Column(ABC):
    """Turns cells into numbers, and all its numbers into the target or some features."""

    is_category: bool

    def __init__(self, name: str) -> None:
        self.name = name

    @abstractmethod
    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """Return a number for each cell, NaN if it is to be filled; ValueError if one is unfit."""

    @abstractmethod
    def check(self, numbers: NDArray[np.float64], *, keep: bool = False) -> None:
        """Look at numbers that were read elsewhere; ValueError if one is unfit.

        What is to be filled becomes NaN, and with `keep` whatever is missing.
        """

    @abstractmethod
    def to_target(self, numbers: NDArray[np.float64]) -> TargetArray:
        """Return numbers or indices into `categories`, (samples,)."""

    @abstractmethod
    def categories(self) -> tuple[str, ...]:
        """Return the sorted names met; none for numbers."""

    @abstractmethod
    def count(self) -> int:
        """Return how many features it is so far."""

    @abstractmethod
    def feature_names(self) -> tuple[str, ...]:
        """Return the name of each feature."""

    @abstractmethod
    def fill(self, x: FloatArray, numbers: NDArray[np.float64]) -> None:
        """Write the features into `x`, (samples, features of this column), all zeros.

        All features of a cell that is to be filled become NaN.
        """


class NumberColumn(Column):
    """A column of finite numbers: one feature."""

    is_category = False

    def __init__(self, name: str, rules: CellRules = USUAL) -> None:
        super().__init__(name)
        self._rules = rules

    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """Return the numbers; ValueError if one isn't finite."""
        return read_numbers(cells, self._rules)

    def check(self, numbers: NDArray[np.float64], *, keep: bool = False) -> None:
        """Look at numbers; ValueError if one isn't finite."""
        check_finite(numbers, self._rules, keep=keep)

    def to_target(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the numbers."""
        return numbers

    def categories(self) -> tuple[str, ...]:
        """Return no name."""
        return ()

    def count(self) -> int:
        """Return 1."""
        return 1

    def feature_names(self) -> tuple[str, ...]:
        """Return the column's name."""
        return (self.name,)

    def fill(self, x: FloatArray, numbers: NDArray[np.float64]) -> None:
        """Write the numbers."""
        x[:, 0] = numbers


class CategoryColumn(Column):
    """A column of names: one feature a category, one-hot."""

    is_category = True

    def __init__(self, name: str, rules: CellRules = USUAL) -> None:
        super().__init__(name)
        self._rules = rules
        self._codes = self.blank_codes({})
        self._rank: IndexArray = np.empty(0, dtype=np.intp)  # the place of each code, sorted

    def read(self, cells: Sequence[str]) -> NDArray[np.float64]:
        """Return the code of each cell's category; ValueError if one is missing."""
        return np.fromiter(map(self._codes.__getitem__, cells), np.float64, len(cells))

    def check(self, numbers: NDArray[np.float64], *, keep: bool = False) -> None:
        """Look at nothing: codes are made of cells that are fit."""

    def blank_codes(self, translation: Mapping[int, int], *, keep: bool = False) -> "Codes":
        """Return codes of cells whose letters have been translated so; no category is met yet.

        With `keep` the code of any missing cell is NaN.
        """
        missing = {text.translate(translation) for text in self._rules.missing_names}
        return Codes(missing, fill=keep or self._rules.fill)

    def to_target(self, numbers: NDArray[np.float64]) -> IndexArray:
        """Return indices into the sorted categories."""
        if self._rank.size != self.count():
            self._rank = np.empty(self.count(), dtype=np.intp)
            codes = [int(self._codes[name]) for name in self.categories()]
            self._rank[codes] = np.arange(len(codes))
        return self._rank[numbers.astype(np.intp)]

    def categories(self) -> tuple[str, ...]:
        """Return the names met, sorted."""
        return sort_names(self._codes.names, self._rules.decimal)

    def count(self) -> int:
        """Return how many categories have been met."""
        return len(self._codes.names)

    def feature_names(self) -> tuple[str, ...]:
        """Return a name for each category: ``"island=Biscoe"``."""
        return tuple(f"{self.name}={category}" for category in self.categories())

    def fill(self, x: FloatArray, numbers: NDArray[np.float64]) -> None:
        """Write a 1 into each row."""
        known = np.isfinite(numbers)
        x[np.flatnonzero(known), self.to_target(numbers[known])] = 1
        x[~known] = np.nan


class Codes(dict[str, float]):
    """The code of a category by the text of a cell; ValueError if it is missing.

    `names` are the categories without these spaces, in the order in which they are met, which is
    that of the codes. Looking up a cell that has been met runs no Python code. With `fill` the code
    of a missing cell is NaN.
    """

    def __init__(self, missing: Collection[str] = MISSING, *, fill: bool = False) -> None:
        self.names: list[str] = []
        self._missing, self._fill = missing, fill

    def __missing__(self, cell: str) -> float:
        name = cell.strip()
        if name in self._missing:
            if not self._fill:
                raise ValueError("missing")
            code = math.nan
        elif name in self:
            code = self[name]
        else:
            code = self[name] = len(self.names)
            self.names.append(name)
        self[cell] = code
        return code
