"""Parts of the inspector: its texts and its scrolled body."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QWidget

from bpstudio.ui.circuit.panels.wire_names import formula_tex, wire_tex

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Node


def place_words(circuit: Circuit, node: Node) -> str:
    """Return which gate it is, in the order of the passes: ``gate 2 of 5``."""
    is_source = node.kind.is_source
    alike = [other.id for other in circuit.order if other.kind.is_source == is_source]
    what = "input" if is_source else "gate"
    return f"{what} {alike.index(node.id) + 1} of {len(alike)}"


def heading_tex(circuit: Circuit, node: Node) -> str:
    """Return what a gate makes of its inputs, in TeX, with its name where it has one."""
    formula = formula_tex(circuit, node.id)
    if node.name and formula:
        return f"{wire_tex(circuit, node.id)} = {formula}"
    return formula


def words_line() -> QLabel:
    """Return a line of words that wraps, hidden while there are none."""
    label = QLabel()
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.hide()
    return label


def scrolled(content: QWidget) -> QScrollArea:
    """Return an area in which `content` is scrolled up and down."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
