"""How much memory a table will take, worked out from its beginning."""

from dataclasses import dataclass

from bpstudio.data.cells import Kind
from bpstudio.data.format import TableOptions
from bpstudio.data.head import Head
from bpstudio.data.memory import available_memory, in_words
from bpstudio.data.preview import Preview, preview

NUMBER_BYTES = 8


@dataclass(frozen=True)
class Need:
    """About how many bytes reading a table takes, for how many rows and features.

    `available` is how many can be had, None where that can't be told.
    """

    bytes: int
    rows: int
    features: int
    available: int | None

    @property
    def fits(self) -> bool:
        """Whether there is enough."""
        return self.available is None or self.bytes <= self.available

    def sentence(self) -> str:
        """Return what is told of it on the screen."""
        rows = "row" if self.rows == 1 else "rows"
        features = "feature" if self.features == 1 else "features"
        told = f"About {_rounded(self.rows)} {rows} of {self.features:,} {features}: "
        told += f"{in_words(self.bytes)} of memory to read them"
        return told if self.available is None else f"{told}; {in_words(self.available)} can be had"


def estimate(
    head: Head, options: TableOptions, test_fraction: float = 0.3, seen: Preview | None = None
) -> Need:
    """Return about how much memory it takes to read a table and to split it.

    `seen` is the preview with these options, where there is one already.
    """
    columns = (seen or preview(head, options, rows=0)).columns
    used = [place for place, kind in enumerate(columns.kinds) if kind is not Kind.IGNORE]
    features = [place for place in used if place != columns.target]
    coded = {place for place in features if columns.kinds[place] is Kind.CATEGORY}
    widths = [columns[place].distinct if place in coded else 1 for place in features]
    rows = _rows(head, options.format.header)
    numbers = rows * len(used)
    if coded:
        numbers += rows * sum(widths)  # one-hot, in an array of their own
    numbers += int(test_fraction * rows * sum(widths))
    recoded = 1 if options.format.encoding == "utf-8" else 2
    size = head.size * recoded + numbers * NUMBER_BYTES
    return Need(size, rows, sum(widths), available_memory())


def _rows(head: Head, header: bool) -> int:
    """Return about how many rows there are: exactly, in a whole file without blank lines."""
    data = head.data
    ends = max(data.count(b"\n"), data.count(b"\r"))
    if head.is_whole:
        is_open = bool(data) and not data.rstrip(b"\0").endswith((b"\n", b"\r"))
        return max(0, ends + is_open - header)
    return max(1, head.size * max(1, ends) // max(1, len(data)) - header)


def _rounded(rows: int) -> str:
    """Return a number with two figures, as far as it is a guess."""
    return f"{rows:,}" if rows < 1_000 else f"{int(float(f'{rows:.2g}')):,}"
