"""A small field in the place of a number or a name of the canvas, for typing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from bpstudio.ui.numbers import parsed, plain
from bpstudio.ui.theme import CONTROL_HEIGHT

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from bpstudio.engine.flow import Node
    from bpstudio.ui.circuit.canvas import CircuitCanvas

WIDTH = 88  # px
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class QuickEdit(QLineEdit):
    """Takes a gate's number or name; Enter or leaving it settles it, Esc leaves all as it was.

    What isn't a number is refused in words, and the field stays open.
    """

    def __init__(self, canvas: CircuitCanvas, node: Node, of_name: bool) -> None:
        self._shown = node.name if of_name else plain(node.number)
        super().__init__(self._shown, canvas.viewport())
        self._canvas, self._node, self._of_name = canvas, node.id, of_name
        self._is_over = False
        what = "Name" if of_name else node.kind.number_name.capitalize()
        self.setObjectName("quickEdit")
        self.setAccessibleName(f"{what} of {canvas.editor.called(node.id)}")
        self.setToolTip("Enter settles it, Esc leaves it as it was")
        self.setFixedSize(WIDTH, CONTROL_HEIGHT)
        self.selectAll()
        canvas.state.circuit_changed.connect(self._follow)

    @classmethod
    def open_for(cls, canvas: CircuitCanvas, node: Node, *, of_name: bool) -> QuickEdit:
        """Show a field for a gate's name, or for its number, where that stands."""
        field = cls(canvas, node, of_name)
        item = canvas.board.gates[node.id]
        place = item.form.box if of_name else item.number_place() or item.form.box
        at = canvas.mapFromScene(place.center())
        if not of_name and node.kind.is_source:
            at = canvas.mapFromScene(place.topLeft())
            at.setX(at.x() + WIDTH // 2)
        room = canvas.viewport().rect()
        left = min(max(at.x() - WIDTH // 2, 0), room.width() - WIDTH)
        top = min(max(at.y() - CONTROL_HEIGHT // 2, 0), room.height() - CONTROL_HEIGHT)
        field.move(left, top)
        field.show()
        field.setFocus()
        return field

    def _follow(self) -> None:
        """Close where the gate is gone, as by Undo."""
        if self._node not in self._canvas.state.circuit.by_id and not self._is_over:
            self._close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Settle what is typed, or give it up."""
        if event.key() in ENTER:
            if self._settle():
                self._close()
        elif event.key() == Qt.Key.Key_Escape:
            self._close()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle what is typed where the user goes elsewhere."""
        super().focusOutEvent(event)
        if not self._is_over and event.reason() != Qt.FocusReason.PopupFocusReason:
            self._settle()
            self._close(back=False)

    def _settle(self) -> bool:
        """Give the gate what is typed; False where that is refused.

        What stands there as it was shown was typed by nobody: the number may have more digits.
        """
        editor, text = self._canvas.editor, self.text()
        if text == self._shown:
            return True
        if self._of_name:
            return editor.rename(self._node, text)
        number = parsed(text)
        if number is None:
            editor.refuse(f"“{text}” isn’t a number")
            return False
        return editor.set_number(self._node, number)

    def _close(self, *, back: bool = True) -> None:
        self._is_over = True
        if back:
            self._canvas.setFocus()  # before it hides: Qt would pass the focus on as Tab does
        self.hide()
        self.deleteLater()
