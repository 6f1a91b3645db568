"""Something long is done while the window goes on: how far it is, and Cancel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QLabel, QProgressDialog, QWidget

from bpstudio.ui.background import Background

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.refusal import Refusal
    from bpstudio.runtime.reading import Reading

PATIENCE = 500  # ms: what takes longer shows its progress
WHOLE = 100


class Waiting(QObject):
    """Does one long thing at a time in the background, and hands its result on.

    Parameters
    ----------
    title
        Of the little window that says how far it is.

    Signals
    -------
    cancelled
        The user gave it up: what was in place stays.
    """

    cancelled = Signal()

    def __init__(self, window: QWidget, title: str = "bpstudio") -> None:
        super().__init__(window)
        self._window, self._title = window, title
        self._background = Background(self)
        self._background.progressed.connect(self._show)
        self._background.ended.connect(self._end)
        self._dialog: QProgressDialog | None = None
        self._take: Callable[[object], object] = lambda _result: None
        self._refuse: Callable[[Refusal], object] = lambda _refusal: None

    @property
    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._background.is_busy

    def start(
        self,
        words: str,
        work: Callable[[Callable[[float], None]], object],
        take: Callable[..., object],
        refuse: Callable[[Refusal], object],
    ) -> None:
        """Begin, in place of what was under way.

        Parameters
        ----------
        words
            What is done: ``"Reading mine.csv …"``.
        work
            As `Reading` takes it; touches nothing of Qt's.
        take, refuse
            Called with the result, or with why there is none; neither where it is given up.
        """
        self._tidy()
        self._take, self._refuse = take, refuse
        self._dialog = self._progress(words)
        self._background.start(work)

    def give_up(self) -> None:
        """Leave what is under way, as by Cancel, without waiting for its thread."""
        self._background.give_up()
        self._tidy()

    def stop(self) -> None:
        """Give up what is under way, and wait for its thread."""
        self._background.stop()
        self._tidy()

    def _progress(self, words: str) -> QProgressDialog:
        dialog = QProgressDialog("", "Cancel", 0, WHOLE, self._window)
        dialog.setLabel(QLabel(words, textFormat=Qt.TextFormat.PlainText))  # a name is in them
        dialog.setObjectName("waiting")
        dialog.setWindowTitle(self._title)
        dialog.setAccessibleName(words)
        dialog.setMinimumDuration(PATIENCE)
        dialog.setAutoClose(False)
        dialog.setAutoReset(False)
        dialog.canceled.connect(self._cancel)
        return dialog

    def _show(self, share: float) -> None:
        if self._dialog is not None:
            self._dialog.setValue(min(round(WHOLE * share), WHOLE - 1))

    def _cancel(self) -> None:
        self.give_up()
        self.cancelled.emit()

    def _end(self, reading: Reading[object]) -> None:
        self._tidy()
        if reading.refusal is not None:
            self._refuse(reading.refusal)
        elif reading.result is not None:
            self._take(reading.result)

    def _tidy(self) -> None:
        if self._dialog is not None:
            self._dialog.canceled.disconnect(self._cancel)
            self._dialog.reset()
            self._dialog.deleteLater()
            self._dialog = None
