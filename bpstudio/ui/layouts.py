"""Named layouts of the panels, as data: what stands where, and in front of what."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

AREAS = ("right", "bottom", "left")


class Pile(NamedTuple):
    """Panels in one place, by the names of their views, the one in front first.

    `share` is how much of the side the pile takes, against the others there.
    """

    views: tuple[str, ...]
    share: int = 1


@dataclass(frozen=True)
class Layout:
    """Where the panels stand: the piles of each side, from the top or from the left.

    A view that there isn't is passed over, and one that no pile names stands behind the last at
    the right: more views may come and go than are known here.

    Parameters
    ----------
    width
        The share of the window's width that the right and the left side take, each; at least
        what is usual for a panel.
    height
        The share of its height that the bottom takes.
    """

    right: tuple[Pile, ...]
    bottom: tuple[Pile, ...] = ()
    left: tuple[Pile, ...] = ()
    width: float = 0.0
    height: float = 0.0

    def piles(self, names: list[str]) -> dict[str, list[Pile]]:
        """Return the piles of each side with the views of these `names`, every one in a place."""
        named = {view for area in AREAS for pile in getattr(self, area) for view in pile.views}
        others = tuple(name for name in names if name not in named)
        found: dict[str, list[Pile]] = {}
        for area in AREAS:
            piles = [_there(pile, names) for pile in getattr(self, area)]
            found[area] = [pile for pile in piles if pile.views]
        if others:
            last = found["right"].pop() if found["right"] else Pile(())
            found["right"].append(Pile(last.views + others, last.share))
        return found


def _there(pile: Pile, names: list[str]) -> Pile:
    return Pile(tuple(view for view in pile.views if view in names), pile.share)


WATCH = Layout(
    right=(
        Pile(("lossView", "runsView", "doctorView")),
        Pile(("gradientView", "histogramView")),
        Pile(("saturationView", "unitView", "boundaryView")),
    ),
)
DIAGNOSE = Layout(
    right=(
        Pile(("gradientView", "lossView", "runsView")),
        Pile(("saturationView", "boundaryView", "doctorView")),
    ),
    bottom=(Pile(("unitView",)), Pile(("histogramView",))),
    width=0.44,
    height=0.32,
)
COMPARE = Layout(
    right=(
        Pile(("lossView",), 11),
        Pile(("runsView",), 10),  # room for the three of a race, from 1280 x 720 up
        Pile(
            (
                "gradientView",
                "saturationView",
                "unitView",
                "histogramView",
                "boundaryView",
                "doctorView",
            ),
            8,
        ),
    ),
    width=0.5,
)
LAYOUTS = {"actionWatch": WATCH, "actionDiagnose": DIAGNOSE, "actionCompare": COMPARE}
