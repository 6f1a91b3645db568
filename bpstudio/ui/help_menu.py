"""The Help menu, and what its commands open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from bpstudio.ui.dialogs import show_about
from bpstudio.ui.faults import faults
from bpstudio.ui.faults.report import report_text
from bpstudio.ui.log_window import show_log
from bpstudio.ui.menus import add_commands
from bpstudio.ui.shortcuts import show_shortcuts

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow, QMenu

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.pages import Pages


def add_help_menu(
    window: QMainWindow, actions: Actions, pages: Pages, told: Callable[[str], object]
) -> None:
    """Add the menu, and let its actions do what they say; `told` hears what was done."""
    report = ("actionLog", "actionCopyDetails")
    menu = window.menuBar().addMenu("&Help")
    add_commands(menu, actions, "actionStart", "actionChapter", "actionOpenLesson")
    _add_lesson_menu(menu.addMenu("&In the lesson"), actions)
    add_commands(
        menu, actions, "", "actionShortcuts", "actionExplain", "", *report, "", "actionAbout"
    )
    listed = (*actions.values(), *pages.turns)

    def copy_details() -> None:
        QGuiApplication.clipboard().setText(report_text(faults().all))
        told("The details are in the clipboard.")

    for name, act in {
        "actionShortcuts": lambda: show_shortcuts(window, listed, pages.all),
        "actionLog": lambda: show_log(window),
        "actionCopyDetails": copy_details,
        "actionAbout": lambda: show_about(window),
    }.items():
        actions[name].triggered.connect(act)


def _add_lesson_menu(menu: QMenu, actions: Actions) -> None:
    steps = ("actionLessonShow", "actionLessonNext", "actionLessonBack")
    add_commands(menu, actions, *steps, "", "actionKeepLesson", "actionLeaveLesson")
