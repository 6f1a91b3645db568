"""The card of a clicked edge: its weight, gradient and last update, and a field to write it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPoint, QSizeF, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QLineEdit

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.builder.incoming import incoming_of
from bpstudio.ui.builder.room import steps_within
from bpstudio.ui.numbers import NONE, figure, parsed
from bpstudio.ui.widgets.close_button import close_button

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from bpstudio.runtime.snapshot import Snapshot, UnitPortrait
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.gap import Edge

WIDTH = 224  # px
AWAY = 16  # px from the sides of the canvas
OF_ITSELF, OF_OWN_LAYER = 1e3, 1.0  # what the edge counts where covered, and more of its layer
NAMES = ("weight w", "z that comes in", "w × z", "∂L/∂w, batch", "last update")


class EdgeCard(QFrame):
    """Follows the edge that is chosen on its canvas; hidden while there is none."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas.viewport())
        self._canvas = canvas
        self._of: Edge | None = None
        self._beside = QPoint()  # from the middle of the edge
        self.setObjectName("edgeCard")
        self.setAccessibleName("Weight")
        self.setCursor(Qt.CursorShape.ArrowCursor)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.setFixedWidth(WIDTH)
        self._title = QLabel()
        self._title.setProperty("role", "heading")
        self._values = {name: QLabel(NONE) for name in NAMES}
        self.field = QLineEdit()
        self._note = QLabel()
        self._grid = QGridLayout(self)
        self._build()
        self.field.returnPressed.connect(self._write)
        canvas.editor.refused.connect(self._show_note)
        self.hide()

    def _build(self) -> None:
        grid = self._grid
        grid.setContentsMargins(12, 8, 8, 12)
        grid.setVerticalSpacing(4)
        grid.addWidget(self._title, 0, 0, 1, 2)
        corner = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop
        grid.addWidget(close_button("Close", self._close, "Esc"), 0, 1, corner)
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

    def follow(self) -> None:
        """Show the edge that is chosen now, where it covers least; hide where there is none."""
        edge, line = self._canvas.network.asking.edge, self._line()
        if edge is None or line is None:
            self._of = None
            self._leave()
            return
        if edge != self._of:
            self._of = edge
            self._empty()
        self.show_snapshot(self._canvas.session.told)
        self.adjustSize()
        self._beside = self._place(line) - self._canvas.mapFromScene(line.center())
        self.go_along()
        self.show()

    def _empty(self) -> None:
        """Take away what is of the edge before: the new one's numbers come with a snapshot."""
        self._title.clear()
        for label in self._values.values():
            label.setText(NONE)
        self.field.clear()
        self.field.setPlaceholderText("")
        self.setAccessibleDescription("")
        self._show_note("")

    def _leave(self) -> None:
        """Hide, and give the keyboard back: Qt would hand it on as Tab does, to the first layer."""
        focused = self.window().focusWidget()
        if focused is not None and self.isAncestorOf(focused):
            self._canvas.setFocus()
        self.hide()

    def go_along(self) -> None:
        """Keep the place beside the edge, all in sight, while the picture moves."""
        line = self._line()
        if self._of is not None and line is not None:
            at = self._canvas.mapFromScene(line.center()) + self._beside
            room = self._canvas.viewport().size() - self.size()
            x, y = min(at.x(), room.width() - AWAY), min(at.y(), room.height() - AWAY)
            self.move(max(x, 0), max(y, 0))

    def _line(self) -> QLineF | None:
        """Return where the edge runs; where none is drawn, across the layer that it goes into."""
        network = self._canvas.network
        line, edge = network.edges.chosen_line(), network.asking.edge
        if line is not None or edge is None or network.layout.shows_edges:
            return line
        if not network.asking.has(Asked(edge.layer, edge.unit)):
            return None
        holder = network.holder(edge.layer)
        y = holder.unit_centre(edge.unit).y()
        return QLineF(holder.rect.left(), y, holder.rect.right(), y)

    def _place(self, line: QLineF) -> QPoint:
        """Return where in the viewport it covers least, never the edge itself."""
        canvas, view = self._canvas, self._canvas.viewport().rect()
        seen = canvas.mapToScene(view).boundingRect().adjusted(AWAY, AWAY, -AWAY, -AWAY)
        scale = canvas.transform().m11()
        size = QSizeF(self.width() / scale, self.height() / scale)
        room = canvas.network.room()
        room.add_edges([line], OF_ITSELF, points=100)
        if self._of is not None:
            room.add_card(canvas.network.holder(self._of.layer).rect, OF_OWN_LAYER)
        lefts = steps_within(seen.left(), seen.right() - size.width())
        tops = steps_within(seen.top(), seen.bottom() - size.height())
        return canvas.mapFromScene(room.best(lefts, tops, size, line.center()))

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of a step."""
        if self._of is None:
            return
        edge = self._of
        incoming = incoming_of(snapshot, self._canvas.showing.dataset).get(edge.layer)
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
        number = parsed(self.field.text())
        if number is None:
            self._show_note(f"“{self.field.text()}” isn't a number; the weight is as it was.")
        elif self._canvas.editor.write_number(*self._of, number):
            self.field.clear()
            self._show_note("")

    def _show_note(self, words: str) -> None:
        if self._of is not None:
            self._note.setText(words)
            self._note.setVisible(bool(words))
            if words:  # the layout alone asks for too few lines
                self._note.ensurePolished()
                self._note.setFixedHeight(self._note.heightForWidth(self._inner_width()))
            self._grid.activate()
            self.adjustSize()
            self.go_along()

    def _inner_width(self) -> int:
        """Return the width of what is between the margins."""
        margins = self.contentsMargins() + self._grid.contentsMargins()
        return WIDTH - margins.left() - margins.right()

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
