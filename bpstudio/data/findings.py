"""What about a data set would hurt learning, in plain sentences."""

from dataclasses import dataclass

from bpstudio.data.dataset import Dataset


@dataclass(frozen=True)
class Finding:
    """Something that would hurt learning: its kind, the columns it is about, and a sentence."""

    kind: str
    columns: tuple[str, ...]
    sentence: str


def find(data: Dataset) -> tuple[Finding, ...]:
    """Return what the training part has that would hurt learning, the worst first."""
    raise NotImplementedError
