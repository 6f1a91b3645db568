"""What the window remembers from one day to the next: theme, pace, files, its place, its panels.

Whatever stands in the file, each of these functions returns what can be used: what was chosen, or
as at first. `mend` puts out of the file what can't be used, and says so.
"""

from __future__ import annotations

import os
from base64 import b64decode, b64encode
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtCore import QRect, QStandardPaths

from bpstudio.ui.store import BROKEN, NEWER, UNREADABLE, Store
from bpstudio.ui.theme import Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

ORGANISATION = APPLICATION = "bpstudio"
FILE = "settings.json"
RECENT = 8  # files
HISTORY_MEGABYTES = (24, 96, 384, 1_536)  # that one can choose from
LONGEST_WORDS, LONGEST_PATH = 64, 4_096  # characters
MOST_LESSONS = 500  # and steps of one
FARTHEST, LARGEST = 100_000, 32_767  # px: from the corner of the screen; of a window


def _store() -> Store:
    place = QStandardPaths.StandardLocation.GenericConfigLocation
    return _store_at(QStandardPaths.writableLocation(place))


@cache
def _store_at(folder: str) -> Store:
    return Store(Path(folder) / APPLICATION / FILE)


def theme_mode() -> Mode:
    """Return the theme that was asked for; the system's at first."""
    mode = _store().value("theme")
    return cast("Mode", mode) if _is_mode(mode) else "system"


def set_theme_mode(mode: Mode) -> None:
    """Remember the theme that was asked for."""
    _store().setValue("theme", mode)


def _is_mode(value: object) -> bool:
    return isinstance(value, str) and value in get_args(Mode)


def pace_stop() -> str | None:
    """Return the pace as the slider's words for it; None at first."""
    stop = _store().value("pace")
    return stop if _is_words(stop) else None


def set_pace_stop(stop: str) -> None:
    """Remember the pace."""
    _store().setValue("pace", stop)


def gate_pace() -> str | None:
    """Return the pace of a circuit's passes, as the slider's words for it; None at first."""
    stop = _store().value("gate_pace")
    return stop if _is_words(stop) else None


def set_gate_pace(stop: str) -> None:
    """Remember it."""
    _store().setValue("gate_pace", stop)


def _is_words(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= LONGEST_WORDS


def history_megabytes() -> int:
    """Return how much memory the checkpoints for looking back may take; 96 MB at first."""
    known = _store().value("history_megabytes")
    return int(known) if _is_size(known) else 96


def set_history_megabytes(megabytes: int) -> None:
    """Remember that."""
    _store().setValue("history_megabytes", megabytes)


def _is_size(value: object) -> bool:
    return isinstance(value, int | str) and str(value) in map(str, HISTORY_MEGABYTES)


def shows_start() -> bool:
    """Return whether a window without a file opens with the start screen; at first it does."""
    return _store().value("start_screen") is not False


def set_shows_start(on: bool) -> None:
    """Remember that."""
    _store().setValue("start_screen", on)


def recent_files() -> tuple[Path, ...]:
    """Return the files that were opened or saved last, newest first, that still are there."""
    names = _store().value("recent")
    if not _are_paths(names):
        return ()
    return tuple(path for path in map(Path, names[:RECENT]) if os.path.isfile(path))


def add_recent_file(path: Path) -> None:
    """Put `path` first among the recent files."""
    path = path.resolve()
    others = [other for other in recent_files() if other != path]
    _store().setValue("recent", [str(name) for name in [path, *others][:RECENT]])


def forget_recent_files() -> None:
    """Empty the list of recent files."""
    _store().remove("recent")


def data_folder() -> Path | None:
    """Return where a table was picked last; None at first, and where that folder is gone."""
    name = _store().value("data_folder")
    return Path(str(name)) if _is_path(name) and os.path.isdir(str(name)) else None


def set_data_folder(folder: Path) -> None:
    """Remember it."""
    _store().setValue("data_folder", str(folder))


def _are_paths(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_path, value))


def _is_path(value: object) -> bool:
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_PATH or "\0" in value:
        return False
    try:
        os.fsencode(value)
    except UnicodeError:
        return False
    return True


