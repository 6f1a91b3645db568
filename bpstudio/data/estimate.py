"""How much memory a table will take, worked out from its beginning."""

from dataclasses import dataclass

from bpstudio.data.format import TableOptions
from bpstudio.data.head import Head


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
        raise NotImplementedError


def estimate(head: Head, options: TableOptions, test_fraction: float = 0.3) -> Need:
    """Return about how much memory it takes to read a table."""
    raise NotImplementedError
