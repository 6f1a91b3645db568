"""Brings faults before the user: in one dialog, once each, when no hand is at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from bpstudio.ui.faults.dialog import FaultDialog

if TYPE_CHECKING:
    from bpstudio.ui.faults.fault import Fault
    from bpstudio.ui.faults.hearing import Faults
    from bpstudio.ui.faults.rescue import Rescue

PATIENCE = 100  # ms between two looks at whether the mouse is up


class FaultDesk(QObject):
    """Shows what `faults` has heard and the user hasn't been told.

    It waits while a mouse button is down or a menu is open; the window is never blocked. What
    comes while the dialog stands is added to it.

    Attributes
    ----------
    dialog
        The one dialog, while it stands.
    """

    def __init__(self, faults: Faults) -> None:
        super().__init__(faults)
        self._faults = faults
        self._rescues: list[Rescue] = []
        self._told = 0  # faults that the user has closed the dialog on
        self.dialog: FaultDialog | None = None
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE)
        self._patience.timeout.connect(self._show)
        # Queued, wherever it comes from: amid painting nothing can be opened.
        faults.reported.connect(self._show, Qt.ConnectionType.QueuedConnection)

    def attach(self, rescue: Rescue) -> None:
        """Show faults over this window, those from before it stood, too."""
        self._rescues.append(rescue)
        rescue.ground.destroyed.connect(self._prune)
        if self._untold():
            self._patience.start()

    def _prune(self) -> None:
        """Let windows go that are gone."""
        self._rescues = [one for one in self._rescues if isValid(one.ground)]
        if not self._rescues:
            self._patience.stop()

    def _untold(self) -> tuple[Fault, ...]:
        return self._faults.all[self._told :]

    def _show(self) -> None:
        rescue = self._rescue()
        if rescue is None or not self._untold():
            return
        if self.dialog is not None:
            self.dialog.show_faults(self._untold())
        elif _a_hand_is_at_work():
            self._patience.start()
        elif rescue.ground.isVisible():
            self._open(rescue)

    def _rescue(self) -> Rescue | None:
        """Return the window in front, or the last that there is."""
        self._prune()
        active = QApplication.activeWindow()
        in_front = [one for one in self._rescues if one.ground is active]
        there = in_front or self._rescues
        return there[-1] if there else None

    def _open(self, rescue: Rescue) -> None:
        # A modal dialog lets nothing be used but its own children.
        parent = QApplication.activeModalWidget() or rescue.ground
        self.dialog = dialog = FaultDialog(rescue, parent)
        dialog.finished.connect(self._close)
        dialog.destroyed.connect(lambda: self._lose(dialog))
        dialog.show_faults(self._untold())
        dialog.show()

    def _close(self) -> None:
        """Note that the user has been told of all that the dialog had."""
        if self.dialog is not None:
            self._told += len(self.dialog.faults)
            self.dialog = None

    def _lose(self, dialog: FaultDialog) -> None:
        """Show the faults anew where the dialog's parent has taken it away unread."""
        if self.dialog is dialog:
            self.dialog = None
            self._prune()
            if self._rescues:
                self._patience.start()


def _a_hand_is_at_work() -> bool:
    is_pressed = QGuiApplication.mouseButtons() != Qt.MouseButton.NoButton
    return is_pressed or QApplication.activePopupWidget() is not None
