"""What a view is: what is told of the run beside the network, with a table behind it."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from bpstudio.ui.export.kinds import KINDS
from bpstudio.ui.theme import GRID
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.picture import Picture
from bpstudio.ui.views.table import TableWindow
from bpstudio.ui.views.veil import Veil

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from PySide6.QtWidgets import QLayoutItem

    from bpstudio.runtime.portrait import Asked
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.study import Study
    from bpstudio.ui.cover import Cover, Kind

TABLE_KEY = "Ctrl+Shift+T"
TABLE_HINT = "The numbers of the picture, to be read and copied"


class View(QWidget):
    """What one panel tells of the run: `content`, a picture or a list, fills it.

    A view is given snapshots and the recorder, and nothing else. `title` names it on the screen,
    `object_name` for tests and assistive tools. Its actions, at least "Show as table" and those
    that export it, belong in the menu of the panel that it is put in.

    Signals
    -------
    sample_chosen
        A training sample, by its place, that the user wants to see in the network.
    sample_added
        Features and target of a sample, in their own units, that the user wants to train on, too.
    unit_pointed
        The unit under the pointer, an `Asked`; None where there is none any more.
    unit_chosen
        A unit, an `Asked`, that the user wants to know all about.
    threshold_chosen
        The share of the largest slope under which units are to count as saturated.
    export_wanted
        The kind of file that the user wants it to be written to.
    """

    sample_chosen = Signal(int)
    sample_added = Signal(tuple)
    unit_pointed = Signal(object)
    unit_chosen = Signal(object)
    threshold_chosen = Signal(float)
    export_wanted = Signal(object)

    title: ClassVar[str]
    object_name: ClassVar[str]
    tells: ClassVar[frozenset[Kind]] = frozenset()  # while one of these is covered, it is silent

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._veil: Veil | None = None
        self.setObjectName(self.object_name)
        self.setAccessibleName(self.title)
        self._contents = QVBoxLayout(self)
        self._contents.setContentsMargins(0, 0, 0, 0)
        self._contents.addWidget(content)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self._add_command("Show as table", TABLE_KEY, TABLE_HINT, self.show_table)
        for kind in KINDS:
            ask = partial(self.export_wanted.emit, kind)
            self._add_command(kind.command, kind.key, kind.hint, ask)

    def _add_command(self, text: str, key: str, hint: str, act: Callable[[], object]) -> None:
        """Add what can be done with it, by the menu or, while the keyboard is on it, by a key."""
        action = QAction(text, self)
        action.setShortcut(key)
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.setStatusTip(hint)
        action.setToolTip(fitted(f"{text.removesuffix(' …')} ({key})\n{hint}"))
        action.triggered.connect(lambda: act())
        self.addAction(action)

    def follow_cover(self, cover: Cover) -> None:
        """Keep silent while numbers are covered that it would tell."""

        def follow() -> None:
            covered = sorted(self.tells & cover.kinds)
            if covered and self._veil is None:
                self._veil = Veil(self)
            if self._veil is not None:
                self._veil.cover(", ".join(covered))

        cover.changed.connect(follow)

    @property
    def is_silent(self) -> bool:
        """Whether it would tell what is covered."""
        return self._veil is not None and not self._veil.isHidden()

    def isVisible(self) -> bool:
        """Whether any of it can be seen; Qt counts what lies behind another tab, too."""
        items = (self._contents.itemAt(place) for place in range(self._contents.count()))
        return super().isVisible() and any(_is_in_sight(item) for item in items)

    @contextmanager
    def untouched(self) -> Iterator[None]:
        """Have its pictures painted as if nobody pointed at them."""
        with ExitStack() as stack:
            for picture in self.findChildren(Picture):
                stack.enter_context(picture.untouched())
            yield

    def point_at(self, asked: Asked | None) -> None:
        """Light a unit that is pointed at elsewhere, or none, if there is something of it here."""

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
        """Return what the picture shows, as a table: headers and rows.

        Numbers are made by `cell`: a file has all their digits.
        """
        raise NotImplementedError

    def describe(self, words: str) -> None:
        """Tell assistive tools what the picture shows."""
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)

    def show_table(self) -> TableWindow:
        """Open the table behind the picture, as it is now, in a window of its own."""
        content = (["covered"], [[self._veil.text()]]) if self._veil and self.is_silent else None
        window = TableWindow(self.title, *(content or self.table()), parent=self)
        window.show()
        return window


class PictureView(View):
    """A view of pictures: of `plot` first, the `others` are hidden.

    Attributes
    ----------
    plot
        The one that `show_picture` chose last; before that, the first.
    """

    def __init__(self, plot: Picture, parent: QWidget | None = None, *others: Picture) -> None:
        super().__init__(plot, parent)
        self.plot = plot
        for other in others:
            self._contents.addWidget(other)
            other.hide()

    def show_picture(self, picture: Picture) -> None:
        """Show another of its pictures in place of the one that is shown."""
        if picture is self.plot:
            return
        had_focus = self.plot.hasFocus()
        self.plot.hide()
        self.plot = picture
        picture.show()
        if had_focus:
            picture.setFocus()


def _is_in_sight(item: QLayoutItem | None) -> bool:
    widget = item.widget() if item else None
    if widget is None:
        return False
    if not widget.visibleRegion().isEmpty():
        return True
    # a list is covered by its own parts
    return any(not part.visibleRegion().isEmpty() for part in widget.findChildren(QWidget))


def side_by_side(*controls: QWidget) -> QWidget:
    """Return the controls of a title bar as one, at its right."""
    made = QWidget()
    row = QHBoxLayout(made)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    row.addStretch()
    for control in controls:
        row.addWidget(control)
    return made
