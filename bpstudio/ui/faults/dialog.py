"""The one dialog for what nobody foresaw: what happened, what is kept, what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from bpstudio.ui.faults.report import report_text, times
from bpstudio.ui.icons import pixmap
from bpstudio.ui.log_files import log_path
from bpstudio.ui.theme import GAP, GRID, MARGIN, theme
from bpstudio.ui.widgets.fixed_text import FixedText

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bpstudio.ui.faults.fault import Fault
    from bpstudio.ui.faults.rescue import Rescue

WIDTH = 560  # px
DETAILS_HEIGHT = 200  # px
MARK = 20  # px
COUNTING = 500  # ms between two looks at how often it has happened
LISTED = 4  # causes by name; the details have all
SEVERAL = "Several things went wrong inside bpstudio"
NOT_SAVED = "It wasn’t saved. Try another name, or one that ends in .json for the experiment alone."


class FaultDialog(QDialog):
    """Tells of faults, as many as there are, without standing in the window's way.

    Attributes
    ----------
    faults
        What it tells of.
    """

    def __init__(self, rescue: Rescue, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.faults: tuple[Fault, ...] = ()
        self._rescue = rescue
        self._detailed: tuple[Fault, ...] = ()
        self._told = ""  # of the last attempt to save
        self.setObjectName("faultDialog")
        self.setWindowTitle("bpstudio made a mistake")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(WIDTH)
        self._mark, self._title, self._causes = QLabel(), _line("title"), _line("name")
        self._kept = _line("")
        self._details = _details()
        self._buttons()
        self._lay_out()
        self._counting = QTimer(self, interval=COUNTING)
        self._counting.timeout.connect(self._say)
        theme().changed.connect(self._tint)
        self._tint()

    def show_faults(self, faults: Sequence[Fault]) -> None:
        """Tell of these, and keep up with how often they happen."""
        self.faults = tuple(faults)
        self._say()
        self._counting.start()

    def _buttons(self) -> None:
        self._copy = _button(
            "&Copy details", "The versions, the system and the traceback", self.copy
        )
        self._more = _button("&Details", "Show what will be copied", lambda: None)
        self._more.setCheckable(True)
        self._more.toggled.connect(self._show_details)
        self._quit = _button("&Quit", "Close bpstudio; unsaved edits are asked about", self._leave)
        hint = "Save what is open under another name: the file from before stays as it is"
        self._save = _button("&Save as …", hint, self.save)
        self._go_on = _button("&Go on", "Close this and carry on (Esc)", self.accept)
        first = self._go_on if self._rescue.has_document else self._quit
        first.setProperty("primary", True)
        if not self._rescue.has_document:
            self._save.hide()
            self._go_on.hide()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        grid.setSpacing(GAP)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(1, 1)
        texts = QVBoxLayout()
        texts.setSpacing(GRID // 2)
        texts.addWidget(self._title)
        texts.addWidget(self._causes)
        texts.addSpacing(GRID)
        texts.addWidget(self._kept)
        grid.addWidget(self._mark, 0, 0, alignment=Qt.AlignmentFlag.AlignTop)
        grid.addLayout(texts, 0, 1)
        grid.addWidget(self._details, 1, 0, 1, 2)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        for button in (self._copy, self._more):
            row.addWidget(button)
        row.addStretch()
        for button in (self._quit, self._save, self._go_on):
            row.addWidget(button)
        grid.addLayout(row, 2, 0, 1, 2)
        # It may come while somebody types: neither Enter nor the space bar closes it by mistake.
        self._more.setFocus()

    def _say(self) -> None:
        first, several = self.faults[0], len(self.faults) > 1
        title = f"{SEVERAL if several else first.title}."
        listed = [f"{fault.words}{times(fault)}" for fault in self.faults[:LISTED]]
        if len(self.faults) > LISTED:
            listed.append(f"and {len(self.faults) - LISTED} more")
        self._title.setText(title)
        self._causes.setText("\n".join(listed))
        kept = [*self._what_is_kept(), self._told]
        if log_path().is_file():
            kept.insert(-1, f"The details are in the log, {_seen_from_home(log_path())}.")
        self._kept.setText("\n".join(filter(None, kept)))
        self.setAccessibleDescription(f"{title} {self._kept.text()}")
        if self._more.isChecked():
            self._fill_details()
        self._make_room()

    def _make_room(self) -> None:
        """Grow with the words, which a window of Qt's doesn't where they wrap."""
        layout = self.layout()
        if layout is None or not self.isVisible():
            return
        layout.activate()  # or it would still go by the words of before
        needed = layout.totalHeightForWidth(self.width())
        if needed > self.height():
            self.resize(self.width(), needed)

    def _what_is_kept(self) -> list[str]:
        try:
            return self._rescue.kept()
        except Exception:  # what went wrong may have taken this, too
            return ["What is open can be saved."]

    def _show_details(self, on: bool) -> None:
        self._details.setVisible(on)
        if on:
            self._fill_details()
            self._details.setFocus()
        self.adjustSize()

    def _fill_details(self) -> None:
        if self.faults != self._detailed:  # counts alone don't take the place away from a reader
            self._detailed = self.faults
            self._details.setPlainText(report_text(self.faults))

    def copy(self) -> None:
        """Put the report into the clipboard."""
        QGuiApplication.clipboard().setText(report_text(self.faults))
        self._told = "The details are copied."
        self._say()

    def save(self) -> None:
        """Save the document in front under another name; say how that went."""
        self._told = NOT_SAVED
        try:
            self._told = "It is saved." if self._rescue.save() else "It isn’t saved yet."
        finally:  # a fault in saving is heard of, and added
            self._say()

    def _leave(self) -> None:
        self.accept()
        self._rescue.quit()

    def _tint(self) -> None:
        color = theme().colors.backward_text
        self._mark.setPixmap(pixmap("warning", color, self.devicePixelRatioF(), MARK))


def _seen_from_home(path: Path) -> str:
    home = Path.home()
    return f"~/{path.relative_to(home).as_posix()}" if path.is_relative_to(home) else str(path)


def _line(role: str) -> QLabel:
    """Return a wrapping line of plain text that can be marked."""
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return label


def _details() -> FixedText:
    details = FixedText("Details")
    details.setObjectName("faultDetails")
    details.setMinimumHeight(DETAILS_HEIGHT)
    details.hide()
    return details


def _button(text: str, hint: str, act: Callable[[], object]) -> QPushButton:
    button = QPushButton(text)
    button.setToolTip(hint)
    button.setAccessibleDescription(hint)
    button.clicked.connect(act)
    return button
