"""What the window remembers from one day to the next: theme, pace, files, its place, its panels."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast, get_args

from PySide6.QtCore import QByteArray, QRect, QSettings

from bpstudio.ui.theme import Mode

if TYPE_CHECKING:
    from collections.abc import Sequence

ORGANISATION = APPLICATION = "bpstudio"
RECENT = 8  # files
HISTORY_MEGABYTES = (24, 96, 384, 1_536)  # that one can choose from


def _store() -> QSettings:
    return QSettings(ORGANISATION, APPLICATION)


def theme_mode() -> Mode:
    """Return the theme that was asked for; the system's at first."""
    mode = _store().value("theme")
    return cast("Mode", mode) if mode in get_args(Mode) else "system"


def set_theme_mode(mode: Mode) -> None:
    """Remember the theme that was asked for."""
    _store().setValue("theme", mode)


def pace_stop() -> str | None:
    """Return the pace as the slider's words for it; None at first."""
    stop = _store().value("pace")
    return stop if isinstance(stop, str) else None


def set_pace_stop(stop: str) -> None:
    """Remember the pace."""
    _store().setValue("pace", stop)


def gate_pace() -> str | None:
    """Return the pace of a circuit's passes, as the slider's words for it; None at first."""
    stop = _store().value("gate_pace")
    return stop if isinstance(stop, str) else None


def set_gate_pace(stop: str) -> None:
    """Remember it."""
    _store().setValue("gate_pace", stop)


def history_megabytes() -> int:
    """Return how much memory the checkpoints for looking back may take; 96 MB at first."""
    known = _store().value("history_megabytes")
    return int(known) if str(known) in map(str, HISTORY_MEGABYTES) else 96


def set_history_megabytes(megabytes: int) -> None:
    """Remember that."""
    _store().setValue("history_megabytes", megabytes)


def recent_files() -> tuple[Path, ...]:
    """Return the files that were opened or saved last, newest first, that still are there."""
    names = _store().value("recent") or []
    names = [names] if isinstance(names, str) else cast("Sequence[str]", names)
    return tuple(path for path in map(Path, names) if path.is_file())


def add_recent_file(path: Path) -> None:
    """Put `path` first among the recent files."""
    path = path.resolve()
    others = [other for other in recent_files() if other != path]
    _store().setValue("recent", [str(name) for name in [path, *others][:RECENT]])


def forget_recent_files() -> None:
    """Empty the list of recent files."""
    _store().remove("recent")


def window_place() -> QRect | None:
    """Return the place of the window's frame and the size within it; None at first."""
    place = _store().value("place")
    return place if isinstance(place, QRect) and place.isValid() else None


def set_window_place(place: QRect) -> None:
    """Remember the place of the window's frame and the size within it."""
    _store().setValue("place", place)


def is_maximised() -> bool:
    """Return whether the window filled the screen."""
    return _store().value("maximised") in (True, "true")


def set_maximised(on: bool) -> None:
    """Remember whether the window filled the screen."""
    _store().setValue("maximised", on)


def panels() -> bytes | None:
    """Return where the panels stood, as it was remembered; None at first."""
    store = _store()
    state = store.value("panels")
    if isinstance(state, QByteArray):
        return bytes(state.data())
    return b"" if store.contains("panels") else None  # what isn't ours can't be right


def set_panels(state: bytes) -> None:
    """Remember where the panels stand."""
    _store().setValue("panels", QByteArray(state))


def forget_panels() -> None:
    """Let the panels stand as at first from now on."""
    _store().remove("panels")
