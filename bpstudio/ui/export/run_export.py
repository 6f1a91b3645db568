"""Writing the whole run: its progress, and how to give it up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QProgressDialog, QWidget

from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from bpstudio.runtime.run_writer import RunWriter

LOOK = 50  # ms between two looks at how far it is
PATIENCE = 500  # ms: what takes longer shows its progress
WHOLE = 100


class RunExport(QObject):
    """Follows a writer until it is done, and shows how far it is where that takes long.

    Signals
    -------
    ended
        It wrote the file, couldn't, or was told to give up.
    """

    ended = Signal()

    def __init__(self, writer: RunWriter, steps: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.writer = writer
        words = f"Writing {count(steps)} steps to {writer.path.name} …"
        self._progress = QProgressDialog(words, "Cancel", 0, WHOLE, parent)
        self._progress.setWindowTitle("Export the run")
        self._progress.setAccessibleName(words)
        self._progress.setMinimumDuration(PATIENCE)
        self._progress.setAutoClose(False)
        self._progress.canceled.connect(writer.cancel)
        self._timer = QTimer(self, interval=LOOK)
        self._timer.timeout.connect(self._look)
        writer.start()
        self._timer.start()

    def stop(self) -> None:
        """Give up and wait for the writer; nothing is told any more."""
        self.writer.cancel()
        self.writer.join()
        self._tidy()

    def _look(self) -> None:
        if self.writer.is_alive():
            if not self._progress.wasCanceled():
                self._progress.setValue(min(round(WHOLE * self.writer.share), WHOLE - 1))
            return
        self._tidy()
        self.ended.emit()

    def _tidy(self) -> None:
        self._timer.stop()
        self._progress.reset()
        self._progress.deleteLater()
