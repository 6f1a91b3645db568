"""What an empty place says: in a line what to do next, and a button that does it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from bpstudio.ui.theme import GRID
from bpstudio.ui.tooltips import fitted

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

SIDE = 4  # px, at least, to the edges of what it lies over
LOW = 12 * GRID  # px: in less of a height words would lie over what there is


class Invitation(QFrame):
    """Lies over a widget that has nothing to show yet, while it invites.

    Where there is little room, the button stands alone; where there is none, nothing does.

    Parameters
    ----------
    over
        The widget.
    foot
        How far above its lower edge it stands, px.
    below
        How far below its middle it stands instead, px, as where something is written there.
    room
        Where in the widget there is nothing that it could lie over; everywhere unless said.

    Signals
    -------
    taken
        The button was pressed.
    """

    taken = Signal()

    def __init__(
        self,
        over: QWidget,
        foot: int = 5 * GRID,
        below: int | None = None,
        room: Callable[[], QRect] | None = None,
    ) -> None:
        super().__init__(over)
        self.setObjectName("invitation")
        self._over, self._foot, self._below = over, foot, below
        self._room = room or (lambda: over.rect().adjusted(SIDE, 0, -SIDE, 0))
        self._invites = False
        self._words = QLabel()
        self._words.setProperty("role", "name")
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self.button = QPushButton()
        self.button.setObjectName("invitationButton")
        self.button.setAccessibleName("What to do next")
        self.button.setProperty("low", True)
        self.button.setAutoDefault(False)
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.taken)
        row = QHBoxLayout(self)
        row.setContentsMargins(2, 2, 2, 2)
        row.setSpacing(GRID)
        row.addWidget(self._words)
        row.addWidget(self.button)
        self.hide()

    @property
    def words(self) -> str:
        """What it says, also where there is no room to write it."""
        return self._words.text()

    def invite(self, words: str, deed: str, hint: str = "") -> None:
        """Say what to do next; `deed` is what the button says, `hint` its tooltip."""
        if (words, deed) == (self.words, self.button.text()) and self._invites:
            return
        self._words.setText(words)
        self.button.setText(deed)
        self.button.setToolTip(fitted(hint or words))
        self.button.setAccessibleName(deed)
        self.button.setAccessibleDescription(hint or words)
        self._over.installEventFilter(self)
        self._invites = True
        self.place()
        self.raise_()

    def withdraw(self) -> None:
        """Say nothing any more."""
        if self._invites:
            self._invites = False
            self._over.removeEventFilter(self)
            self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep its place where the widget becomes another size."""
        if event.type() == QEvent.Type.Resize:
            self.place()
            self.place_soon()
        return False

    def place_soon(self) -> None:
        """Look for its place anew when the widget has arranged what it shows."""
        if self._invites:
            QTimer.singleShot(0, self, self.place)

    def place(self) -> None:
        """Look for its place anew, as where the widget shows something else by now."""
        if not self._invites:
            return
        room = self._room()
        self._words.setVisible(bool(self.words) and room.height() >= LOW)
        if self.sizeHint().width() > room.width():
            self._words.hide()
        size = self.sizeHint()
        top = self._over.height() - self._foot - size.height()
        if self._below is not None:
            top = self._over.height() // 2 + self._below
        left = room.left() + (room.width() - size.width()) // 2
        self.setGeometry(left, max(top, 0), size.width(), size.height())
        self.setVisible(size.width() <= room.width())
