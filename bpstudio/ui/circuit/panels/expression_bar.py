"""The bar above the circuit: its equation, and a field to type another one, which is wired."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bpstudio.experiment.circuits.expression import parse_expression
from bpstudio.experiment.circuits.tokens import MAX_LENGTH, ExpressionFault
from bpstudio.experiment.circuits.writing import expression_tex, expression_text
from bpstudio.refusal import Refusal
from bpstudio.ui.circuit.panels.equation_view import EquationView
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QResizeEvent

    from bpstudio.ui.circuit.state import CircuitState

HEIGHT = 5 * GRID
HINT, WIRES = "type an expression: it is wired for you", "Enter wires it, Esc leaves it"
HINT_FROM = 72 * GRID  # px of width
EXAMPLE = "sigma(w0 x0 + w1 x1 + b)"
CALM = 120  # ms without news before an equation is set anew
KEY = "Ctrl+E"
KEYS = (("Type an expression", KEY),)


class ExpressionBar(QWidget):
    """Shows what the circuit computes; Enter in its field wires what was typed, as one undo step.

    Signals
    -------
    wired
        Another expression was wired.
    left
        The user is done typing: the canvas may have the keyboard again.
    """

    wired = Signal()
    left = Signal()

    def __init__(self, state: CircuitState) -> None:
        super().__init__()
        self.setObjectName("expressionBar")
        self._state = state
        self.view = EquationView()
        self.field = QLineEdit()
        self._error, self._hint = QLabel(textFormat=Qt.TextFormat.PlainText), QLabel(HINT)
        self._frame = QFrame()
        self._stack = QStackedWidget()
        self._build()
        self._soon = QTimer(self, singleShot=True, interval=CALM)
        self._soon.timeout.connect(self._show)
        state.circuit_changed.connect(self._soon.start)
        self.field.returnPressed.connect(self._wire)
        self.field.textEdited.connect(lambda: self._complain(""))
        self.field.installEventFilter(self)
        self.view.pressed.connect(self.edit)
        shortcut = QShortcut(QKeySequence(KEY), self)
        shortcut.activated.connect(self.edit)
        self._show()

    def _build(self) -> None:
        self.view.setObjectName("expressionView")
        self.field.setObjectName("expressionField")
        self.field.setFrame(False)
        self.field.setMaxLength(MAX_LENGTH + 1)  # what is longer is refused, rather than cut
        self.field.setProperty("bare", True)
        self.field.setPlaceholderText(f"L = {EXAMPLE}")
        self.field.setAccessibleName("Expression of the circuit")
        self.field.setToolTip("Enter wires it, as one step that can be undone; Esc leaves it")
        self._hint.setProperty("role", "hint")
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.field)
        self._frame.setObjectName("expressionFrame")
        self._frame.setFixedHeight(HEIGHT)
        row = QHBoxLayout(self._frame)
        row.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        row.addWidget(self._stack, 1)
        row.addWidget(self._hint)
        self._error.setObjectName("expressionError")
        self._error.setProperty("role", "trouble")
        self._error.setWordWrap(True)
        self._error.setTextFormat(Qt.TextFormat.PlainText)
        self._error.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, GRID)
        column.setSpacing(4)
        column.addWidget(self._frame)
        column.addWidget(self._error)

    @property
    def is_editing(self) -> bool:
        """Whether an expression is being typed."""
        return self._stack.currentWidget() is self.field

    @property
    def error(self) -> str:
        """What is wrong with what was typed, in words; empty where nothing is."""
        return self._error.text()

    def edit(self) -> None:
        """Offer the circuit's text for editing; what is being typed stays."""
        if not self.is_editing:
            self.field.setText(expression_text(self._state.circuit))
            self.field.setModified(False)
            self._stack.setCurrentWidget(self.field)
            self._show_hint()
            self.field.selectAll()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _show(self) -> None:
        self.view.show_lines(expression_tex(self._state.circuit), HINT)
        self._show_hint()

    def _show_hint(self) -> None:
        """Say beside the equation that there is something to type, where there is room for it."""
        self._hint.setText(WIRES if self.is_editing else HINT)
        has_room = self.width() >= HINT_FROM
        self._hint.setVisible(has_room and (self.is_editing or bool(self.view.tex)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the equation the room where there is little."""
        super().resizeEvent(event)
        self._show_hint()

    def _wire(self) -> None:
        """Wire what was typed; where that can't be, say where and why, and keep the text."""
        text, document = self.field.text(), self._state.document
        try:
            diagram = parse_expression(text, document.diagram)
            document.edit("Wire an expression", diagram)
        except ExpressionFault as fault:
            self._complain(str(fault))
            self.field.setCursorPosition(fault.at)
        except Refusal as refusal:
            self._complain(str(refusal))
        else:
            self._close()
            self.wired.emit()

    def _complain(self, words: str) -> None:
        sentence = words[:1].upper() + words[1:]
        self._error.setText(f"{sentence.rstrip('.')}." if sentence else "")
        self._error.setVisible(bool(words))

    def _close(self) -> None:
        self._complain("")
        self._stack.setCurrentWidget(self.view)
        self._show()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Leave the field by Esc, and where the keyboard goes elsewhere with nothing typed."""
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            if event.type() is QEvent.Type.ShortcutOverride:
                event.accept()
                return True
            if event.type() is QEvent.Type.KeyPress:
                self._close()
                return True
        if isinstance(event, QFocusEvent) and event.lostFocus() and not self.field.isModified():
            if event.reason() is not Qt.FocusReason.PopupFocusReason:
                self._complain("")
                self._stack.setCurrentWidget(self.view)
                self._show_hint()
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to type wherever in the frame the mouse is pressed."""
        if self._frame.geometry().contains(event.position().toPoint()):
            self.edit()
