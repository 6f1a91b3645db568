"""What a view is: a picture of the run beside the network, with a table behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpstudio.ui.views.table import TableWindow

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.picture import Picture

TABLE_KEY = "Ctrl+Shift+T"


class View(QWidget):
    """One picture of the run.

    A view is given snapshots and the recorder, and nothing else. `title` names it on the screen,
    `object_name` for tests and assistive tools. Its actions, at least "Show as table", belong in
    the menu of the panel that it is put in.

    Signals
    -------
    sample_chosen
        A training sample, by its place, that the user wants to see in the network.
    sample_added
        Features and target of a sample, in their own units, that the user wants to train on, too.
    """

    sample_chosen = Signal(int)
    sample_added = Signal(tuple)

    title: ClassVar[str]
    object_name: ClassVar[str]

    def __init__(self, plot: Picture, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.plot = plot
        self.setObjectName(self.object_name)
        self.setAccessibleName(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(plot)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        show_table = QAction("Show as table", self)
        show_table.setShortcut(TABLE_KEY)
        show_table.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        show_table.triggered.connect(self.show_table)
        self.addAction(show_table)

    def isVisible(self) -> bool:
        """Whether it can be seen; Qt counts what lies behind another tab, too."""
        return super().isVisible() and not self.plot.visibleRegion().isEmpty()

    def header(self) -> QWidget | None:
        """Return the controls for the title bar of the panel, always the same widget."""
        return None

    def studies(self) -> Iterable[Study[Any]]:
        """Return what has to be found out for it besides what every snapshot tells."""
        return ()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the newest `snapshot`, and the run so far from `recorder`."""
        raise NotImplementedError

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return what the picture shows, as a table: headers and rows."""
        raise NotImplementedError

    def describe(self, words: str) -> None:
        """Tell assistive tools what the picture shows."""
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def show_table(self) -> TableWindow:
        """Open the table behind the picture, as it is now, in a window of its own."""
        window = TableWindow(self.title, *self.table(), parent=self)
        window.show()
        return window
