"""The paths from a value to L, with the product of the local derivatives along each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpstudio.engine.flow import paths
from bpstudio.experiment.circuits.names import name_text
from bpstudio.ui.circuit.panels.inspection import is_told
from bpstudio.ui.circuit.panels.wire_names import END, wire_text
from bpstudio.ui.numbers import MINUS, figure, many

if TYPE_CHECKING:
    from bpstudio.engine.flow import Circuit, Path
    from bpstudio.ui.circuit.state import CircuitState

SHOWN = 4  # paths
LONGEST = 9  # factors of a product that are written out
NOT_YET = "The backward pass has not come here yet: step on."
COVERED = "Predict its gradient first: the paths would tell it."


class PathBox(QWidget):
    """Says how a value reaches L, and that its gradient is the sum over all paths."""

    def __init__(self, state: CircuitState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pathBox")
        self._state = state
        self._heading, self._words = QLabel(), QLabel()
        self._heading.setProperty("role", "heading")
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self._heading)
        column.addWidget(self._words)

    def show_node(self, node: int | None) -> None:
        """Show the paths of a node's value; of none, hide."""
        state = self._state
        is_there = node is not None and node in state.circuit.leading
        has_gradient = node is not None and node in state.gradients.gradients
        if node is None or not is_there or not has_gradient or node == state.circuit.output:
            self.hide()
            return
        found = paths(state.circuit, state.gradients, node, SHOWN)
        name = wire_text(state.circuit, node)
        what = "One path" if found.count == 1 else f"{many(found.count)} paths"
        self._heading.setText(f"{what} from {name} to {END}")
        self._words.setText(self._told(node, found.count, found.paths))
        self.show()

    def _told(self, node: int, number: int, found: tuple[Path, ...]) -> str:
        state = self._state
        if not is_told(state, node):
            return COVERED if node in state.covered else NOT_YET
        lines = [f"{way(state.circuit, path)}\n    {self._product(path)}" for path in found]
        if number > len(found):
            lines.append(f"… and {many(number - len(found))} more")
        if number > 1 or state.circuit.incoming != 1:
            lines.append(self._sum(node, number))
        return "\n".join(lines)

    def _product(self, path: Path) -> str:
        """Return the local derivatives along a path, and what they make."""
        slopes = [self._state.gradients.slopes[wire] for wire in path.wires]
        texts = [bracketed(figure(slope)) for slope in slopes]
        if len(texts) > LONGEST:
            texts = [*texts[: LONGEST - 2], "…", texts[-1]]
        product = figure(path.product)
        return " × ".join(texts) + (f" = {product}" if len(texts) > 1 else "")

    def _sum(self, node: int, number: int) -> str:
        """Return that the sum over the paths, times what comes in, is the gradient."""
        incoming, gradient = self._state.circuit.incoming, self._state.gradients.gradients[node]
        over = "their sum" if number > 1 else "its product"
        total = figure(gradient)
        if incoming == 1:
            return f"{over}: ∂L/∂{wire_text(self._state.circuit, node)} = {total}"
        return f"{over} × incoming {figure(incoming)}: {total}"


def way(circuit: Circuit, path: Path) -> str:
    """Return a path in a line: the value, the gates that it goes through, L."""
    gates = [circuit.by_id[number] for number in path.nodes[1:]]
    names = [wire_text(circuit, path.nodes[0])]
    names += [name_text(gate.name) or gate.kind.symbol for gate in gates]
    return " → ".join([*names, END])


def bracketed(text: str) -> str:
    """Return a factor; a negative one in brackets."""
    return f"({text})" if text.startswith(MINUS) else text
