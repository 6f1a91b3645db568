"""A choice that takes little room in a title bar: what is on, and a menu of the others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QSizePolicy, QToolButton

from bpstudio.ui.theme import SEGMENT_HEIGHT
from bpstudio.ui.tooltips import fitted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QKeyEvent, QWheelEvent
    from PySide6.QtWidgets import QWidget

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
PADDING = 30  # px, both sides together, with the arrow


class Choice(QToolButton):
    """A choice among a few texts; the arrow keys go through them, Space opens the menu.

    Parameters
    ----------
    name
        The accessible name: what is being chosen.
    choices
        The texts, the first one on, and what each means.
    """

    changed = Signal(str)

    def __init__(
        self, name: str, choices: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("choice")
        self._name = name
        self._hints: dict[str, str] = {}
        self._chosen = ""
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._group = QActionGroup(self)
        self._group.triggered.connect(lambda action: self.choose(action.data()))
        self.setMenu(self._menu)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setFixedHeight(SEGMENT_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_choices(choices)

    @property
    def chosen(self) -> str:
        """The text that is on."""
        return self._chosen

    @property
    def choices(self) -> list[str]:
        """All texts."""
        return list(self._hints)

    def set_choices(self, choices: Mapping[str, str]) -> None:
        """Offer other texts; the one that is on stays, or the first one is."""
        if choices == self._hints:
            return
        self._hints = dict(choices)
        self._menu.clear()
        for action in self._group.actions():
            action.deleteLater()  # they are the group's, which would keep them
        for text, hint in choices.items():
            action = QAction(text, self._group, checkable=True)
            action.setData(text)
            action.setToolTip(fitted(hint))
            self._menu.addAction(action)
        if self._chosen not in choices:
            self.choose(next(iter(choices)))
        self._show()

    def choose(self, text: str) -> None:
        """Turn `text` on; emits `changed` where it wasn't."""
        is_other, self._chosen = text != self._chosen, text
        self._show()
        if is_other:
            self.changed.emit(text)

    def _show(self) -> None:
        for action in self._menu.actions():
            action.setChecked(action.data() == self._chosen)
        self.setText(self._chosen)
        self.setToolTip(fitted(f"{self._name}: {self._hints[self._chosen]}"))
        self.setAccessibleName(f"{self._name}: {self._chosen}")
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Return the room for the text that is on."""
        width = self.fontMetrics().horizontalAdvance(self._chosen)
        return QSize(width + PADDING, SEGMENT_HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the same."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the next or the previous text."""
        step = STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        texts = self.choices
        place = texts.index(self._chosen) + step
        if 0 <= place < len(texts):
            self.choose(texts[place])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to what lies below: a choice isn't made in passing."""
        event.ignore()
