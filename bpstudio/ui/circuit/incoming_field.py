"""The gradient that comes in at the output: a field below L, the user's to set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpstudio.ui.numbers import figure
from bpstudio.ui.theme import CONTROL_HEIGHT, theme
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.widgets.real_field import RealField

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent

    from bpstudio.ui.circuit.canvas import CircuitCanvas

WIDTH, FIELD_WIDTH = 112, 72  # px
EDGE = 4  # px between the field and the canvas's edge
BRIEF = 6  # signs that the field has room for
ROOMY = 0.9  # of the zoom: from here on there is room for the words
WORDS = "incoming gradient,\nyours to set"


class BriefField(RealField):
    """Shows three digits of a long number, and more of them while it is edited."""

    def textFromValue(self, value: float) -> str:
        """Return `value` whole where it is short, or the keyboard is here."""
        whole = super().textFromValue(value)
        return whole if self.hasFocus() or len(whole) <= BRIEF else figure(value)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show more digits."""
        super().focusInEvent(event)
        self._write()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take what was typed, and show what has room."""
        super().focusOutEvent(event)
        self._write()

    def _write(self) -> None:
        """Write the number anew; nobody has typed it."""
        blocked = self.lineEdit().blockSignals(True)
        self.lineEdit().setText(self.textFromValue(self.value()))
        self.lineEdit().blockSignals(blocked)


class IncomingField(QWidget):
    """Stands below L wherever that is, as long as a gradient is shown.

    Attributes
    ----------
    field
        The number.
    """

    def __init__(self, canvas: CircuitCanvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self.field = BriefField()
        self.field.setObjectName("incomingGradient")
        self.field.setAccessibleName("Incoming gradient of the output, ∂L/∂output")
        self.field.setToolTip(
            fitted(
                "The gradient that comes in at the output: 1 where the output is L itself.\n"
                "In a larger circuit it would be what comes back from further on."
            )
        )
        self.field.setFixedSize(FIELD_WIDTH, CONTROL_HEIGHT)
        self._words = QLabel(WORDS)
        self._words.setProperty("role", "name")
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.field, alignment=Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._words)
        column.addStretch()
        self.setFixedSize(WIDTH, column.sizeHint().height())
        self.field.valueChanged.connect(
            lambda value: canvas.editor.set_incoming(value, merge="incoming")
        )
        theme().changed.connect(self._dress)
        self._dress()

    def _dress(self) -> None:
        colors = theme().colors
        self.field.setStyleSheet(
            f"QDoubleSpinBox {{ color: {colors.backward_text.name()}; font-weight: 600; "
            f"border-color: {colors.backward.name()}; }}"
        )

    def _in_sight(self, middle: int) -> int:
        """Return where the field's middle is: whole in sight as long as that of L is."""
        right, half = self._canvas.viewport().width(), FIELD_WIDTH // 2 + EDGE
        return min(max(middle, half), right - half) if 0 <= middle <= right else middle

    def follow(self) -> None:
        """Show what comes in, below L."""
        canvas = self._canvas
        state, terminal = canvas.state, canvas.board.terminal
        if terminal.form is None or state.mode == "forward" or state.circuit.output is None:
            self.hide()
            return
        self.field.show_number(state.circuit.incoming)
        self._words.setVisible(canvas.transform().m11() >= ROOMY)
        top = canvas.mapFromScene(terminal.field_top())
        middle = self._in_sight(top.x())
        self.setGeometry(QRect(middle - WIDTH // 2, top.y(), WIDTH, self.height()))
        self.show()
