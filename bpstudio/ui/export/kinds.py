"""The kinds of files that a view can be exported as."""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """A kind of file: what it is called, how its names end, its key in a view, what is in it."""

    label: str
    suffix: str
    key: str
    hint: str

    @property
    def filter(self) -> str:
        """The file dialog's words for it."""
        return f"{self.label} (*{self.suffix})"

    @property
    def command(self) -> str:
        """Its text in a menu."""
        return f"Export as {self.label} …"


PNG = Kind("PNG", ".png", "Ctrl+Shift+P", "The picture as it is shown, at twice its size")
SVG = Kind("SVG", ".svg", "Ctrl+Shift+V", "The picture as it is shown, to be drawn at any size")
CSV = Kind("CSV", ".csv", "Ctrl+Shift+C", "The numbers of the picture, with all their digits")
KINDS = (PNG, SVG, CSV)
