"""What the window says, and where: of the run, of the page in front, of what can't be done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.runtime.snapshot import Status
from bpstudio.ui.calm import Calm
from bpstudio.ui.race.words import race_sentence
from bpstudio.ui.sentence import curly, run_sentence, run_summary, trouble_words

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtCore import SignalInstance

    from bpstudio.refusal import Refusal
    from bpstudio.ui.document import Document
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.session import Session

OF_FILES = ("can't", "grew", "has", "is", "isn't", "may", "must", "needs", "would")
CALM = 90  # ms, about three ticks: numbers that change more often can't be read


class Narrator(QObject):
    """Keeps toolbar and status bar up with the run; says in the banner what has to be read.

    Parameters
    ----------
    parts
        Where it speaks, and of what: the page in front may have something to say itself, the
        network's has the step-through's sentence, and points a culprit out.
    """

    def __init__(self, document: Document, session: Session, parts: Parts) -> None:
        super().__init__(session)
        self._document, self._session, self._showing = document, session, parts.showing
        self._stage, self._pages = parts.stage, parts.pages
        self._status, self._readouts = parts.status, parts.toolbar.readouts
        self._trouble = ""  # what the banner says of the run
        self._calm = Calm(CALM, self.show_run, self)
        self._stage.passes.found.connect(self.follow_run)
        session.snapshot_changed.connect(self.follow_run)
        session.status_changed.connect(self._show_trouble)

    def follow_run(self) -> None:
        """Say how the run stands, no more often than it can be read while it trains."""
        self._calm.ask(now=not self._session.snapshot.is_training)

    def show_run(self) -> None:
        """Say now how the run stands; below a page that has something to say itself, that."""
        snapshot, preparing = self._session.snapshot, self._session.preparing
        self._readouts.show_snapshot(snapshot)
        if self._pages.current.status is not None:
            self.show_status()
            return
        race = "" if preparing else race_sentence(snapshot, self._session.recorder)
        told = race or self._stage.passes.sentence
        showing = self._showing
        self._status.show_run(
            told or run_sentence(self._session.told, self._document.dataset, preparing),
            run_summary(showing.experiment, showing.dataset, snapshot.steps_per_second),
            warning=snapshot.status in (Status.DIVERGED, Status.FAILED),
            now=not snapshot.is_training,
        )

    def show_status(self) -> None:
        """Say what the page in front has to say, if anything."""
        if (status := self._pages.current.status) is not None:
            sentence, summary = status()
            self._status.show_run(sentence, summary, warning=False, now=True)

    def _show_trouble(self) -> None:
        """Say in full what stopped the training by itself; the status bar has less room."""
        snapshot, banner = self._session.snapshot, self._pages.banner
        is_stale = snapshot.experiment != self._document.experiment
        if snapshot.status in (Status.DIVERGED, Status.FAILED) and not is_stale:
            if snapshot.message != self._trouble:  # told once, and kept while one looks back
                self._trouble = snapshot.message
                self._stage.canvas.point_out(snapshot.culprit)
                banner.show_message(*trouble_words(snapshot))
        elif self._trouble and not snapshot.is_past:  # what a file's refusal says stays
            self._trouble = ""
            banner.hide()

    def hear(
        self,
        *,
        done: Iterable[SignalInstance] = (),
        refused: Iterable[SignalInstance] = (),
        troubles: Iterable[SignalInstance] = (),
    ) -> None:
        """Say from now on what these tell.

        Parameters
        ----------
        done, refused
            With a sentence, which the status bar says for a while.
        troubles
            With a title and a detail, which the banner says until it is dismissed.
        """
        for signal in done:
            signal.connect(self._status.show_notice)
        for signal in refused:
            signal.connect(self.refuse)
        for signal in troubles:
            signal.connect(self._pages.banner.show_message)

    def refuse(self, text: str) -> None:
        """Say in the status bar what was refused."""
        self._status.show_refusal(f"{text.rstrip('.')}. Nothing was changed.")

    def refuse_file(self, what: str, refusal: Refusal, kept: str) -> None:
        """Say what couldn't be done with a file, and why; `kept` is open as it was."""
        self._pages.banner.show_message(
            what,
            f"{_sentence(refusal)}\n{kept} is open as it was.",
        )

    def tell_unkept(self, why: str) -> None:
        """Say that what isn't saved would be lost in a crash."""
        self._pages.banner.show_message(
            "Unsaved work can’t be kept for the case of a crash.",
            f"{curly(why.rstrip('.'))}.\nIt is tried again every minute; "
            "until then, save your work yourself now and then.",
        )

    def tell_kept(self) -> None:
        """Say that it wouldn't any more."""
        self._status.show_notice("Unsaved work is kept again.")


def _sentence(refusal: Refusal) -> str:
    """Return a refusal as a sentence; what has no place within the file is said of the file."""
    text = str(refusal).rstrip(".")
    if not refusal.place:
        is_verb = text.partition(" ")[0] in OF_FILES
        text = f"It {text}" if is_verb else f"{text[:1].upper()}{text[1:]}"
    return f"{curly(text)}."
