"""Undo and redo: the window's actions follow the stack of edits that is in use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.ui.actions import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QUndoGroup

    from bpstudio.ui.actions import Actions

UNDO_LIMIT = 200  # steps that can be undone
MERGED_WITHIN = 1.0  # seconds: what comes later is an edit by itself


def connect_history(
    history: QUndoGroup, locked: Callable[[], str], actions: Actions, refuse: Callable[[str], None]
) -> None:
    """Let actionUndo and actionRedo act on `history`, and name the edit that they would touch.

    While nothing may be edited, for a reason that `locked` has, they `refuse` in words, too.
    """
    undo, redo = actions["actionUndo"], actions["actionRedo"]

    def act(go: Callable[[], None]) -> None:
        if why := locked():
            refuse(why)
        else:
            go()

    undo.triggered.connect(lambda: act(history.undo))
    redo.triggered.connect(lambda: act(history.redo))
    history.canUndoChanged.connect(undo.setEnabled)
    history.canRedoChanged.connect(redo.setEnabled)
    history.undoTextChanged.connect(_Name(undo, "Undo").show)
    history.redoTextChanged.connect(_Name(redo, "Redo").show)
    undo.setEnabled(history.canUndo())
    redo.setEnabled(history.canRedo())


class _Name(QObject):
    """What an action is called; the action's own, so that it goes with it."""

    def __init__(self, action: QAction, verb: str) -> None:
        super().__init__(action)
        self._action, self._verb = action, verb

    def show(self, edit: str) -> None:
        """Name the edit that the action would touch."""
        text = f"{self._verb}: {edit[:1].lower()}{edit[1:]}" if edit else self._verb
        self._action.setText(text)
        explain(self._action, text)
