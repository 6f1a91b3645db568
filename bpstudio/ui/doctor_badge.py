"""Says in the status bar that the doctor has found something, and leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton

from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from bpstudio.ui.session import Session

MANY = 8  # findings: with as many it is as wide as with one


class DoctorBadge(QToolButton):
    """A button that is there while the doctor has found something."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.setObjectName("doctorBadge")
        self.setAccessibleName("What the doctor has found")
        self._session, self._is_presented = session, False
        self.setText(_words(MANY))
        self.ensurePolished()
        self.setMinimumWidth(self.sizeHint().width())
        session.snapshot_changed.connect(self._follow)
        self.hide()

    def present(self, on: bool) -> None:
        """In front of a class, leave the room to the sentence."""
        self._is_presented = on
        self._follow()

    def _follow(self) -> None:
        found = self._session.snapshot.findings
        if not found or self._is_presented:
            self.hide()  # costs nothing where it is hidden
            return
        text = _words(len(found))
        if text != self.text() or self.isHidden():
            self.setText(text)
            self.show()
        tip = literal(f"{found[0].sentence}\nClick to see what to do about it")
        if tip != self.toolTip():
            self.setToolTip(tip)
            self.setAccessibleDescription(found[0].sentence)


def _words(findings: int) -> str:
    return f"Doctor: {findings} finding{'s' if findings > 1 else ''}"
