"""The page that checks the gradient: brute force against backprop, as cards.

It knows neither the builder nor what single views show.
"""

from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.page import CheckPage
from bpstudio.ui.check.passes import PassesView


def cards() -> list[CardView]:
    """Return what the cards show, in the order in which they stand on the page."""
    return [PassesView()]


__all__ = ["CheckPage", "cards"]
