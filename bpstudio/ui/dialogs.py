"""The few windows that open on request: what to do with edits, the keys, what this is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from bpstudio import __version__
from bpstudio.ui.actions import bare, keys
from bpstudio.ui.export.kinds import KINDS
from bpstudio.ui.icons import application_icon
from bpstudio.ui.theme import TITLE
from bpstudio.ui.views.view import TABLE_KEY

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QAction

Answer = QMessageBox.StandardButton
CANVAS_KEYS = (
    ("Go from layer to layer, from unit to unit", "arrow keys"),
    ("Select one more layer", "Shift+Left, Shift+Right"),
    ("Move the selected layers", "Alt+Left, Alt+Right"),
    ("Insert a layer after the selected", "Ins"),
    ("One unit more, one less", "+, −"),
    ("The next activation, all of them", "A, Shift+A"),
    ("Let the layer add what comes in: a skip", "S"),
    ("Weights and bias of the unit, to be written by hand", "Ctrl+E"),
    ("Its next weaker or stronger weight; Enter writes it", "W, Shift+W"),
    ("Remove the unit", "Ctrl+Del"),
    ("Open the layer, close it", "Enter, or double-click"),
    ("Zoom in, zoom out", "Ctrl++, Ctrl+−, or the wheel"),
    ("Move the picture", "Space and drag, Space and arrow keys"),
    ("Show the sample before, after", "PgUp, PgDown"),
    ("Give up a drag, close a card, select nothing", "Esc"),
)
PASSES_KEYS = (
    ("Passes: instruction by instruction", "Left, Right"),
    ("Passes: the first instruction, the last", "Home, End"),
    ("Passes: play, pause", "Space"),
    ("Passes: open the numbers of the instruction", "Up, Down; Enter opens a term"),
    ("Passes: the sample before, after", "PgUp, PgDown"),
)
VIEW_KEYS = (
    ("On a view: its numbers as a table", TABLE_KEY),
    *((f"On a view: export as {kind.label}", kind.key) for kind in KINDS),
)
ABOUT = (
    "A desktop playground in which the gradient is visible: build a dense network with the mouse, "
    "train it, and watch the loss, the gradient of every layer and the units that have saturated."
)


def ask_to_save(parent: QWidget, name: str) -> Answer:
    """Ask what is to become of the unsaved edits of `name`: Save, Discard or Cancel."""
    box = QMessageBox(parent)
    box.setWindowTitle("Unsaved edits")
    box.setText(f"Save the edits of {name}?")
    box.setInformativeText("Without saving they are lost.")
    box.setStandardButtons(Answer.Save | Answer.Discard | Answer.Cancel)
    box.setDefaultButton(Answer.Save)
    return Answer(box.exec())


def show_shortcuts(parent: QWidget, actions: Iterable[QAction]) -> QDialog:
    """Open the list of keys, made from the actions, beside the window."""
    rows = [(bare(action.text()), keys(action)) for action in actions if keys(action)]
    dialog = _dialog(parent, "Keyboard shortcuts")
    grid = QGridLayout()
    grid.setHorizontalSpacing(32)
    grid.setVerticalSpacing(8)
    for row, (text, key) in enumerate([*rows, *VIEW_KEYS, *CANVAS_KEYS, *PASSES_KEYS]):
        grid.addWidget(QLabel(text), row, 0)
        grid.addWidget(QLabel(key, textFormat=Qt.TextFormat.PlainText), row, 1)
    return _open(dialog, grid)


def show_about(parent: QWidget) -> QDialog:
    """Open what bpstudio is."""
    dialog = _dialog(parent, "About bpstudio")
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
    return _open(dialog, grid)


def _dialog(parent: QWidget, title: str) -> QDialog:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return dialog


def _open(dialog: QDialog, content: QGridLayout) -> QDialog:
    column = QVBoxLayout(dialog)
    column.setContentsMargins(24, 24, 24, 16)
    column.setSpacing(16)
    column.addLayout(content)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
    buttons.rejected.connect(dialog.close)
    column.addWidget(buttons)
    dialog.show()
    return dialog
