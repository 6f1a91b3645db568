"""What a column of a table is used for: how that is called, drawn and typed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from bpstudio.data.cells import Kind


@dataclass(frozen=True)
class _Use:
    label: str
    icon: str
    key: str
    hint: str
    kind: Kind | None


class Use(Enum):
    """What a column can be: the three kinds of features, or what is to be learned."""

    NUMBER = _Use("number", "kind-number", "N", "One input, finite numbers", Kind.NUMBER)
    CATEGORY = _Use("category", "kind-category", "C", "One input a value, one-hot", Kind.CATEGORY)
    IGNORE = _Use("ignored", "kind-ignore", "I", "Not looked at", Kind.IGNORE)
    TARGET = _Use("target", "kind-target", "T", "What is to be learned from the others", None)

    @property
    def label(self) -> str:
        """As on the screen."""
        return self.value.label

    @property
    def icon(self) -> str:
        """Name of its icon."""
        return self.value.icon

    @property
    def key(self) -> str:
        """The letter that gives it to the selected columns."""
        return self.value.key

    @property
    def hint(self) -> str:
        """What that means."""
        return self.value.hint

    @property
    def kind(self) -> Kind | None:
        """What a file calls it; None for the target."""
        return self.value.kind


def use_of(kind: Kind | str) -> Use:
    """Return how a column of a kind is used."""
    return _BY_KIND[str(kind)]


_BY_KIND = {str(use.kind): use for use in Use if use.kind is not None}