def lessons_solved() -> dict[str, frozenset[int]]:
    """Return which steps of which lessons are done, from 0; nothing at first."""
    known = _store().value("lessons")
    return {name: frozenset(steps) for name, steps in known.items()} if _is_solved(known) else {}


def set_lessons_solved(solved: Mapping[str, Iterable[int]]) -> None:
    """Remember that."""
    _store().setValue("lessons", {name: sorted(steps) for name, steps in solved.items()})


def _is_solved(value: object) -> bool:
    if not isinstance(value, dict) or len(value) > MOST_LESSONS:
        return False
    return all(_is_words(name) and _are_steps(steps) for name, steps in value.items())


def _are_steps(value: object) -> bool:
    if not isinstance(value, list) or len(value) > MOST_LESSONS:
        return False
    return all(type(step) is int and 0 <= step < MOST_LESSONS for step in value)


def window_place() -> QRect | None:
    """Return the place of the window's frame and the size within it; None at first."""
    place = _store().value("place")
    return QRect(*place) if _is_place(place) else None


def set_window_place(place: QRect) -> None:
    """Remember the place of the window's frame and the size within it."""
    _store().setValue("place", [place.x(), place.y(), place.width(), place.height()])


def _is_place(value: object) -> bool:
    if not isinstance(value, list) or len(value) != 4:
        return False
    if any(type(number) is not int for number in value):
        return False
    x, y, width, height = value
    is_near = max(abs(x), abs(y)) <= FARTHEST
    return bool(is_near and 0 < width <= LARGEST and 0 < height <= LARGEST)


def is_maximised() -> bool:
    """Return whether the window filled the screen."""
    return _store().value("maximised") is True


def set_maximised(on: bool) -> None:
    """Remember whether the window filled the screen."""
    _store().setValue("maximised", on)


def _is_switch(value: object) -> bool:
    return isinstance(value, bool)


def panels() -> bytes | None:
    """Return where the panels stood, as it was remembered; None at first."""
    store = _store()
    if not store.contains("panels"):
        return None
    known = store.value("panels")
    return b64decode(known) if _is_coded(known) else b""  # what isn't ours can't be right


def set_panels(state: bytes) -> None:
    """Remember where the panels stand."""
    _store().setValue("panels", b64encode(state).decode())


def forget_panels() -> None:
    """Let the panels stand as at first from now on."""
    _store().remove("panels")


def _is_coded(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        b64decode(value, validate=True)
    except ValueError:
        return False
    return True


# What each value has to be, and what it is called where it isn't that.
KNOWN: dict[str, tuple[str, Callable[[object], bool]]] = {
    "theme": ("the theme", _is_mode),
    "pace": ("the pace", _is_words),
    "gate_pace": ("the circuit’s pace", _is_words),
    "history_megabytes": ("the memory for looking back", _is_size),
    "start_screen": ("whether the start screen is shown", _is_switch),
    "recent": ("the recent files", _are_paths),
    "data_folder": ("where tables are looked for", _is_path),
    "lessons": ("how far you are through the chapter", _is_solved),
    "place": ("the window’s place", _is_place),
    "maximised": ("whether the window fills the screen", _is_switch),
    "panels": ("where the panels stand", _is_coded),
}
TROUBLES = {
    BROKEN: "The settings couldn’t be read, so everything is as at first.",
    NEWER: "The settings are of a newer bpstudio, so everything is as at first.",
    UNREADABLE: "The settings couldn’t be opened, so everything is as at first.",
}


def mend() -> str:
    """Put what can't be used out of the file; say in a sentence what is as at first now, if any."""
    store = _store()
    store.contains("theme")  # it is read now
    if trouble := store.trouble:
        name = store.put_aside()
        return TROUBLES[trouble] + (f" They are kept as {name}." if name else "")
    broken = [
        key
        for key, (_, fits) in KNOWN.items()
        if store.contains(key) and not fits(store.value(key))
    ]
    for key in broken:
        store.remove(key)
    if broken:
        what = ", ".join(KNOWN[key][0] for key in broken)
        return f"These settings couldn’t be used, so they are as at first: {what}."
    if not store.may_be_written:
        return f"What you set won’t be remembered: {store.path} can’t be written."
    return ""
