"""What a card of the Check page shows: a view that can also ask for a task."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Signal

from bpstudio.ui.theme import GRID
from bpstudio.ui.views.view import View

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report

LOW, TALL = 22 * GRID, 35 * GRID  # px: the least height of a card


class CardView(View):
    """The content of a card; its actions stand in the card's menu, its header beside the title.

    Each card is given every report, of whatever task, and snapshots while it can be seen.

    Attributes
    ----------
    least_width, least_height
        Of the card, in px; neighbours of one height share a row.
    share
        Of the width that a row has left, beside the shares of its neighbours.
    grows
        Whether it takes height that is left.

    Signals
    -------
    task_wanted
        A `Task` that the user wants to be worked at.
    stop_wanted
        The task that is worked at is to be left.
    subtitle_changed
        What stands below or beside the title now.
    training_wanted
        The words of an undo step, an `Experiment` and its `Dataset`, which the user wants to see
        trained at once.
    """

    task_wanted = Signal(object)
    stop_wanted = Signal()
    subtitle_changed = Signal(str)
    training_wanted = Signal(str, object, object)

    least_width: ClassVar[int] = 40 * GRID
    least_height: ClassVar[int] = TALL
    share: ClassVar[int] = 1
    grows: ClassVar[bool] = True

    def page_actions(self) -> Iterable[QAction]:
        """Return those of its actions whose keys are heard on all of the page."""
        return ()

    def make_way(self) -> None:
        """Note that a task was asked for which hasn't been heard of yet."""

    def follow(self, report: Report[Any]) -> None:
        """Show how the newest task stands, if it is one of this card's."""

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show what depends on the network and the step that are looked at."""
