"""What was left out of a table, and what was filled in."""

from dataclasses import dataclass

SHOWN_SKIPS = 20


@dataclass(frozen=True)
class Skip:
    """A row that was left out: where its first fault is (`column` from 0), and what it is."""

    line: int
    column: int
    place: str
    reason: str


@dataclass(frozen=True)
class Fill:
    """The missing cells of a column, and what they became: a mean or the most common category."""

    column: str
    cells: int
    value: str


@dataclass(frozen=True)
class TableReport:
    """What became of a table.

    Attributes
    ----------
    rows
        How many rows are samples now.
    skipped, skips
        How many others were left out, and the first of them.
    filled
        The columns that had missing cells which were filled.
    """

    rows: int
    skipped: int = 0
    skips: tuple[Skip, ...] = ()
    filled: tuple[Fill, ...] = ()

    @property
    def cells_filled(self) -> int:
        """How many cells were filled."""
        return sum(fill.cells for fill in self.filled)

    @property
    def is_changed(self) -> bool:
        """Whether anything was left out or filled."""
        return bool(self.skipped or self.filled)

    def sentence(self) -> str:
        """Return what is told of it on the screen."""
        told = [f"{self.rows:,} rows"]
        if self.skipped:
            first = ""
            if self.skips:
                skip = self.skips[0]
                first = f", the first at {skip.place}: {skip.reason}"
            told.append(f"{self.skipped:,} left out{first}")
        if cells := self.cells_filled:
            told.append(f"{cells:,} {'cell' if cells == 1 else 'cells'} filled")
        return "; ".join(told)
