"""A thread that writes a run's table to a file while the training and the window go on."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bpstudio.experiment.storage import replacing
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.runtime.run_table import RunTable


class _Cancelled(Exception):
    pass


class RunWriter(threading.Thread):
    """Writes `table` to `path`: all of it or nothing.

    Attributes
    ----------
    path
        Where it is written to.
    share
        How much has been written, 0 to 1.
    done
        Whether it is there.
    refusal
        Why it couldn't be written; None so far.
    """

    def __init__(self, table: RunTable, path: Path) -> None:
        super().__init__(name="run writer")
        self.path = path
        self.share = 0.0
        self.done = False
        self.refusal: Refusal | None = None
        self._table = table
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Give up; what was there before stays."""
        self._cancelled.set()

    def run(self) -> None:
        """Write a piece after the other, and put the file in its place."""
        try:
            with replacing(self.path) as file:
                written, pieces = 0, self._table.text()
                for text in pieces:
                    file.write(text.encode())
                    written += text.count("\n")
                    self.share = written / (len(self._table) + 1)
                    if self._cancelled.is_set():
                        raise _Cancelled
            self.done = True
        except Refusal as refusal:
            self.refusal = refusal
        except _Cancelled:
            pass
