"""Undo and redo: the window's actions follow the document's stack of edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.actions import explain

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QUndoStack

    from bpstudio.ui.actions import Actions

LIMIT = 200  # steps that can be undone


def connect_history(stack: QUndoStack, actions: Actions) -> None:
    """Let actionUndo and actionRedo act on `stack`, and name the edit that they would touch."""
    stack.setUndoLimit(LIMIT)
    undo, redo = actions["actionUndo"], actions["actionRedo"]
    undo.triggered.connect(stack.undo)
    redo.triggered.connect(stack.redo)
    stack.canUndoChanged.connect(undo.setEnabled)
    stack.canRedoChanged.connect(redo.setEnabled)
    stack.undoTextChanged.connect(lambda text: _name(undo, "Undo", text))
    stack.redoTextChanged.connect(lambda text: _name(redo, "Redo", text))
    undo.setEnabled(stack.canUndo())
    redo.setEnabled(stack.canRedo())


def _name(action: QAction, verb: str, edit: str) -> None:
    text = f"{verb}: {edit[:1].lower()}{edit[1:]}" if edit else verb
    action.setText(text)
    explain(action, text)
