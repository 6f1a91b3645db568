"""Which layer, and what is wrong there: the question beside a broken backprop, and its answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from bpstudio.engine.faults import FAULTS
from bpstudio.engine.gradcheck import FLOOR, TOLERANCE
from bpstudio.runtime.walking.tex import tex_of
from bpstudio.ui.theme import CONTROL_HEIGHT, GRID
from bpstudio.ui.wheel_guard import guard_from_wheel
from bpstudio.ui.widgets.equation import Equation

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.runtime.tasks.broken_backprop import Broken

WIDTH = 46 * GRID  # px
EQUATION = 15  # px: the letters
WELCOME = (
    "A fault is put into a copy of the backward program. Brute force knows nothing of it, so the "
    "errors show where it goes wrong: name the layer and the fault.\n\n"
    "Choose a fault, or be surprised, and press Break a copy."
)
UNTOUCHED = "Your own backprop is untouched: training goes on with the right one."
WAITING = "Brute force is under way …"
FAINT = " Where a gradient is under 10⁻⁴, its error is told small."


class Question(QWidget):
    """Asks where a broken copy of backprop is wrong, and says whether the answer is right.

    Attributes
    ----------
    layer, fault
        The fields of the answer.
    look
        The button that asks to see.
    broken
        What is asked about; None before there is anything.

    Signals
    -------
    answered
        Whether the user was right.
    """

    answered = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.broken: Broken | None = None
        self.setFixedWidth(WIDTH)
        self._words = _paragraph(WELCOME)
        self.layer = _choice("brokenLayer", "Layer that is wrong", "Where the fault is")
        self.fault = _choice("brokenFault", "Fault", "What the fault is")
        for fault in FAULTS.values():
            self.fault.addItem(fault.label, fault.name)
        self.look = QPushButton("See")
        self.look.setObjectName("brokenSee")
        self.look.setToolTip("See what was done, and whether you were right")
        self.look.setAccessibleName("See what was wrong")
        self.look.setFixedHeight(CONTROL_HEIGHT)
        self.look.clicked.connect(self._answer)
        self._verdict, self._done, self._trace = QLabel(), _paragraph(""), _paragraph("")
        self._verdict.setProperty("role", "value")
        self._verdict.setWordWrap(True)
        self._right, self._wrong = (Equation(size=EQUATION) for _ in range(2))
        self._wrong.set_color("backward_text")
        self._stack = QStackedWidget()
        for page in (_page(self._words), self._asking(), self._telling()):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack, 1)
        untouched = _paragraph(UNTOUCHED)
        untouched.setProperty("role", "hint")
        column.addWidget(untouched)

    def _asking(self) -> QWidget:
        form = QFormLayout()
        form.setSpacing(GRID)
        form.addRow("wrong first, on the way back", self.layer)
        form.addRow("what is wrong there", self.fault)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.look)
        self._asked = _paragraph("")
        return _page(self._asked, form, row)

    def _telling(self) -> QWidget:
        form = QFormLayout()
        form.setSpacing(GRID // 2)
        form.setLabelAlignment(Qt.AlignmentFlag.AlignVCenter)
        for name, equation in (("should be", self._right), ("was", self._wrong)):
            label = QLabel(name)
            label.setProperty("role", "name")
            form.addRow(label, equation)
        return _page(self._verdict, self._done, form, self._trace)

    def say(self, words: str) -> None:
        """Show words where there is nothing to ask."""
        self.broken = None
        self._words.setText(words)
        self._stack.setCurrentIndex(0)

    def ask(self, broken: Broken, layers: Iterable[str], known: str) -> None:
        """Ask about a broken copy; `known` is the name of the fault where the user chose it."""
        self.broken = broken
        self.layer.clear()
        self.layer.addItems(list(layers))
        self.layer.setCurrentIndex(-1)
        self.layer.setPlaceholderText("which layer?")
        self.fault.setCurrentIndex(self.fault.findData(known))
        self.fault.setPlaceholderText("which fault?")
        self.fault.setEnabled(not known)
        self._asked.setText(
            "On the way back, the output comes first and layer 1 last. Bright cells are wrong, "
            "dark ones agree: also where the gradient is 0 anyway. Point at one for its numbers."
        )
        self._stack.setCurrentIndex(1)

    def _answer(self) -> None:
        """Say whether the layer and the fault are right, what was done, and why it looks so."""
        broken = self.broken
        if broken is None:
            return
        place, name = self.layer.currentIndex() + 1, self.fault.currentData()
        placed = broken.placed
        right = (place == placed.place, name == placed.fault.name)
        where = self.layer.itemText(placed.place - 1)
        self._verdict.setText(
            _verdict(right, f"{placed.fault.label}, {where}", bool(place and name))
        )
        self._done.setText(broken.sentence)
        self._right.set_tex(tex_of(_part(broken.right, broken.wrong)))
        self._wrong.set_tex(tex_of(_part(broken.wrong, broken.right)))
        self._trace.setText(f"{broken.trace}{FAINT if _is_faint(broken) else ''}")
        self._stack.setCurrentIndex(2)
        self.answered.emit(all(right))

    @property
    def told(self) -> str:
        """All that the answer says; empty before it."""
        if self.broken is None or self._stack.currentIndex() != 2:
            return ""
        parts = (self._verdict, self._done, self._trace)
        return " ".join(part.text() for part in parts)


def _verdict(right: tuple[bool, bool], what: str, named: bool) -> str:
    if all(right):
        return f"✓ Right: {what}"
    if not named:
        return f"It was: {what}"
    if right[0]:
        return f"✗ The layer is right, the fault is another: {what}"
    if right[1]:
        return f"✗ The layer is another: {what}"
    return f"✗ Not that: {what}"


def _part(equation: str, other: str) -> str:
    """Return what of an equation differs from the other, where it has several parts."""
    mine, others = equation.split(", "), other.split(", ")
    if len(mine) == len(others) > 1:
        return next((a for a, b in zip(mine, others, strict=True) if a != b), equation)
    return equation


def _is_faint(broken: Broken) -> bool:
    """Whether a layer that is wrong has errors only where hardly anything can be told."""
    for place in broken.placed.wrong_layers():
        cells = broken.comparison.cells[place - 1]
        error = cells.error[np.isfinite(cells.error)]
        size = np.abs(cells.numeric[np.isfinite(cells.numeric)])
        if error.max(initial=0.0) <= TOLERANCE["forward"] and size.max(initial=0.0) < 10 * FLOOR:
            return True
    return False


def _paragraph(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def _choice(name: str, label: str, hint: str) -> QComboBox:
    field = QComboBox()
    field.setObjectName(name)
    field.setAccessibleName(label)
    field.setToolTip(hint)
    guard_from_wheel(field)
    return field


def _page(*parts: QWidget | QFormLayout | QHBoxLayout) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    for part in parts:
        if isinstance(part, QWidget):
            column.addWidget(part)
        else:
            column.addLayout(part)
    column.addStretch()
    return page
