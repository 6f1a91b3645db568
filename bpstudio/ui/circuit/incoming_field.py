"""The gradient that comes in at the output: a field below L, the user's to set."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpstudio.ui.theme import CONTROL_HEIGHT, theme
from bpstudio.ui.widgets.real_field import RealField

if TYPE_CHECKING:
    from bpstudio.ui.circuit.canvas import CircuitCanvas

WIDTH, FIELD_WIDTH = 112, 72  # px
ROOMY = 0.9  # of the zoom: from here on there is room for the words
WORDS = "incoming gradient,\nyours to set"


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
        self.field = RealField()
        self.field.setObjectName("incomingGradient")
        self.field.setAccessibleName("Incoming gradient of the output, ∂L/∂output")
        self.field.setToolTip(
            "The gradient that comes in at the output: 1 where the output is L itself.\n"
            "In a larger circuit it would be what comes back from further on."
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
        self.setGeometry(QRect(top.x() - WIDTH // 2, top.y(), WIDTH, self.height()))
        self.show()
