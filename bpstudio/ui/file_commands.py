"""The commands of files: each lets the user pick, and has that opened, begun or saved."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from bpstudio.experiment.file_format import TABLE_SUFFIXES
from bpstudio.ui import settings
from bpstudio.ui.gallery.catalogue import read_catalogue
from bpstudio.ui.gallery.dialog import Gallery

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.document import Document
    from bpstudio.ui.files import Files
    from bpstudio.ui.opener import Opener

TABLE_NAMES = " ".join(f"*{suffix}" for suffix in TABLE_SUFFIXES)
OPENABLE = f"Experiments, circuits, tables, lessons (*.bps *.json {TABLE_NAMES});;All files (*)"
TABLES = f"Tables ({TABLE_NAMES});;All files (*)"


class FileCommands(QObject):
    """Lets the window's actions do what they say."""

    def __init__(
        self, document: Document, files: Files, opener: Opener, actions: Actions, window: QWidget
    ) -> None:
        super().__init__(window)
        self._files, self._opener, self._window = files, opener, window
        actions["actionNew"].triggered.connect(files.new)
        actions["actionExample"].triggered.connect(self.show_examples)
        actions["actionOpen"].triggered.connect(self.ask_and_open)
        actions["actionSave"].triggered.connect(files.save)
        actions["actionSaveAs"].triggered.connect(files.save_as)
        actions["actionTable"].triggered.connect(self.ask_for_table)
        opener.another_table_wanted.connect(self.ask_for_table)
        options = actions["actionDataOptions"]
        options.triggered.connect(opener.show_data_options)

        def follow() -> None:
            options.setEnabled(document.experiment.data.path is not None)

        document.experiment_changed.connect(follow)
        follow()

    def ask_and_open(self) -> None:
        """Let the user pick a file to open."""
        title = "Open an experiment, a circuit or a table"
        if path := self._ask_which(title, OPENABLE, self._files.folder):
            self._opener.take(path)

    def ask_for_table(self) -> None:
        """Let the user pick a table, look at it, and train on it; tables lie together."""
        folder = settings.data_folder() or self._files.folder
        if path := self._ask_which("Open data", TABLES, folder):
            settings.set_data_folder(path.parent)
            self._opener.show_table(path)

    def show_examples(self) -> None:
        """Open the gallery, from which the user picks an experiment to start from."""
        gallery = Gallery(read_catalogue(), self._window)
        gallery.chosen.connect(self._files.open_example)
        gallery.open()

    def _ask_which(self, title: str, kinds: str, folder: Path) -> Path | None:
        name, _ = QFileDialog.getOpenFileName(self._window, title, str(folder), kinds)
        return Path(name) if name else None
