"""Which layers are selected, and which one the keyboard is on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.edits import OUTPUT

if TYPE_CHECKING:
    from bpstudio.ui.builder.showing import Showing


class Selection(QObject):
    """Ids of layers, the output's among them, in the order of the chain that is shown."""

    changed = Signal()

    def __init__(self, showing: Showing, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._showing = showing
        self.numbers: tuple[int, ...] = ()
        self.current: int | None = None

    def order(self) -> tuple[int, ...]:
        """Return the ids of all layers, input side first."""
        return (*(layer.id for layer in self._showing.experiment.hidden), OUTPUT)

    def set(self, numbers: tuple[int, ...], current: int | None = None) -> None:
        """Select these layers; ids that aren't there are left out."""
        order = self.order()
        chosen = tuple(number for number in order if number in numbers)
        current = current if current in order else (chosen[-1] if chosen else None)
        if (chosen, current) != (self.numbers, self.current):
            self.numbers, self.current = chosen, current
            self.changed.emit()

    def toggle(self, number: int) -> None:
        """Select a layer as well, or not any more."""
        rest = tuple(other for other in self.numbers if other != number)
        self.set(rest if number in self.numbers else (*rest, number), number)

    def extend_to(self, number: int) -> None:
        """Select all layers from the current one to this one."""
        order = self.order()
        start = order.index(number if self.current is None else self.current)
        end = order.index(number)
        self.set(order[min(start, end) : max(start, end) + 1], number)

    def walk(self, by: int) -> bool:
        """Go to the next (1) or previous (-1) layer; False at the end of the chain."""
        order = self.order()
        if self.current is None:
            place = 0 if by > 0 else len(order) - 1
        else:
            place = order.index(self.current) + by
        if not 0 <= place < len(order):
            return False
        self.set((order[place],), order[place])
        return True

    def stretch(self, by: int) -> None:
        """Go to the next (1) or previous (-1) layer, and select it besides the others."""
        order = self.order()
        if self.current is None:
            self.walk(by)
            return
        place = order.index(self.current) + by
        if 0 <= place < len(order):
            self.set((*self.numbers, order[place]), order[place])

    def prune(self) -> None:
        """Drop layers that are gone."""
        self.set(self.numbers, self.current)
