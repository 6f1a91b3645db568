"""Undo and redo: the window's actions follow the document's stack of edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.ui.actions import explain

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.document import Document

LIMIT = 200  # steps that can be undone


def connect_history(document: Document, actions: Actions, refuse: Callable[[str], None]) -> None:
    """Let actionUndo and actionRedo act on a document, and name the edit that they would touch.

    While nothing may be edited they `refuse` in words, too.
    """
    stack = document.undo_stack
    stack.setUndoLimit(LIMIT)
    undo, redo = actions["actionUndo"], actions["actionRedo"]

    def act(go: Callable[[], None]) -> None:
        if document.lock:
            refuse(document.lock)
        else:
            go()

    undo.triggered.connect(lambda: act(stack.undo))
    redo.triggered.connect(lambda: act(stack.redo))
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
