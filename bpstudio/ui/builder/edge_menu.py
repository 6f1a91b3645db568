"""The context menu of one weight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.builder.menu_parts import add_fit, add_heading, new_menu

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu

    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.gap import Edge


def edge_menu(canvas: NetworkCanvas, edge: Edge) -> QMenu:
    """Return the menu of an edge: what its weight is, and what can be made of it."""
    menu = new_menu(canvas)
    add_heading(menu, canvas.network.edge_title(edge))
    commands = canvas.commands
    menu.addAction("Show its numbers", lambda: canvas.network.asking.open_edge(edge))
    menu.addAction("Write its weight …\tEnter", lambda: commands.write_weight(edge))
    menu.addAction("Set it to 0", lambda: canvas.editor.write_number(*edge, 0.0))
    all_of_them = menu.addAction(
        "All weights of its unit …\tCtrl+E", commands.edit_unit(edge.layer, edge.unit)
    )
    all_of_them.setEnabled(commands.can_edit_unit(edge.layer))
    add_fit(menu, canvas)
    return menu
