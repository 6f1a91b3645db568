"""An inline message that waits to be read and never stands in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from bpstudio.ui.icons import pixmap
from bpstudio.ui.pixels import widget_ratio
from bpstudio.ui.theme import theme
from bpstudio.ui.widgets.close_button import close_button
from bpstudio.ui.widgets.wrapped import wrapped


class Banner(QFrame):
    """Says what happened, what was kept and what to do, until it is dismissed.

    Attributes
    ----------
    texts
        Its lines, below each other.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self.setAccessibleName("Message")
        self._mark = QLabel()
        self._title = wrapped("heading", is_selectable=True)
        self._detail = wrapped("detail", is_selectable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 8, 8)
        row.setSpacing(8)
        row.addWidget(self._mark, alignment=Qt.AlignmentFlag.AlignTop)
        self.texts = QVBoxLayout()
        self.texts.setSpacing(2)
        self.texts.addWidget(self._title)
        self.texts.addWidget(self._detail)
        row.addLayout(self.texts, 1)
        close = close_button("Dismiss this message", self.hide)
        row.addWidget(close, alignment=Qt.AlignmentFlag.AlignTop)
        theme().changed.connect(self._tint)
        self._tint()
        self.hide()

    def show_message(self, title: str, detail: str) -> None:
        """Show `title`, what happened, over `detail`, what was kept and what to do."""
        self._title.setText(title)
        self._detail.setText(detail)
        self.setAccessibleDescription(f"{title} {detail}")
        self.show()

    @property
    def text(self) -> str:
        """All that it says."""
        return f"{self._title.text()} {self._detail.text()}"

    def _tint(self) -> None:
        ratio = widget_ratio(self)
        self._mark.setPixmap(pixmap("warning", theme().colors.backward_text, ratio))
