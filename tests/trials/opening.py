"""Opens files in a window of this process; what is open must stay so where one is refused."""

from __future__ import annotations

import logging
import os
import time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtWidgets import QApplication

from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.file_format import CIRCUIT, LESSON, format_of
from bpstudio.experiment.lessons.storage import read_lesson
from bpstudio.refusal import Refusal
from bpstudio.runtime.snapshot import Status
from bpstudio.ui.app import create_window, faults
from tests.trials.reading import TAKEN, asks_for_much, in_words, teaches_much, tried

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.ui.main_window import MainWindow

__all__ = ["opened", "tried"]

LONGEST = 1.0  # seconds until what was opened is trained; or else it is refused, in words


class _Heard(logging.Handler):
    """Keeps what is logged as an error."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.words: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.words.append(self.format(record))


@cache
def _window() -> tuple[MainWindow, list[str], list[str]]:
    """Return a window in sight, what was refused in it, and what went wrong in it."""
    heard = _Heard()
    logging.getLogger().addHandler(heard)
    window = create_window()
    faults().reported.connect(heard.words.append)
    refused: list[str] = []
    for one in (window.files, window.opener, window.guide):
        one.refused.connect(lambda _, refusal: refused.append(in_words(refusal)))
    window.resize(960, 600)
    window.show()
    return window, refused, heard.words


def opened(name: str) -> str:
    """Open a file in the window, and let it be trained; return the refusal, or `TAKEN`."""
    window, refused, troubles = _window()
    path = Path(name)
    if _is_large(path):
        return TAKEN
    refused.clear()
    troubles.clear()
    before = _state(window)
    if format_of(path) == LESSON:
        _go_through(window, path)
        assert _state(window) == before, "the user’s own document isn’t as it was"
    elif not window.opener.open(path):
        _process_events()
        assert refused, "nothing was said"
        assert _state(window) == before, "what was open has changed"
    elif format_of(path) != CIRCUIT:
        _train(window)
    _process_events()
    assert not troubles, troubles[0]
    return refused[0] if refused else TAKEN


def _is_large(path: Path) -> bool:
    if path.suffix not in (".json", ".bps"):
        return False
    try:
        if format_of(path) == LESSON:
            return teaches_much(read_lesson(path), path.parent)
        return asks_for_much(read_contents(path).experiment)
    except Refusal:
        return False


def _state(window: MainWindow) -> tuple[object, ...]:
    """Return what stays as it is where a file is refused."""
    document = window.document
    return (
        document.experiment,
        document.path,
        document.is_dirty,
        document.undo_stack.count(),
        id(document.dataset),
        window.circuit.document.diagram,
    )


def _go_through(window: MainWindow, path: Path) -> None:
    """Open a lesson, have one of its states shown, leave it in the midst of that or after."""
    guide = window.guide
    window.opener.open(path)
    for place in range(guide.course.steps, 0, -1):
        guide.course.go_to(place)
        if guide.course.step is not None and guide.course.step.show is not None:
            guide.show_state()
            _wait_until(lambda: not guide.stagehand.is_busy)
            break
    guide.close()
    guide.course.close()


def _train(window: MainWindow) -> None:
    """Wait until the worker has what was opened, and make an update with it."""
    session, wanted = window.session, window.document.experiment
    _wait_until(lambda: session.snapshot.experiment == wanted or _has_failed(window))
    before = session.snapshot
    session.step()
    _wait_until(lambda: session.snapshot is not before or _has_failed(window))


def _has_failed(window: MainWindow) -> bool:
    return window.session.snapshot.status is Status.FAILED


def _wait_until(is_so: Callable[[], bool]) -> None:
    end = time.perf_counter() + LONGEST
    while not is_so() and time.perf_counter() < end:
        _process_events()
        time.sleep(0.002)


def _process_events() -> None:
    QApplication.processEvents()
