"""The few windows that open on request: what to do with edits, what this is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QLayout,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from bpstudio import __version__
from bpstudio.ui.icons import application_icon
from bpstudio.ui.theme import TITLE

Answer = QMessageBox.StandardButton
ABOUT = (
    "A desktop playground in which the gradient is visible: build a dense network with the mouse, "
    "train it, and watch the loss, the gradient of every layer and the units that have saturated."
)


def ask_to_save(parent: QWidget, name: str) -> Answer:
    """Ask what is to become of the unsaved edits of `name`: Save, Discard or Cancel."""
    box = _question(parent, "Unsaved edits", Answer.Save | Answer.Discard, Answer.Save)
    box.setText(f"Save the edits of {name}?")
    box.setInformativeText("Without saving they are lost.")
    return Answer(box.exec())


def ask_to_overwrite(parent: QWidget, name: str) -> Answer:
    """Ask whether to write over what others wrote: Save, Cancel, or Open: elsewhere."""
    found = f"{name} has been changed outside this window since it was read."
    return _ask_to_write_over(parent, "Changed on disk", found)


def ask_to_replace(parent: QWidget, name: str) -> Answer:
    """Ask whether to write over another file, which is there already; answered likewise."""
    return _ask_to_write_over(parent, "File exists", f"There is a file {name} already.")


def _ask_to_write_over(parent: QWidget, title: str, found: str) -> Answer:
    box = _question(parent, title, Answer.Save | Answer.Open, Answer.Cancel)
    box.setText(found)
    box.setInformativeText("Saving writes over what it holds now.")
    box.button(Answer.Save).setText("Write &over it")
    box.button(Answer.Open).setText("Save &as …")
    return Answer(box.exec())


def ask_to_give_up(parent: QWidget, name: str) -> Answer:
    """Ask whether the unsaved edits of `name` are given up for what its file holds: or Cancel."""
    box = _question(parent, "Unsaved edits", Answer.Discard, Answer.Cancel)
    box.setText(f"Reload {name} and give up your unsaved edits?")
    box.setInformativeText("They can’t be brought back.")
    box.button(Answer.Discard).setText("&Reload")
    return Answer(box.exec())


def _question(parent: QWidget, title: str, answers: Answer, usual: Answer) -> QMessageBox:
    """Return a box with these answers and Cancel; Enter gives the usual one."""
    box = QMessageBox(parent)
    box.setWindowTitle(title)
    box.setTextFormat(Qt.TextFormat.PlainText)  # names of files are in it
    box.setStandardButtons(answers | Answer.Cancel)
    box.setDefaultButton(usual)
    return box


def show_about(parent: QWidget) -> QDialog:
    """Open what bpstudio is."""
    dialog = make_dialog(parent, "About bpstudio")
    grid = QGridLayout()
    grid.setHorizontalSpacing(16)
    picture = QLabel()
    picture.setPixmap(application_icon().pixmap(64, 64))
    title = QLabel(f"bpstudio {__version__}")
    title.setStyleSheet(f"font-size: {TITLE}px; font-weight: 600")
    text = QLabel(ABOUT, wordWrap=True)
    text.setMinimumWidth(320)
    grid.addWidget(picture, 0, 0, 2, 1, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(title, 0, 1)
    grid.addWidget(text, 1, 1)
    return open_dialog(dialog, grid)


def make_dialog(parent: QWidget, title: str) -> QDialog:
    """Return an empty dialog that goes when it is closed."""
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def open_dialog(dialog: QDialog, content: QLayout) -> QDialog:
    """Fill the dialog, with a button to close it, and show it beside the window."""
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 16)
    column.setSpacing(16)
    column.addLayout(content)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    buttons.button(QDialogButtonBox.StandardButton.Close).setToolTip("Close this window (Esc)")
    column.addWidget(buttons)
    dialog.show()
    return dialog
