"""Offers what earlier windows have kept and nobody has saved."""

from __future__ import annotations

import os
import shutil
import time
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QFile, QObject, QTimer, Signal

from bpstudio.ui.keeper import UNTITLED
from bpstudio.ui.numbers import count
from bpstudio.ui.sentence import curly
from bpstudio.ui.widgets.kept_work import KeptWork, Piece

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from bpstudio.runtime.left_behind import Found
    from bpstudio.runtime.recovery import Kept
    from bpstudio.ui.actions import Actions
    from bpstudio.ui.autosave import Autosave
    from bpstudio.ui.opener import Opener

POLL = 50  # ms between two looks at whether the search is over
MOST_NAME = 200  # bytes: the trash adds endings of its own, and a name has 255
TOLD = 1  # of what can’t be had back: all there is room for in a small window
ASIDE_TOO, STUCK_TOO = "were put aside there, too", "are still where they were, too"
UNREADABLE = "Some work that was kept can’t be recovered."


class Recovery(QObject):
    """Searches for kept work when it is told to, and offers it in the window.

    What was offered before, and let be in a window that was then closed in order, is offered only
    when the user asks for it.

    Signals
    -------
    told
        What has become of a piece, in words.
    refused
        A title, and in detail what couldn't be had back, and why.
    """

    told = Signal(str)
    refused = Signal(str, str)

    def __init__(self, autosave: Autosave, opener: Opener, actions: Actions) -> None:
        super().__init__(autosave)
        self.bar = KeptWork()
        self._autosave, self._opener = autosave, opener
        self._show = actions["actionRecover"]
        self._pieces: list[Kept] = []
        self._let_be: list[Kept] = []  # at first behind the menu's command alone
        self._coming: Kept | None = None  # what was to be recovered last
        self._search: Future[Found] | None = None
        self._timer = QTimer(self, interval=POLL)
        self._timer.timeout.connect(self._look)
        self.bar.recover_wanted.connect(self._recover)
        self.bar.discard_wanted.connect(self._discard)
        self._show.triggered.connect(self._show_all)
        self._show.setEnabled(False)

    def offer(self) -> None:
        """Search, beside everything else, and offer what is found."""
        self._search = self._autosave.saver.search()
        self._timer.start()

    def stop(self) -> None:
        """Search no more."""
        self._timer.stop()

    def _look(self) -> None:
        if self._search is None or not self._search.done():
            return
        self._timer.stop()
        found = self._search.result()
        self._pieces = [kept for kept in found.kept if not kept.is_seen]
        self._let_be = [kept for kept in found.kept if kept.is_seen]
        told = [*_told(found.troubles, ASIDE_TOO), *_told(found.stuck, STUCK_TOO)]
        if told:
            self.refused.emit(UNREADABLE, "\n".join(told))
        self._list()

    def _list(self) -> None:
        self.bar.show_pieces([_piece(kept) for kept in self._pieces])
        self._show.setEnabled(bool(self._pieces or self._let_be))

    def _show_all(self) -> None:
        if self._let_be:
            self._pieces, self._let_be = self._pieces + self._let_be, []
            self._list()
        self.bar.take_focus()

    def _recover(self, place: int) -> None:
        kept = self._coming = self._pieces[place]
        self._opener.recover(kept, _name(kept), lambda: self._adopt(kept))

    def _adopt(self, kept: Kept) -> None:
        self._autosave.adopt(kept)
        self._remove(kept)
        where = "" if kept.origin is None else f" {kept.origin} is as it was."
        self.told.emit(f"Recovered as a copy that isn’t saved yet.{where}")

    def _discard(self, place: int) -> None:
        kept = self._pieces[place]
        if kept is self._coming:
            self._opener.give_up_reading()
        is_in_trash = _trash(kept)
        self._autosave.saver.discard(kept)
        self._remove(kept)
        where = "It is in the trash." if is_in_trash else "It is removed."
        self.told.emit(f"Discarded what was kept of {_name(kept)}. {where}")

    def _remove(self, kept: Kept) -> None:
        self._pieces.remove(kept)
        if kept is self._coming:
            self._coming = None
        self._list()


def _told(troubles: Sequence[str], too: str) -> list[str]:
    """Return the first of them; however many there are, the banner leaves room for the work."""
    more = len(troubles) - TOLD
    rest = [f"{count(more)} more can’t be read, and {too}."] if more > 0 else []
    return [*map(curly, troubles[:TOLD]), *rest]


def _name(kept: Kept) -> str:
    return UNTITLED if kept.origin is None else kept.origin.name


def _piece(kept: Kept) -> Piece:
    step = f", step {count(kept.about.step)}" if kept.about.step else ""
    what = f"{kept.place.capitalize()}, kept {_when(kept.about.kept_at)}{step}"
    if kept.origin is None:
        never = "never saved to a file"
        return Piece(UNTITLED, never, what, f"{what}; {never}.")
    where = f"in {kept.origin.parent}"
    return Piece(kept.origin.name, where, what, f"{what}. {kept.origin} is as it was saved.")


def _when(seconds: float) -> str:
    then, now = datetime.fromtimestamp(seconds), datetime.fromtimestamp(time.time())
    if then.date() == now.date():
        return f"at {then:%H:%M}"
    return f"{then.day} {then:%b}, {then:%H:%M}" if then.year == now.year else f"{then:%Y-%m-%d}"


def _trash(kept: Kept) -> bool:
    """Move the file to the system's trash under a name that tells what it is; False without one."""
    stem = UNTITLED.lower() if kept.origin is None else kept.origin.stem
    what = f" ({kept.place}, not saved){kept.path.suffix}"
    named = kept.path.with_name(_cut(stem, MOST_NAME - len(os.fsencode(what))) + what)
    try:
        shutil.move(kept.path, named)
    except OSError:
        return False
    moved = QFile.moveToTrash(str(named))
    return bool(moved[0] if isinstance(moved, tuple) else moved)


def _cut(name: str, most: int) -> str:
    """Return as much of a file's name as has a number of bytes, of whole letters that Qt knows."""
    text = os.fsencode(name).decode(errors="replace")
    return text.encode()[:most].decode(errors="ignore")
