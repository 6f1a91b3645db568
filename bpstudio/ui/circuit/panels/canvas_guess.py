"""Predicting on the canvas itself: a click on a question mark, or Enter at its gate."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout

from bpstudio.ui.circuit.panels.wire_names import END, wire_text
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtCore import QRectF

    from bpstudio.ui.circuit.canvas import CircuitCanvas
    from bpstudio.ui.circuit.panels.predictions import Covered, Predictions

WIDTH = 22 * GRID  # px
ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
AROUND = 4.0  # px that a click may miss a number by


class CanvasGuess(QObject):
    """Opens a field where a covered number stands on the canvas."""

    def __init__(self, canvas: CircuitCanvas, predictions: Predictions) -> None:
        super().__init__(canvas)
        self._canvas, self._predictions = canvas, predictions
        self.field: GuessField | None = None
        canvas.installEventFilter(self)
        canvas.viewport().installEventFilter(self)
        predictions.changed.connect(self._follow)
        for bar in (canvas.horizontalScrollBar(), canvas.verticalScrollBar()):
            bar.valueChanged.connect(self._follow)
        for changed in (canvas.state.circuit_changed, canvas.state.shown_changed):
            changed.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take a press on a question mark, and Enter where the keyboard is on a covered gate."""
        if not self._predictions.is_on:
            return False
        if event.type() is QEvent.Type.MouseButtonPress and isinstance(event, QMouseEvent):
            is_left = event.button() is Qt.MouseButton.LeftButton
            covered = self._at(event.position().toPoint()) if is_left else None
        elif event.type() is QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            covered = self._current if event.key() in ENTER else None
        else:
            return False
        if covered is None:
            return False
        self.ask(covered)
        return True

    def ask(self, covered: Covered) -> None:
        """Let a covered number be typed where it stands."""
        self._close()
        self._canvas.state.selection.set((covered[0],))
        self.field = GuessField(self._canvas, self._predictions, covered)
        self.field.gone.connect(self._close)
        self.field.place_at(self._place(covered))
        self.field.show()
        self.field.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def _at(self, place: QPoint) -> Covered | None:
        at, around = self._canvas.mapToScene(place), AROUND
        for covered in self._predictions.covered:
            if self._rect(covered).adjusted(-around, 0, around, 0).contains(QPointF(at)):
                return covered
        return None

    @property
    def _current(self) -> Covered | None:
        current = self._canvas.state.selection.current
        mine = (covered for covered in self._predictions.covered if covered[0] == current)
        return next(mine, None)

    def _rect(self, covered: Covered) -> QRectF:
        """Return where a number stands, in the scene."""
        node, kind = covered
        form = self._canvas.board.gates[node].form
        return form.value_place if kind == "value" else form.gradient_place

    def _place(self, covered: Covered) -> QPoint:
        return self._canvas.mapFromScene(self._rect(covered).topLeft())

    def _follow(self) -> None:
        """Stay at the number; go when it is told, or gone."""
        if self.field is None:
            return
        if self.field.covered in self._predictions.covered:
            self.field.place_at(self._place(self.field.covered))
        else:
            self._close()

    def _close(self) -> None:
        field, self.field = self.field, None
        if field is not None:
            field.close_field()


class GuessField(QFrame):
    """Takes a prediction; what is said to a wrong one stands below it.

    Signals
    -------
    gone
        The user gives no answer.
    """

    gone = Signal()

    def __init__(self, canvas: CircuitCanvas, predictions: Predictions, covered: Covered) -> None:
        super().__init__(canvas.viewport())
        self.setObjectName("guessField")
        self._canvas, self._predictions, self.covered = canvas, predictions, covered
        self.line = _Line(self)
        self._words = QLabel()
        self._build()
        self.line.returnPressed.connect(self._judge)

    def _build(self) -> None:
        node, kind = self.covered
        name = wire_text(self._canvas.state.circuit, node)
        self._words.setText(f"value of {name}" if kind == "value" else f"∂{END}/∂{name}")
        self._words.setProperty("role", "name")
        self._words.setWordWrap(True)
        self.line.setObjectName("canvasPrediction")
        self.line.setPlaceholderText("?")
        self.line.setAccessibleName(f"Your prediction: {self._words.text()}")
        self.line.setToolTip("Type what it will be, then Enter; Esc gives no answer")
        reveal = QToolButton()
        reveal.setObjectName("canvasReveal")
        reveal.setText("Reveal")
        reveal.setProperty("outlined", True)
        reveal.setToolTip("Give up, and see the number")
        reveal.setAccessibleName("Reveal the number")
        reveal.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        reveal.clicked.connect(self._give_up)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.line, 1)
        row.addWidget(reveal)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(6, 6, 6, 6)
        self._column.setSpacing(4)
        self._column.addLayout(row)
        self._column.addWidget(self._words)
        self.setFixedWidth(WIDTH)

    def place_at(self, at: QPoint) -> None:
        """Stand at a place of the canvas, as far as there is room."""
        self.setFixedHeight(self._column.heightForWidth(WIDTH))
        room = self._canvas.viewport().rect()
        left = min(max(at.x() - GRID, 0), max(room.width() - self.width(), 0))
        top = min(max(at.y() - GRID, 0), max(room.height() - self.height(), 0))
        self.move(left, top)

    def _judge(self) -> None:
        answer = self._predictions.guess(*self.covered, self.line.text())
        self._canvas.told.emit(answer.words)
        if not answer.is_right:
            self._words.setText(answer.words)
            self._words.setProperty("role", "trouble")
            self._words.style().polish(self._words)
            self.line.selectAll()
            self.place_at(self.pos() + QPoint(GRID, GRID))

    def _give_up(self) -> None:
        self._predictions.reveal(*self.covered)

    def close_field(self) -> None:
        """Go, and give the canvas the keyboard again if it was here."""
        if self.line.hasFocus():
            self._canvas.setFocus()  # first: else the canvas goes on to its next gate, as by Tab
        self.hide()
        self.deleteLater()


class _Line(QLineEdit):
    """Goes by Esc, and when the keyboard goes elsewhere with nothing typed."""

    def __init__(self, field: GuessField) -> None:
        super().__init__()
        self._field = field

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the window."""
        is_key = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_key and event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Give no answer."""
        if event.key() == Qt.Key.Key_Escape:
            self._field.gone.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in ENTER:
                event.accept()  # the canvas has its own Enter

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go where nothing was typed."""
        super().focusOutEvent(event)
        goes_on = event.reason() in (
            Qt.FocusReason.PopupFocusReason,
            Qt.FocusReason.TabFocusReason,
        )
        if not self.text() and not goes_on:
            self._field.gone.emit()
