"""The start screen itself, above the window's middle, which stays live behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui import settings
from bpstudio.ui.theme import GAP, GRID
from bpstudio.ui.welcome.recent import RecentRow
from bpstudio.ui.welcome.tile import Tile
from bpstudio.ui.widgets.close_button import close_button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMainWindow

    from bpstudio.ui.welcome.catalogue import Offer

Key = Qt.Key
COLUMNS = 3
TITLE = "What would you like to see?"
LEAVING = "Any other key, or a click beside it, takes this away."
AGAIN = "Show at the start"
AGAIN_HINT = "Whether this stands in a window that is opened without a file"
STEPS = {Key.Key_Left: -1, Key.Key_Right: 1, Key.Key_Up: -COLUMNS, Key.Key_Down: COLUMNS}
PRESSES = (Key.Key_Return, Key.Key_Enter, Key.Key_Space)
TURNS = (Key.Key_Tab, Key.Key_Backtab)
HELD = (
    *(Key.Key_Shift, Key.Key_Control, Key.Key_Alt, Key.Key_AltGr, Key.Key_Meta),
    *(Key.Key_CapsLock, Key.Key_NumLock),
)


class StartScreen(QFrame):
    """Tiles to choose from; anything else that is done in the window takes it away.

    Parameters
    ----------
    own
        The action that shows it, whose key takes it away.
    recover
        The action that shows what was kept; a button is there while it can be used.

    Signals
    -------
    chosen
        The name of the offer.
    file_chosen
        The path of a recent file.
    left
        It went out of sight with the keyboard in it.
    """

    chosen = Signal(str)
    file_chosen = Signal(object)
    left = Signal()

    def __init__(
        self, offers: Sequence[Offer], own: QAction, recover: QAction, window: QMainWindow
    ) -> None:
        super().__init__(window)
        self._window, self._own = window, own
        self._app = cast("QApplication", QApplication.instance())
        self.setObjectName("startScreen")
        self.setAccessibleName(TITLE)
        self._tiles = [Tile(offer, number) for number, offer in enumerate(offers, start=1)]
        self._recent = RecentRow(recover)
        self._recent.file_chosen.connect(self._choose_file)
        self._recent.recover_wanted.connect(self.leave)
        self.again = QCheckBox(AGAIN)
        self.again.setObjectName("startAgain")
        self.again.setAccessibleName(AGAIN)
        self.again.setToolTip(AGAIN_HINT)
        self.again.toggled.connect(settings.set_shows_start)
        self._arrange()
        window.installEventFilter(self)  # it stays in the middle
        own.triggered.connect(self.toggle)
        self.hide()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GRID, GAP, GRID + 4)
        column.setSpacing(12)
        column.addLayout(self._heading())
        grid = QGridLayout()
        grid.setSpacing(12)
        for place, tile in enumerate(self._tiles):
            grid.addWidget(tile, place // COLUMNS, place % COLUMNS)
            tile.clicked.connect(lambda _checked, name=tile.offer.name: self._choose(name))
        column.addLayout(grid)
        column.addWidget(self._recent)
        foot = QHBoxLayout()
        foot.addWidget(self.again)
        foot.addStretch()
        hint = QLabel(LEAVING)
        hint.setProperty("role", "hint")
        foot.addWidget(hint)
        column.addLayout(foot)

    def _heading(self) -> QHBoxLayout:
        row = QHBoxLayout()
        title = QLabel(TITLE)
        title.setProperty("role", "title")
        row.addWidget(title, 1)
        row.addWidget(close_button("Close the start screen", self.leave, "Esc"))
        return row

    def appear(self) -> None:
        """Come in sight, with the keyboard at the first tile."""
        self.again.setChecked(settings.shows_start())
        self._recent.show_files(settings.recent_files())
        self._place()
        self.show()
        self.raise_()
        self._tiles[0].setFocus(Qt.FocusReason.PopupFocusReason)
        self._app.installEventFilter(self)

    def toggle(self) -> None:
        """Come in sight, or go."""
        if self.isVisible():
            self.leave()
        else:
            self.appear()

    def leave(self) -> None:
        """Go out of sight."""
        if self.isHidden():
            return
        self._app.removeEventFilter(self)
        had_focus = self._has(QApplication.focusWidget())
        self.hide()
        if had_focus:
            self.left.emit()

    def _choose(self, name: str) -> None:
        self.leave()
        self.chosen.emit(name)

    def _choose_file(self, path: object) -> None:
        self.leave()
        self.file_chosen.emit(path)

    def _has(self, widget: QObject | None) -> bool:
        if not isinstance(widget, QWidget):
            return False
        return widget is self or self.isAncestorOf(widget)

    def event(self, event: QEvent) -> bool:
        """Take another size where what it shows does."""
        if event.type() == QEvent.Type.LayoutRequest:
            self._place()
        return super().event(event)

    def _place(self) -> None:
        """Stand in the middle of the window."""
        window, size = self._window, self.sizeHint()
        size = size.boundedTo(window.size())
        left = (window.width() - size.width()) // 2
        top = (window.height() - size.height()) // 2
        self.setGeometry(left, top, size.width(), size.height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size; go where something else is clicked or typed in it."""
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._window:
            self._place()
        elif kind == QEvent.Type.MouseButtonPress:
            if self._is_beside(watched):
                self.leave()
        elif (
            kind == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._has(watched)
            and not self._takes(event)
        ):
            self.leave()
        return False

    def _is_beside(self, watched: QObject) -> bool:
        if not isinstance(watched, QWidget):
            return False
        return watched.window() is self._window and not self._has(watched)

    def _takes(self, event: QKeyEvent) -> bool:
        """Whether a key is for the screen itself: it is held, turns, walks, or presses a tile."""
        key, held = Key(event.key()), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in HELD or key in TURNS:
            return True
        if QKeySequence(event.keyCombination()) in self._own.shortcuts():
            return True
        return not held and (key in STEPS or key in PRESSES or self._tile_of(event) is not None)

    def _tile_of(self, event: QKeyEvent) -> Tile | None:
        """Return the tile whose number is typed."""
        text = event.text()
        is_number = text.isdecimal() and 1 <= int(text) <= len(self._tiles)
        return self._tiles[int(text) - 1] if is_number else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk over the tiles, and press one by its number or Enter."""
        key = Key(event.key())
        focus = QApplication.focusWidget()
        if (tile := self._tile_of(event)) is not None:
            tile.click()
        elif key in STEPS and isinstance(focus, Tile):
            place = self._tiles.index(focus) + STEPS[key]
            if 0 <= place < len(self._tiles):
                self._tiles[place].setFocus(Qt.FocusReason.OtherFocusReason)
        elif key in PRESSES and isinstance(focus, QAbstractButton):
            focus.click()
        else:
            super().keyPressEvent(event)
