"""The File menu, with the files that were open lately."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui import settings
from bpstudio.ui.menus import add_commands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QMenu, QMenuBar

    from bpstudio.ui.actions import Actions

EXPORTS = ("actionExportPng", "actionExportSvg", "", "actionExportRun")


def add_file_menu(bar: QMenuBar, actions: Actions, open_recent: Callable[[Path], None]) -> None:
    """Add the menu; `open_recent` is told which recent file the user picks."""
    menu = bar.addMenu("&File")
    new = ("actionNew", "actionExample", "actionNewWindow")
    add_commands(menu, actions, *new, "", "actionOpen", "actionTable")
    recent = menu.addMenu("Open &recent")
    recent.aboutToShow.connect(lambda: _list_recent(recent, open_recent))
    add_commands(menu, actions, "actionRecover", "", "actionSave", "actionSaveAs", "")
    add_commands(menu.addMenu("Expor&t"), actions, *EXPORTS)
    add_commands(menu, actions, "", "actionQuit")


def _list_recent(menu: QMenu, open_recent: Callable[[Path], None]) -> None:
    menu.clear()
    for path in settings.recent_files():
        action = menu.addAction(path.name)
        action.setStatusTip(str(path))
        action.triggered.connect(lambda _checked, path=path: open_recent(path))
    if menu.isEmpty():
        menu.addAction("No files yet").setEnabled(False)
        return
    menu.addSeparator()
    menu.addAction("Forget these files", settings.forget_recent_files)
