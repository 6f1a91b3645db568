"""The context menus of the circuit's canvas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from bpstudio.engine.flow import GATES
from bpstudio.ui.circuit.shapes import TERMINAL
from bpstudio.ui.icons import icon
from bpstudio.ui.teaching import gate_tip

if TYPE_CHECKING:
    from PySide6.QtCore import QPointF

    from bpstudio.ui.circuit.canvas import CircuitCanvas


def context_menu(canvas: CircuitCanvas, at: QPointF) -> QMenu:
    """Return the menu for what is at a place in the scene; it deletes itself when it closes."""
    spot = canvas.board.spots.at(at)
    selection = canvas.state.selection
    if spot.part == "wire" and spot.node not in (None, TERMINAL):
        assert spot.node is not None
        selection.set_wire((spot.node, spot.slot))
    elif spot.node is None or spot.node == TERMINAL:
        selection.clear()
    elif spot.node not in selection.nodes:
        selection.set((spot.node,))
    return keyboard_menu(canvas)


def keyboard_menu(canvas: CircuitCanvas) -> QMenu:
    """Return the menu for what is selected."""
    selection = canvas.state.selection
    if selection.wire is not None:
        return _wire_menu(canvas)
    return _gate_menu(canvas) if selection.nodes else _canvas_menu(canvas)


def gates_menu(canvas: CircuitCanvas) -> QMenu:
    """Return the choice of a gate to be added after the selected ones."""
    menu = _new(canvas)
    _fill_with_gates(menu, canvas)
    return menu


def pop_up(menu: QMenu, canvas: CircuitCanvas) -> None:
    """Open a menu beside the gate that the keyboard is on."""
    current = canvas.state.selection.current
    if current is None:
        place = canvas.viewport().rect().center()
    else:
        place = canvas.mapFromScene(canvas.board.gates[current].form.centre)
    menu.popup(canvas.viewport().mapToGlobal(place))
    if not menu.findChildren(QMenu):
        menu.setActiveAction(menu.actions()[0])


def _new(canvas: CircuitCanvas) -> QMenu:
    menu = QMenu(canvas)
    menu.setToolTipsVisible(True)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _fill_with_gates(menu: QMenu, canvas: CircuitCanvas) -> None:
    for gate in GATES.values():
        action = menu.addAction(gate.label, lambda name=gate.name: canvas.commands.add(name))
        action.setToolTip(gate_tip(gate))


def _wire_menu(canvas: CircuitCanvas) -> QMenu:
    menu = _new(canvas)
    menu.addAction(icon("trash"), "Remove the wire\tDel", canvas.commands.remove)
    return menu


def _gate_menu(canvas: CircuitCanvas) -> QMenu:
    menu, commands, state = _new(canvas), canvas.commands, canvas.state
    current = state.selection.current
    node = state.circuit.by_id[state.selection.nodes[-1] if current is None else current]
    if node.kind.has_number:
        menu.addAction(f"Type its {node.kind.number_name} …\tEnter", lambda: commands.edit(node.id))
    menu.addAction("Name it …\tF2", lambda: commands.rename(node.id))
    output = menu.addAction("Let it be the output\tO", lambda: canvas.editor.set_output(node.id))
    output.setEnabled(state.circuit.output != node.id)
    if node.kind.can_grow:
        more = menu.addAction(
            "One input more",
            lambda: canvas.editor.set_inputs(node.id, len(node.inputs) + _pair(node.gate)),
        )
        more.setToolTip("A wire that is dropped on the gate makes one, too")
    menu.addSeparator()
    _fill_with_gates(menu.addMenu("Add a gate after it"), canvas)
    menu.addSeparator()
    menu.addAction(icon("cut"), "Cut\tCtrl+X", commands.cut)
    menu.addAction(icon("copy"), "Copy\tCtrl+C", commands.copy)
    menu.addAction("Duplicate\tCtrl+D", commands.duplicate)
    menu.addAction(icon("trash"), "Remove\tDel", commands.remove)
    return menu


def _pair(gate: str) -> int:
    """Return how many inputs come at a time: an output of the cross-entropy has a target."""
    return 2 if gate == "cross_entropy" else 1


def _canvas_menu(canvas: CircuitCanvas) -> QMenu:
    menu, commands = _new(canvas), canvas.commands
    _fill_with_gates(menu.addMenu("Add a gate"), canvas)
    menu.addAction(icon("paste"), "Paste\tCtrl+V", commands.paste)
    menu.addAction("Select all gates\tCtrl+A", commands.select_all)
    menu.addSeparator()
    menu.addAction("Arrange the gates", canvas.editor.arrange)
    menu.addAction("Fit the circuit\tF", canvas.fit)
    return menu
