"""The page that checks the gradient: brute force against backprop, as cards.

It knows neither the builder nor what single views show.
"""

from bpstudio.ui.check.broken import BrokenView
from bpstudio.ui.check.card_view import CardView
from bpstudio.ui.check.epsilon import EpsilonView
from bpstudio.ui.check.errors import ErrorsView
from bpstudio.ui.check.page import CheckPage
from bpstudio.ui.check.passes import PassesView
from bpstudio.ui.check.photo import PhotoView
from bpstudio.ui.check.race import RaceView
from bpstudio.ui.check.scatter import ScatterView
from bpstudio.ui.check.settings import CheckSettings


def cards() -> list[CardView]:
    """Return what the cards show, in the order in which they stand on the page."""
    settings = CheckSettings()
    return [
        RaceView(settings),
        PassesView(settings),
        PhotoView(),
        ScatterView(),
        ErrorsView(),
        EpsilonView(settings),
        BrokenView(),
    ]


__all__ = ["CheckPage", "cards"]
