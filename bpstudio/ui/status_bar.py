"""The bar at the bottom: a sentence about the run or about an attempt; what is being run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QApplication, QLabel, QStatusBar, QWidget

from bpstudio.ui.calm import Calm
from bpstudio.ui.icons import pixmap
from bpstudio.ui.pixels import widget_ratio
from bpstudio.ui.theme import STATUS_HEIGHT, theme
from bpstudio.ui.widgets.elided_label import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

CALM = 250  # ms between two sentences: quicker ones can't be read
LEFT, SPACING, RIGHT = 10, 6, 8  # px, around the mark and the sentence
ROOM_STEP = 32  # px
HINT_KEPT = 250  # ms that the hint of what was pointed at may outlast the pointing
REFUSAL_SHOWN, NOTICE_SHOWN = 12_000, 5_000  # ms


def under_pointer() -> QWidget | None:
    """Return the widget that the pointer is on."""
    return QApplication.widgetAt(QCursor.pos())


class StatusBar(QStatusBar):
    """Says one thing at a time; what was refused or done stays a while, then the run is back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(STATUS_HEIGHT)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(0, 0, 12, 0)
        self._mark = QLabel()
        self._sentence = ElidedLabel()
        self._summary = _SteadyLabel()
        self._summary.setProperty("role", "name")
        self._row = _Row(self._mark, self._sentence)
        self.addWidget(self._row, 1)
        self.addPermanentWidget(self._summary)
        self._run_sentence, self._run_summary, self._is_warning = "", "", False
        self._told = ""
        self._calm = Calm(CALM, self._show_run, self)
        self._aside_over = QTimer(self, singleShot=True)
        self._aside_over.timeout.connect(self._say_run)
        theme().changed.connect(self._tint)
        self._told_by: QWidget | None = None
        self._watch = QTimer(self, interval=HINT_KEPT)
        self._watch.timeout.connect(self._forget_hint)
        self.messageChanged.connect(self._watch_hint)

    @property
    def sentence(self) -> str:
        """What it says now."""
        return self._sentence.full_text

    def show_run(self, sentence: str, summary: str, *, warning: bool, now: bool) -> None:
        """Say `sentence` about the run and `summary` of what it is.

        Parameters
        ----------
        warning
            Whether something is wrong, as when the run diverged.
        now
            Whether to say it at once, rather than when the last sentence has had its time. Of the
            sentences that come in that time the newest is said.
        """
        self._run_sentence, self._run_summary, self._is_warning = sentence, summary, warning
        self._calm.ask(now=now)

    def present(self, on: bool) -> None:
        """In front of a class, give all the room to the sentence."""
        self._summary.setHidden(on)

    def show_refusal(self, text: str) -> None:
        """Say what was refused, for a while."""
        self._say_aside(text, REFUSAL_SHOWN, warning=True)

    def show_notice(self, text: str) -> None:
        """Say what was done, for a while."""
        self._say_aside(text, NOTICE_SHOWN, warning=False)

    def show_told(self, text: str) -> None:
        """Say what is being done by keys, for as long as that is; with no text it is over."""
        self._told = text
        self._aside_over.stop()
        self._say_run()

    def forget_aside(self) -> None:
        """Give the run its place again, as after an edit that went well."""
        if self._aside_over.isActive():
            self._aside_over.stop()
            self._say_run()

    def _show_run(self) -> None:
        self._summary.set_steady_text(self._run_summary)
        if not self._aside_over.isActive():
            self._say_run()

    def _say_run(self) -> None:
        if self._told:
            self._say(self._told, warning=False)
        else:
            self._say(self._run_sentence, warning=self._is_warning)

    def _say_aside(self, text: str, shown: int, *, warning: bool) -> None:
        self._say(text, warning=warning)
        self._aside_over.start(shown)

    def _say(self, text: str, *, warning: bool) -> None:
        self._sentence.set_full_text(text)
        self._mark.setVisible(warning)
        self._tint()
        self._row.arrange()

    def _watch_hint(self, words: str) -> None:
        """Note what the hint is about: Qt keeps the words of what goes off below the pointer."""
        if words:
            self._told_by = under_pointer()
            self._watch.start()
        else:
            self._watch.stop()

    def _forget_hint(self) -> None:
        """Take the hint away once the pointer is elsewhere; a menu has its own keys."""
        if QApplication.activePopupWidget() is None and under_pointer() is not self._told_by:
            self.clearMessage()

    def _tint(self) -> None:
        color = theme().colors.backward_text
        self._mark.setPixmap(pixmap("warning", color, widget_ratio(self)))


class _Row(QWidget):
    """The mark, where there is one, and the sentence.

    Placed by hand: through layouts, each new sentence would have the whole window laid out anew.
    """

    def __init__(self, mark: QLabel, sentence: QLabel) -> None:
        super().__init__()
        self._mark, self._sentence = mark, sentence
        for label in (mark, sentence):
            label.setParent(self)
        mark.hide()

    def arrange(self) -> None:
        """Put the sentence beside the mark."""
        left, right = LEFT, self.width() - RIGHT
        if self._mark.isVisibleTo(self):
            width = self._mark.sizeHint().width()
            self._mark.setGeometry(left, 0, width, self.height())
            left += width + SPACING
        self._sentence.setGeometry(left, 0, max(right - left, 0), self.height())

    def sizeHint(self) -> QSize:
        """Return the height of a line."""
        return QSize(0, self._sentence.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew."""
        super().resizeEvent(event)
        self.arrange()


class _SteadyLabel(QLabel):
    """A line of text whose room grows and shrinks in steps, seldom, as that lays the window out."""

    def __init__(self) -> None:
        super().__init__()
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)

    def set_steady_text(self, text: str) -> None:
        self.ensurePolished()
        metrics = self.fontMetrics()
        width = ROOM_STEP * -(-metrics.horizontalAdvance(text) // ROOM_STEP)
        if width != self.minimumWidth():
            self.setFixedSize(width, metrics.height())
        self.setText(text)
