"""The window as it was before it was presented."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMainWindow

    from bpstudio.ui.canvas.view import CanvasView


class Keepsake:
    """Takes down what presenting changes of a window, and puts it back.

    Parameters
    ----------
    parts
        What is hidden meanwhile.
    canvases
        Whose zoom is kept.
    actions
        What can't be done meanwhile.
    """

    def __init__(
        self,
        window: QMainWindow,
        parts: Iterable[QWidget],
        canvases: Iterable[CanvasView],
        actions: Iterable[QAction],
    ) -> None:
        self._window = window
        self._state, self._geometry = window.windowState(), window.geometry()
        self._focus = QApplication.focusWidget()
        self._parts = [(part, part.isHidden()) for part in parts]
        self._zooms = [(canvas, canvas.zoom.kept()) for canvas in canvases]
        self._actions = [(action, action.isEnabled()) for action in actions]

    def put_away(self) -> None:
        """Hide what isn't for the class."""
        if self._focus is not None:
            self._focus.clearFocus()  # hidden, it would hand the keyboard on, as Tab does
        for part, _ in self._parts:
            part.hide()
        for action, _ in self._actions:
            action.setEnabled(False)

    def bring_back(self, *, is_closing: bool) -> None:
        """Show the window as it was; one that closes keeps its size."""
        for part, was_hidden in self._parts:
            part.setHidden(was_hidden)
        for action, was_enabled in self._actions:
            action.setEnabled(was_enabled)
        if not is_closing:
            self._window.setWindowState(self._state)
            if self._state == Qt.WindowState.WindowNoState:
                self._window.setGeometry(self._geometry)

    def bring_focus_back(self) -> None:
        """Zoom the canvases as they were, and give the keyboard back."""
        for canvas, zoom in self._zooms:
            canvas.zoom.restore(zoom)
        if self._focus is not None and isValid(self._focus):
            self._focus.setFocus()
