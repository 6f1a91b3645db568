"""What can be done to the selected gates, whoever asks: menus, keys, the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from bpstudio.experiment.circuits.copies import excerpt
from bpstudio.experiment.circuits.storage import diagram_text, parse_copied
from bpstudio.ui.circuit.quick_edit import QuickEdit
from bpstudio.ui.theme import GRID

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.engine.flow import Node
    from bpstudio.ui.circuit.canvas import CircuitCanvas

GATE_FIRST = "select a gate first, with a click or with Tab"
STEP = 0.1  # that a key changes a number by


class GateCommands:
    """Commands on the selected gates of one canvas; each edit is one undo step."""

    def __init__(self, canvas: CircuitCanvas) -> None:
        self._canvas = canvas
        self._state, self._editor = canvas.state, canvas.editor

    def by_action(self) -> dict[str, Callable[[], object]]:
        """Return what the window's actions do here, by their object names."""
        return {
            "actionCut": self.cut,
            "actionCopy": self.copy,
            "actionPaste": self.paste,
            "actionDuplicate": self.duplicate,
            "actionSelectAll": self.select_all,
            "actionRemove": self.remove,
            "actionFit": self._canvas.fit,
        }

    @property
    def chosen(self) -> tuple[int, ...]:
        """The ids of the selected gates."""
        return self._state.selection.nodes

    @property
    def can_remove(self) -> bool:
        """Whether something is selected that can be removed."""
        return bool(self.chosen) or self._state.selection.wire is not None

    def remove(self) -> None:
        """Remove the selected gates, or the selected wire."""
        wire = self._state.selection.wire
        if wire is None:
            self._editor.remove(self.chosen)
        else:
            self._editor.unwire(wire)

    def copy(self) -> bool:
        """Put the selected gates into the clipboard, as a text."""
        if not self._any("Copy"):
            return False
        part = excerpt(self._state.document.diagram, self.chosen)
        QGuiApplication.clipboard().setText(diagram_text(part))
        return True

    def cut(self) -> None:
        """Put the selected gates into the clipboard and remove them."""
        if self.copy():
            self._editor.remove(self.chosen, "Cut")

    def paste(self) -> None:
        """Put the clipboard's gates in, and select them."""
        text = QGuiApplication.clipboard().text()
        self._select(self._editor.insert("Paste gates", lambda: parse_copied(text)))

    def duplicate(self) -> None:
        """Copy the selected gates beside themselves, and select the copies."""
        if self._any("Duplicate"):
            self._select(self._editor.duplicate(self.chosen))

    def select_all(self) -> None:
        """Select every gate."""
        self._state.selection.set(self._state.circuit.by_id)

    def add(self, gate: str) -> None:
        """Add a gate beside the selected ones, which are wired into it, and select it."""
        added = self._editor.add_after(gate, self.chosen)
        if added is not None:
            self._state.selection.set((added,))
            self._canvas.keep_in_sight(added)

    def shift(self, across: int, down: int) -> None:
        """Move the selected gates by a step of the grid; a run of them is one undo step."""
        if self._any("Move"):
            places = self._state.document.diagram.places
            moved = {
                number: (places[number][0] + GRID * across, places[number][1] + GRID * down)
                for number in self.chosen
            }
            self._editor.move(moved, merge=f"move {self.chosen}")

    def turn_number(self, steps: int) -> None:
        """Change the number of the gate that the keyboard is on by a step; a run is one edit."""
        node = self.current("Number")
        if node is None:
            return
        if not node.kind.has_number:
            self._editor.refuse(f"Number: {self._editor.called(node.id)} has none of its own")
            return
        step = 1.0 if node.kind.number_name == "class" else STEP
        value = float(f"{node.number + steps * step:.12g}")
        self._editor.set_number(node.id, value, merge=f"number {node.id}")

    def edit(self, number: int | None = None) -> None:
        """Let the number of a gate be typed; of one without a number, its name."""
        node = self._node("Edit", number)
        if node is not None:
            QuickEdit.open_for(self._canvas, node, of_name=not node.kind.has_number)

    def rename(self, number: int | None = None) -> None:
        """Let the name of a gate be typed."""
        node = self._node("Rename", number)
        if node is not None:
            QuickEdit.open_for(self._canvas, node, of_name=True)

    def make_output(self) -> None:
        """Let the value of the gate that the keyboard is on flow into L."""
        node = self.current("Output")
        if node is not None:
            self._editor.set_output(node.id)

    def walk_wires(self, by: int) -> None:
        """Select the next or previous of the wires that go into a gate."""
        node = self.current("Wires")
        if node is None:
            return
        wired = [slot for slot, source in enumerate(node.inputs) if source is not None]
        if not wired:
            self._editor.refuse(f"Wires: none goes into {self._editor.called(node.id)}")
            return
        wire = self._state.selection.wire
        place = wired.index(wire[1]) + by if wire is not None else (0 if by > 0 else -1)
        self._state.selection.set_wire((node.id, wired[place % len(wired)]))

    def current(self, what: str) -> Node | None:
        """Return the gate that the keyboard is on; say so where there is none."""
        return self._node(what, self._state.selection.current)

    def _node(self, what: str, number: int | None) -> Node | None:
        number = self._state.selection.current if number is None else number
        if number is None:
            self._editor.refuse(f"{what}: {GATE_FIRST}")
            return None
        return self._state.document.diagram.circuit.by_id[number]

    def _any(self, what: str) -> bool:
        if not self.chosen:
            self._editor.refuse(f"{what}: {GATE_FIRST}")
        return bool(self.chosen)

    def _select(self, added: tuple[int, ...]) -> None:
        if added:
            self._state.selection.set(added)
