"""Large networks take a while until they are there, which is said."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.experiment.build import network

if TYPE_CHECKING:
    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.snapshot import Snapshot

LONG = 0.4  # seconds from an edit: from then on it is said


class Preparation(QObject):
    """How long the network has been waited for that the document wants.

    Signals
    -------
    is_long
        It was wanted a while ago.
    """

    is_long = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._wanted_at = 0.0
        self._timer = QTimer(self, singleShot=True, interval=round(1000 * LONG) + 50)
        self._timer.timeout.connect(self.is_long)

    def begin(self) -> None:
        """Note that another network is wanted."""
        self._wanted_at = time.perf_counter()
        self._timer.start()

    def end(self) -> None:
        """Tell no more."""
        self._timer.stop()

    def size(self, wanted: Experiment, data: Dataset, shown: Snapshot) -> int:
        """Return the number of parameters of what is `wanted`, if it is long in the making; else 0.

        What is `shown` meanwhile is of an earlier experiment.
        """
        takes_long = time.perf_counter() - self._wanted_at >= LONG
        if not takes_long or shown.is_past or shown.experiment == wanted:
            return 0
        return network(wanted, data).shape.size
