"""What lies over a panel that would tell a number that is to be predicted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject
    from PySide6.QtWidgets import QWidget

WORDS = "Covered: {} are to be predicted first.\nAlt+Shift+R tells all."


class Veil(QLabel):
    """Hides a panel and takes its clicks, as large as it is."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__(panel)
        self.setObjectName("veil")
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setMargin(16)
        panel.installEventFilter(self)
        self.hide()

    def cover(self, what: str) -> None:
        """Say what is covered; with nothing, be gone."""
        self.setText(WORDS.format(what) if what else "")
        self.setAccessibleName(self.text())
        self._fill()
        self.setVisible(bool(what))
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the panel."""
        if event.type() == QEvent.Type.Resize:
            self._fill()
        return False

    def _fill(self) -> None:
        panel = self.parentWidget()
        if panel is not None:
            self.setGeometry(panel.rect())
