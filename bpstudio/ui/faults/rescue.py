"""What is kept after a fault, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from bpstudio.runtime.snapshot import Status
from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.main_window import MainWindow

STATES = {
    Status.RUNNING: "training goes on",
    Status.PAUSED: "training is paused",
    Status.FINISHED: "training has finished",
    Status.DIVERGED: "it had diverged",
    Status.FAILED: "training has stopped, and Train goes on with it",
}


class Rescue(Protocol):
    """A window from which things can be saved."""

    has_document: bool

    @property
    def ground(self) -> QWidget:
        """The window that stands there, for a dialog to stand on."""

    def kept(self) -> list[str]:
        """Return what is kept, a sentence each."""

    def save(self) -> bool:
        """Save the document in front under a name that the user picks; False where they don't."""

    def quit(self) -> None:
        """Close the window, after asking about unsaved edits."""


class NoRescue:
    """What there is before there is a window: nothing."""

    has_document = False

    @property
    def ground(self) -> QWidget:
        """The window, which there isn’t."""
        raise LookupError("there is no window")

    def kept(self) -> list[str]:
        """Return what is kept."""
        return ["No document was open, and no file has been changed."]

    def save(self) -> bool:
        """Save nothing."""
        return False

    def quit(self) -> None:
        """Leave it to whoever has asked."""


class WindowRescue:
    """What is kept in the main window."""

    has_document = True

    def __init__(self, window: MainWindow) -> None:
        self._window = window

    @property
    def ground(self) -> QWidget:
        """The window that stands there, for a dialog to stand on."""
        return self._window

    def kept(self) -> list[str]:
        """Return what is kept: the document in front, and the run."""
        return [self._document(), self._run()]

    def _document(self) -> str:
        front = self._window.files.front
        edits = ", with its unsaved edits" if front.is_dirty else ""
        return f"The {front.kind.noun} {front.name} is open as it was{edits}, and can be saved."

    def _run(self) -> str:
        snapshot = self._window.session.snapshot
        state = STATES[snapshot.status]
        return f"The run is at step {count(snapshot.step)}; {state}."

    def save(self) -> bool:
        """Save the document in front under a name that the user picks; False where they don't."""
        return self._window.files.save_as()

    def quit(self) -> None:
        """Close the window, after asking about unsaved edits."""
        if self._window.files.may_leave():
            self._window.close()
