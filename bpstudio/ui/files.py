"""The File menu: new, open, save, examples, recent files, and what closing asks."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec
from bpstudio.refusal import Refusal
from bpstudio.resources import resource
from bpstudio.ui import settings
from bpstudio.ui.dialogs import Answer, ask_to_save
from bpstudio.ui.gallery.catalogue import read_catalogue
from bpstudio.ui.gallery.dialog import Gallery
from bpstudio.ui.menus import add_commands

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMenu, QMenuBar

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.document import Document
    from bpstudio.ui.gallery.catalogue import Example

EXPERIMENTS = "Experiments (*.json)"
OPENABLE = "Experiments and tables (*.json *.csv);;All files (*)"
TABLES = "Tables (*.csv);;All files (*)"
UNTITLED = "Untitled"
EXPORTS = ("actionExportPng", "actionExportSvg", "", "actionExportRun")


class Files(QObject):
    """Opens and saves the document's file; what can't be done is said, and nothing changes."""

    refused = Signal(str, Refusal)  # what was tried, and why not
    saved = Signal(Path)  # where to

    def __init__(self, document: Document, window: QWidget) -> None:
        super().__init__(window)
        self._document = document
        self._window = window

    def connect_actions(self, actions: Actions) -> None:
        """Let the window's actions do what they say."""
        actions["actionNew"].triggered.connect(self.new)
        actions["actionExample"].triggered.connect(self.show_examples)
        actions["actionOpen"].triggered.connect(self.ask_and_open)
        actions["actionSave"].triggered.connect(self.save)
        actions["actionSaveAs"].triggered.connect(self.save_as)
        actions["actionTable"].triggered.connect(self.ask_for_table)

    def add_menu(self, bar: QMenuBar, actions: Actions) -> None:
        """Add the File menu."""
        menu = bar.addMenu("&File")
        add_commands(menu, actions, "actionNew", "actionExample", "", "actionOpen")
        recent = menu.addMenu("Open &recent")
        recent.aboutToShow.connect(lambda: self._list_recent(recent))
        add_commands(menu, actions, "", "actionSave", "actionSaveAs", "")
        add_commands(menu.addMenu("Expor&t"), actions, *EXPORTS)
        add_commands(menu, actions, "", "actionQuit")

    @property
    def name(self) -> str:
        """What the open document is called."""
        path = self._document.path
        return UNTITLED if path is None else path.name

    def new(self) -> None:
        """Start an empty experiment."""
        if self.may_leave():
            self._document.new()

    def ask_and_open(self) -> None:
        """Let the user pick a file to open."""
        title = "Open an experiment or a table"
        if self.may_leave() and (path := self._ask_which(title, OPENABLE)):
            self.open(path)

    def leave_and_open(self, path: Path) -> None:
        """Open `path` as the user asked, after the unsaved edits are dealt with."""
        if self.may_leave():
            self.open(path)

    def open(self, path: Path) -> bool:
        """Open `path`; say why where that can't be, and keep what is open.

        A table becomes the data of the open experiment.
        """
        if path.suffix.lower() == ".csv":
            return self.use_table(path)
        try:
            self._document.open(path)
        except Refusal as refusal:
            self.refused.emit(f"{path.name} wasn’t opened.", refusal)
            return False
        settings.add_recent_file(path)
        return True

    def show_examples(self) -> None:
        """Open the gallery, from which the user picks an experiment to start from."""
        gallery = Gallery(read_catalogue(), self._window)
        gallery.chosen.connect(self.open_example)
        gallery.open()

    def open_example(self, example: Example) -> None:
        """Start from a shipped experiment; it is saved under a name of the user's."""
        try:
            if self.may_leave():
                self._document.new(example.experiment)
        except Refusal as refusal:
            self.refused.emit(f"{example.title} can’t be opened.", refusal)

    def save(self) -> bool:
        """Save to the document's file, or to one that the user picks; shipped files stay."""
        path = self._document.path
        return self.save_as() if path is None or _is_shipped(path) else self._save(path)

    def save_as(self) -> bool:
        """Save to a file that the user picks; False where they don't."""
        path = self._document.path
        start = self.folder / (path.name if path else f"{UNTITLED.lower()}.json")
        title = "Save the experiment"
        name, _ = QFileDialog.getSaveFileName(self._window, title, str(start), EXPERIMENTS)
        if not name:
            return False
        path = Path(name)
        return self._save(path if path.suffix else path.with_suffix(".json"))

    def _save(self, path: Path) -> bool:
        try:
            self._document.save(path)
        except Refusal as refusal:
            self.refused.emit(f"{path.name} wasn’t saved.", refusal)
            return False
        settings.add_recent_file(path)
        self.saved.emit(path)
        return True

    def ask_for_table(self) -> None:
        """Let the user pick a CSV file to train on."""
        if path := self._ask_which("Train on a table", TABLES):
            self.use_table(path)

    def use_table(self, path: Path) -> bool:
        """Train on the CSV file `path`; say why where that can't be."""
        experiment = edits.set_data(self._document.experiment, DataSpec(path=str(path)))
        try:
            self._document.edit("Change data", experiment)
        except Refusal as refusal:
            self.refused.emit(f"{path.name} can’t be trained on.", refusal)
            return False
        return True

    def take(self, path: Path) -> None:
        """Use a file that was dropped: a table as data, anything else as an experiment."""
        if path.suffix.lower() == ".csv":
            self.use_table(path)
        else:
            self.leave_and_open(path)

    def may_leave(self) -> bool:
        """Ask what is to become of unsaved edits, if there are any; False to stay."""
        if not self._document.is_dirty:
            return True
        answer = ask_to_save(self._window, self.name)
        return self.save() if answer == Answer.Save else answer == Answer.Discard

    def _ask_which(self, title: str, kinds: str) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(self.folder), kinds)
        return Path(name) if name else None

    @property
    def folder(self) -> Path:
        """Where to look for files: beside the open one, unless that is a shipped one."""
        path = self._document.path
        return Path.home() if path is None or _is_shipped(path) else path.parent

    def _list_recent(self, menu: QMenu) -> None:
        menu.clear()
        for path in settings.recent_files():
            action = menu.addAction(path.name)
            action.setStatusTip(str(path))
            action.triggered.connect(lambda _checked, path=path: self.leave_and_open(path))
        if menu.isEmpty():
            menu.addAction("No files yet").setEnabled(False)
            return
        menu.addSeparator()
        menu.addAction("Forget these files", settings.forget_recent_files)


def _is_shipped(path: Path) -> bool:
    """Whether `path` is one of bpstudio's own files, which nobody means to change."""
    return path.resolve().is_relative_to(resource().resolve())
