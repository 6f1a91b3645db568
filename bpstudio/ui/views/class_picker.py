"""The choice of what a click into the picture adds: nothing, or a sample of a class or number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from bpstudio.ui.theme import SEGMENT_HEIGHT
from bpstudio.ui.tooltips import literal
from bpstudio.ui.views.target_field import TargetField

if TYPE_CHECKING:
    from collections.abc import Sequence

OFF = "Add samples"
HINT = (
    "Add samples by hand: {}, then click into the picture.\n"
    "The network goes on learning; each click can be undone."
)
MOST = 30  # classes in the menu
MOST_LETTERS = 24  # on the button


class ClassPicker(QFrame):
    """A button with a menu; off until a class is picked.

    Where a sample has a number that its place in the picture doesn't tell, a field has it.
    """

    picked = Signal(object)  # the number of the class, or the sample's own; None for off

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names: tuple[str, ...] | None = None
        self._target: tuple[str, float, float] | None = None
        self.setObjectName("segmented")  # looks like a choice of one
        self.setFixedHeight(SEGMENT_HEIGHT)
        self.button = QToolButton()
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.button.setCheckable(True)
        self.button.setMenu(QMenu(self.button))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(2)
        row.addWidget(self.button)
        self.field = TargetField()
        self.field.valueChanged.connect(self._pick_number)
        row.addWidget(self.field)
        self.offer(())

    def offer(self, classes: Sequence[str]) -> None:
        """Offer these classes, and turn off; with none, samples with the number at their place."""
        if self._offer(tuple(classes), None):
            self.button.setToolTip(HINT.format("pick a class" if classes else "turn it on"))

    def offer_numbers(self, name: str, low: float, high: float) -> None:
        """Offer samples of a number, called `name`, which so far was from `low` to `high`."""
        if self._offer((), (name, low, high)):
            self.field.show_targets(name, low, high)
            self.button.setToolTip(literal(HINT.format(f"turn it on, choose {name}")))

    def _offer(self, classes: tuple[str, ...], target: tuple[str, float, float] | None) -> bool:
        """Offer classes or a number, and turn off; return False where that is offered already."""
        if (classes, target) == (self._names, self._target):
            return False
        self._names, self._target = classes, target
        self.field.setVisible(target is not None)
        menu = self.button.menu()
        menu.clear()
        menu.addAction("Off", self.turn_off)
        names = [f"class {name}" for name in classes[:MOST]] or ["samples where I click"]
        for number, name in enumerate(names):
            words = name.replace("&", "&&")  # or the letter after it would be a key
            menu.addAction(words, lambda number=number: self.pick(number))
        self.turn_off()
        return True

    def turn_off(self) -> None:
        """Let clicks add nothing."""
        self._say(OFF, on=False)
        self.picked.emit(None)

    def pick(self, number: int) -> None:
        """Let clicks add samples of this class."""
        self._say(f"Adding {self._names[number]}" if self._names else "Adding", on=True)
        self.picked.emit(number if self._target is None else self.field.value())

    def _pick_number(self) -> None:
        if self.button.isChecked():
            self.picked.emit(self.field.value())

    def _say(self, words: str, on: bool) -> None:
        self.button.setText(_short(words).replace("&", "&&"))
        self.button.setChecked(on)
        self.button.setAccessibleName(f"{words}: what a click into the picture adds")


def _short(words: str) -> str:
    return words if len(words) <= MOST_LETTERS else f"{words[: MOST_LETTERS - 1]}…"
