"""Missing cells of plain tables, marked so that NumPy's reader takes them in as NaN."""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.cells import Kind
from bpstudio.data.csv_text import CsvText
from bpstudio.data.layout import Layout
from bpstudio.data.report import SHOWN_SKIPS
from bpstudio.data.sound_rows import SoundRows

NAME_OR_NAN = "-nan"  # is NaN to NumPy's reader, too


class Gaps:
    """Finds missing cells in many lines at once, and leaves out rows that lack what they need.

    Rows are left out so only when the first of them have been told with their places.

    Parameters
    ----------
    text, layout, sound
        Whose lines these are, what their columns are for, and who counts what is left out.
    translation
        What has been done to the letters of the lines.
    """

    def __init__(
        self, text: CsvText, layout: Layout, sound: SoundRows, translation: Mapping[int, int]
    ) -> None:
        rules, self._sound = layout.rules, sound
        self._fills, self._target = rules.fill, layout.target
        used = [place for place, kind in enumerate(layout.kinds) if kind is not Kind.IGNORE]
        self._needed = [layout.target] if rules.fill else used
        everywhere = rules.missing_names
        only_numbers = rules.missing_numbers - everywhere
        self._everywhere = _cells(everywhere, text.delimiter, translation)
        self._only_numbers = _cells(only_numbers, text.delimiter, translation)
        self._name = next(iter(only_numbers), "")

    @property
    def are_allowed(self) -> bool:
        """Whether missing cells, or rows with one, may be taken in without looking at each row."""
        return self._fills or (self._sound.drops_missing and self._has_told_enough)

    @property
    def _has_told_enough(self) -> bool:
        return len(self._sound.skips) >= SHOWN_SKIPS

    def mark(self, rows: list[str]) -> list[str]:
        """Return the lines with NaN for what is missing; ValueError where that can't be done.

        What is missing among numbers and a name among categories gets a mark of its own.
        """
        text = "\n".join(["", *rows])
        if NAME_OR_NAN in text:
            raise ValueError("can't be marked")
        if self._name and self._name in text:
            text = self._only_numbers.sub(rf"\1{NAME_OR_NAN}", text)
        return self._everywhere.sub(r"\1nan", text).split("\n")[1:]

    def name(self, category: str) -> str:
        """Return the category as it was before it was marked."""
        return self._name if category == NAME_OR_NAN else category

    def without(self, numbers: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the rows that have what they need; ValueError if one's place is to be told."""
        lacking = np.isnan(numbers[:, self._needed]).any(axis=1)
        if not lacking.any():
            return numbers
        if not self._has_told_enough:
            raise ValueError("missing")
        return numbers[~lacking]


def _cells(
    texts: frozenset[str], delimiter: str, translation: Mapping[int, int]
) -> re.Pattern[str]:
    """Return what finds cells that are one of some texts, behind what ends the cell before."""
    longest_first = sorted((text.translate(translation) for text in texts), key=len, reverse=True)
    cell, end = "|".join(map(re.escape, longest_first)), f"[{re.escape(delimiter)}\n]"
    return re.compile(f"({end}) *(?:{cell}) *(?={end}|\\Z)")
