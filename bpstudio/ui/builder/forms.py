"""The forms that the columns take, from wide cards down to a map of the whole chain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

HEADER, FOOTER = 64, 46  # of a card, above and below its units
TALL_HEADER = 86  # with two lines more
STRIP_FOOTER = 60  # of a strip, for its three numbers
ARC = 16  # px above the columns that the arcs of skips take
LABEL = 34  # px that the name of a strip takes, and the numbers below it
STRIDES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)  # from one named strip to the next
THINNEST_PITCH, THIN_GAP = 20, 3  # px: with less from strip to strip they become a map
MAP_GAP = 6  # px between a map and the cards beside it
LEAST_ROOM = 240  # px: a window with less for the columns shows everything smaller


@dataclass(frozen=True)
class Form:
    """One way of drawing the columns: widths in px, and the least gap between them.

    `arc` is the room for skips: above the cards, but between the name of a strip and its panel.
    """

    name: str
    column: float
    input: int
    output: int
    loss: int
    margin: int
    gap: int
    loss_gap: int
    header: int = HEADER
    footer: int = FOOTER
    arc: int = 0

    @property
    def is_wide(self) -> bool:
        """Whether there is room for whole words."""
        return self.name == "wide"

    @property
    def is_strip(self) -> bool:
        """Whether the columns are so narrow that their units are cells."""
        return self.name in ("strip", "map")

    @property
    def is_map(self) -> bool:
        """Whether the columns stand without gaps and are drawn together, as one picture."""
        return self.name == "map"

    @property
    def between(self) -> int:
        """The least gap between two columns; `gap` is that to the other cards."""
        return 0 if self.is_map else self.gap

    def with_arcs(self) -> Form:
        """Return the same form with room for the arcs of skips."""
        return replace(self, arc=ARC, header=self.header + (ARC if self.is_strip else 0))

    def label_stride(self, gap: float) -> int:
        """Return from one column with a name to the next, `gap` px apart, so that all are read."""
        pitch = self.column + gap
        return next((stride for stride in STRIDES if stride * pitch >= LABEL), ceil(LABEL / pitch))


WIDE = Form("wide", column=112, input=128, output=136, loss=88, margin=24, gap=44, loss_gap=40)
SLIM = Form(
    *("slim", 72, 112, 124, 80),
    margin=20,
    gap=26,
    loss_gap=24,
    header=TALL_HEADER,
)
ROOMY_STRIP = Form(
    *("strip", 34, 144, 112, 80),
    margin=12,
    gap=8,
    loss_gap=20,
    footer=STRIP_FOOTER,
)
STRIP = replace(ROOMY_STRIP, input=96, loss=72, margin=10, gap=THIN_GAP, loss_gap=16)
FORMS = (WIDE, SLIM, ROOMY_STRIP, STRIP)


def thin_form(columns: int, room: float) -> Form:
    """Return the form in which so many columns, more than fit as strips, fit into `room` px.

    `room` is what the other cards leave, the gaps between all cards included.
    """
    room = max(room, LEAST_ROOM)
    pitch = (room - THIN_GAP) // columns
    if pitch >= THINNEST_PITCH:
        return replace(STRIP, column=min(pitch - THIN_GAP, STRIP.column), gap=THIN_GAP)
    return replace(STRIP, name="map", gap=MAP_GAP, column=(room - 2 * MAP_GAP) / columns)
