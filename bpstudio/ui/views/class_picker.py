"""The choice of what a click into the picture adds: nothing, or a sample of a class."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from bpstudio.ui.theme import SEGMENT_HEIGHT

if TYPE_CHECKING:
    from collections.abc import Sequence

OFF = "Add samples"
MOST = 30  # classes in the menu


class ClassPicker(QToolButton):
    """A button with a menu; off until a class is picked."""

    picked = Signal(object)  # the number of the class, None for off

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] | None = None
        self.setProperty("small", True)
        self.setFixedHeight(SEGMENT_HEIGHT)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setToolTip(
            "Add samples by hand: pick a class, then click into the picture.\n"
            "The network goes on learning; each click can be undone."
        )
        self.setMenu(QMenu(self))
        self.offer(())

    def offer(self, classes: Sequence[str]) -> None:
        """Offer these classes, and turn off; with none, samples with the number at their place."""
        if tuple(classes) == self._names:
            return
        self._names = tuple(classes)
        menu = self.menu()
        menu.clear()
        menu.addAction("Off", self.turn_off)
        names = [f"class {name}" for name in classes[:MOST]] or ["samples where I click"]
        for number, name in enumerate(names):
            menu.addAction(name, lambda number=number: self.pick(number))
        self.turn_off()

    def turn_off(self) -> None:
        """Let clicks add nothing."""
        self._say(OFF)
        self.picked.emit(None)

    def pick(self, number: int) -> None:
        """Let clicks add samples of this class."""
        self._say(f"Adding {self._names[number]}" if self._names else "Adding")
        self.picked.emit(number)

    def _say(self, words: str) -> None:
        self.setText(words)
        self.setAccessibleName(f"{words}: what a click into the picture adds")
