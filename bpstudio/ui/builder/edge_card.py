"""The card of a clicked edge: its weight, gradient and last update, and a field to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit, QToolButton

from bpstudio.ui.builder.incoming import incoming_of
from bpstudio.ui.icons import set_icon
from bpstudio.ui.numbers import NONE, figure, parsed

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from bpstudio.runtime.snapshot import Snapshot, UnitPortrait
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.edges import Edge

WIDTH = 224  # px
AWAY = 16  # px from the edge's middle
NAMES = ("weight w", "z that comes in", "w × z", "∂L/∂w, batch", "last update")


class EdgeCard(QFrame):
    """Follows the edge that is chosen on its canvas; hidden while there is none."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._of: Edge | None = None
        self.setObjectName("edgeCard")
        self.setAccessibleName("Weight")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setFixedWidth(WIDTH)
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._values = {name: QLabel(NONE) for name in NAMES}
        self.field = QLineEdit()
        self._note = QLabel()
        self._build()
        self.field.returnPressed.connect(self._write)
        canvas.editor.refused.connect(self._show_note)
        self.hide()

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 8, 8, 12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._title, 0, 0, 1, 2)
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._close_button(), 0, 1, corner)
        for row, (name, value) in enumerate(self._values.items(), start=1):
            label = QLabel(name)
            label.setProperty("role", "name")
            grid.addWidget(label, row, 0)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignRight)
        label = QLabel("new weight")
        label.setProperty("role", "name")
        label.setBuddy(self.field)
        self.field.setAccessibleName("New weight")
        self.field.setToolTip("Type a number and press Enter: it is written at the next step")
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        grid.addWidget(label, len(NAMES) + 1, 0)
        grid.addWidget(self.field, len(NAMES) + 1, 1)
        self._note.setProperty("role", "hint")
        self._note.setWordWrap(True)
        grid.addWidget(self._note, len(NAMES) + 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def _close_button(self) -> QToolButton:
        button = QToolButton()
        button.setProperty("small", True)
        button.setToolTip("Close (Esc)")
        button.setAccessibleName("Close")
        set_icon(button, "close")
        button.clicked.connect(self._close)
        return button

    def follow(self) -> None:
        """Show the edge that is chosen now, beside it; hide where there is none in sight."""
        network = self._canvas.network
        edge, line = network.asking.edge, network.edges.chosen_line()
        if edge is None or line is None:
            self._of = None
            self.hide()
            return
        if edge != self._of:
            self._of = edge
            self.field.clear()
            self._show_note("")
        self.show_snapshot(self._canvas.session.snapshot)
        self.adjustSize()
        self.move(self._place(self._canvas.mapFromScene(line.center())))
        self.show()

    def _place(self, middle: QPoint) -> QPoint:
        """Return where to stand: at the right of the edge's middle or the left, all in sight."""
        room = self._canvas.viewport().size()
        is_right = middle.x() + AWAY + self.width() <= room.width()
        x = middle.x() + AWAY if is_right else middle.x() - AWAY - self.width()
        y = min(middle.y() + AWAY, room.height() - self.height() - AWAY)
        return QPoint(max(x, 0), max(y, 0))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a step."""
        if self._of is None:
            return
        edge = self._of
        incoming = incoming_of(snapshot, self._canvas.dataset).get(edge.layer)
        if incoming is None or edge.source >= len(incoming.z):
            return
        self._title.setText(self._in_two_lines(self._canvas.network.edge_title(edge)))
        told = snapshot.unit
        if told is None or (told.layer, told.unit) != (edge.layer, edge.unit):
            return
        self._show_numbers(told, edge.source, float(incoming.z[edge.source]))

    def _in_two_lines(self, title: str) -> str:
        """Break a title at its arrow, and cut what is too long for the card."""
        first, arrow, second = title.partition(" → ")
        lines = (f"{first}{arrow.rstrip()}", second)
        metrics, room = self._title.fontMetrics(), WIDTH - 64
        kept = (metrics.elidedText(words, Qt.TextElideMode.ElideMiddle, room) for words in lines)
        return "\n".join(kept).rstrip()

    def _show_numbers(self, told: UnitPortrait, source: int, z: float) -> None:
        if source >= len(told.weights):
            return
        weight = float(told.weights[source])
        changes = told.changes
        numbers = (
            weight,
            z,
            weight * z,
            float(told.gradients[source]),
            None if changes is None else float(changes[source]),
        )
        for label, number in zip(self._values.values(), numbers, strict=True):
            label.setText(figure(number, 4))
        self.field.setPlaceholderText(figure(weight, 4))
        rows = ", ".join(f"{name} {label.text()}" for name, label in self._values.items())
        words = self._title.text().replace("\n", " ")
        self.setAccessibleDescription(f"{words}: {rows}")

    def _write(self) -> None:
        """Write what was typed into the network."""
        if self._of is None:
            return
        _edge, number = self._of, parsed(self.field.text())
        if number is None:
            self._show_note(f"“{self.field.text()}” isn't a number; the weight is as it was.")
        elif self._canvas.editor.write_number(
            self._of.layer, self._of.unit, self._of.source, number
        ):
            self.field.clear()
            self._show_note("")

    def _show_note(self, words: str) -> None:
        if self._of is not None:
            self._note.setText(words)
            self._note.setVisible(bool(words))
            self.adjustSize()

    def _close(self) -> None:
        self._canvas.network.asking.close()
        self._canvas.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close with Esc; no other key goes on to the canvas."""
        if event.key() == Qt.Key.Key_Escape:
            self._close()

    def mousePressEvent(self, event: object) -> None:
        """Keep the click: the network below isn't meant."""

    def mouseReleaseEvent(self, event: object) -> None:
        """Keep it."""

    def mouseDoubleClickEvent(self, event: object) -> None:
        """Keep it."""
