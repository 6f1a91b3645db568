"""Writes what the window shows to files that the user picks."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from bpstudio.experiment.atomic import write_atomically
from bpstudio.refusal import Refusal
from bpstudio.runtime.run_table import RunTable
from bpstudio.runtime.run_writer import write_run
from bpstudio.ui.export.dialog import ask_where
from bpstudio.ui.export.kinds import CSV, PNG, SVG, Kind
from bpstudio.ui.export.numbers import csv_content
from bpstudio.ui.export.picture import CanvasDrawing, ViewDrawing, picture
from bpstudio.ui.numbers import count
from bpstudio.ui.waiting import Waiting

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.canvas.view import CanvasView
    from bpstudio.ui.document import Document
    from bpstudio.ui.files import Files
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.view import View

SILENT = "It would tell numbers that are covered. Reveal all (Alt+Shift+R) first."


class Exporter(QObject):
    """Asks where to, and writes: what was shown when it was asked for, all of it or nothing.

    Signals
    -------
    written
        What was done, in a sentence.
    refused
        What wasn't done, and why not.
    """

    written = Signal(str)
    refused = Signal(str, str)

    def __init__(self, document: Document, session: Session, files: Files, window: QWidget) -> None:
        super().__init__(window)
        self._document, self._session = document, session
        self._files, self._window = files, window
        self._folder: Path | None = None  # the last one that was picked
        self._waiting = Waiting(window, "Export the run")
        self._waiting.cancelled.connect(self._give_up)

    def connect_actions(self, actions: Actions, canvas: Callable[[], CanvasView]) -> None:
        """Let the window's actions do what they say; `canvas` returns the one in front."""
        for name, kind in {"actionExportPng": PNG, "actionExportSvg": SVG}.items():
            actions[name].triggered.connect(lambda _on, kind=kind: self._canvas(canvas(), kind))
        actions["actionExportRun"].triggered.connect(self.export_run)

    def add_view(self, view: View) -> None:
        """Export the view when it asks for it."""
        view.export_wanted.connect(lambda kind: self._view(view, kind))

    def _view(self, view: View, kind: Kind) -> None:
        if view.is_silent:
            self.refused.emit(f"{view.title} wasn’t exported.", SILENT)
            return
        content = csv_content(*view.table()) if kind is CSV else picture(ViewDrawing(view), kind)
        self._put(content, view.title, self._at_step(view.title), kind)

    def _canvas(self, canvas: CanvasView, kind: Kind) -> None:
        """Export what a canvas shows; only the network's is of a step."""
        what = canvas.accessibleName().lower()
        name = self._at_step(what) if what == "network" else self._files.front.stem or what
        self._put(picture(CanvasDrawing(canvas), kind), f"the {what}", name, kind)

    def _put(self, content: bytes, what: str, name: str, kind: Kind) -> None:
        """Ask where to, and write `content` there."""
        path = self._ask(f"Export {what}", name, kind)
        if path is None:
            return
        try:
            write_atomically(path, content)
        except Refusal as refusal:
            self._refuse(path, refusal)
        else:
            self.written.emit(f"Exported to {path}.")

    def export_run(self) -> None:
        """Write the whole run as a table, beside everything else that goes on."""
        if self._waiting.is_busy:
            self.written.emit("The run is being exported already.")
            return
        table = RunTable(self._session.recorder, self._session.snapshot)
        if path := self._ask("Export the run", f"{self._subject()}-run", CSV):
            self._waiting.start(
                f"Writing {count(len(table))} steps to {path.name} …",
                partial(write_run, table, path),
                lambda path: self.written.emit(f"Exported the run to {path}."),
                partial(self._refuse, path),
            )

    def _give_up(self) -> None:
        self._waiting.stop()
        self.written.emit("The run wasn’t exported.")

    def stop(self) -> None:
        """Give up what is under way."""
        self._waiting.stop()

    def _ask(self, title: str, name: str, kind: Kind) -> Path | None:
        folder = self._folder if self._folder and self._folder.is_dir() else self._files.folder
        path = ask_where(self._window, title, folder / f"{name}{kind.suffix}", kind)
        if path is None:
            return None
        self._folder = path.parent
        if path.suffix.lower() == kind.suffix:
            return path
        whole = path.with_name(path.name + kind.suffix)
        if whole.exists():  # nobody has been asked about that one
            self._refuse(whole, Refusal("", "can't be written: there is such a file already"))
            return None
        return whole

    def _refuse(self, path: Path, refusal: Refusal) -> None:
        reason = refusal.reason.rstrip(".").replace("'", "’")
        self.refused.emit(f"{path.name} wasn’t exported.", f"It {reason}. Pick another place.")

    def _at_step(self, what: str) -> str:
        """Return a name for what is shown at this step, such as ``digits-loss-step-540``."""
        words = what.lower().replace(" ", "-")
        return f"{self._subject()}-{words}-step-{self._session.snapshot.step}"

    def _subject(self) -> str:
        """Return what the run is of, for the name of a file."""
        path, data = self._document.path, self._document.experiment.data
        return path.stem if path else data.name or Path(data.path or "run").stem
