"""Selecting what an undo brings back, so that one can go on with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

if TYPE_CHECKING:
    from bpstudio.ui.builder.canvas import NetworkCanvas


class CameBack(QObject):
    """Watches the undo steps of a canvas's document; made after the canvas follows it itself."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._before: frozenset[int] | None = None  # the layers before an undo that is under way
        canvas.document.edited.connect(self._note)
        canvas.document.experiment_changed.connect(self._select)

    def _note(self, number: int, _surgery: object) -> None:
        """Remember which layers are drawn when an edit, of a negative number, is undone."""
        self._before = frozenset(self._canvas.network.layer_cards) if number < 0 else None

    def _select(self) -> None:
        before, self._before = self._before, None
        if before is not None:
            hidden = self._canvas.document.experiment.hidden
            came = tuple(layer.id for layer in hidden if layer.id not in before)
            if came:
                self._canvas.selection.set(came)
