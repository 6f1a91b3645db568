"""The choice of what a click into the picture adds: nothing, or a sample of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from bpstudio.ui.theme import SEGMENT_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

OFF = "Add samples"
MOST = 30  # classes in the menu


class ClassPicker(QFrame):
    """A button with a menu; off until a class is picked."""

    picked = Signal(object)  # the number of the class, None for off

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] | None = None
        self.setObjectName("segmented")  # looks like a choice of one
        self.setFixedHeight(SEGMENT_HEIGHT)
        self.button = QToolButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setToolTip(
            "Add samples by hand: pick a class, then click into the picture.\n"
            "The network goes on learning; each click can be undone."
        )
        self.button.setCheckable(True)
        self.button.setMenu(QMenu(self.button))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.addWidget(self.button)
        self.offer(())

    def offer(self, classes: Sequence[str]) -> None:
        """Offer these classes, and turn off; with none, samples with the number at their place."""
        if tuple(classes) == self._names:
            return
        self._names = tuple(classes)
        menu = self.button.menu()
        menu.clear()
        menu.addAction("Off", self.turn_off)
        names = [f"class {name}" for name in classes[:MOST]] or ["samples where I click"]
        for number, name in enumerate(names):
            menu.addAction(name, lambda number=number: self.pick(number))
        self.turn_off()

    def turn_off(self) -> None:
        """Let clicks add nothing."""
        self._say(OFF, on=False)
        self.picked.emit(None)

    def pick(self, number: int) -> None:
        """Let clicks add samples of this class."""
        self._say(f"Adding {self._names[number]}" if self._names else "Adding", on=True)
        self.picked.emit(number)

    def _say(self, words: str, on: bool) -> None:
        self.button.setText(words)
        self.button.setChecked(on)
        self.button.setAccessibleName(f"{words}: what a click into the picture adds")
