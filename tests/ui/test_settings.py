import json
import os
from base64 import b64encode
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as how
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from bpstudio.ui import settings
from bpstudio.ui.store import LARGEST, VERSION
from bpstudio.ui.theme import Mode

GETTERS = (
    settings.theme_mode,
    settings.pace_stop,
    settings.gate_pace,
    settings.history_megabytes,
    settings.recent_files,
    settings.window_place,
    settings.is_maximised,
    settings.panels,
)


def the_file() -> Path:
    path = settings._store().path
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def put(content: bytes) -> Path:
    path = the_file()
    path.write_bytes(content)
    return path


def put_values(**values: object) -> Path:
    return put(json.dumps({"version": VERSION, **values}).encode())


def assert_all_are_sound() -> None:
    assert settings.theme_mode() in get_args(Mode)
    for words in (settings.pace_stop(), settings.gate_pace()):
        assert words is None or 0 < len(words) <= settings.LONGEST_WORDS
    assert settings.history_megabytes() in settings.HISTORY_MEGABYTES
    assert all(path.is_file() for path in settings.recent_files())
    place = settings.window_place()
    assert place is None or (place.isValid() and place.width() <= settings.LARGEST)
    assert settings.is_maximised() in (True, False)
    assert isinstance(settings.panels(), bytes | None)


def test_a_new_user_has_defaults() -> None:
    assert settings.theme_mode() == "system"
    assert settings.pace_stop() is None
    assert settings.recent_files() == ()
    assert settings.window_place() is None
    assert not settings.is_maximised()
    assert settings.mend() == ""


def test_what_was_chosen_is_remembered() -> None:
    settings.set_theme_mode("dark")
    settings.set_pace_stop("full")
    assert settings.theme_mode() == "dark"
    assert settings.pace_stop() == "full"


def test_every_value_comes_back_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.json").touch()
    settings.set_theme_mode("dark")
    settings.set_pace_stop("1 000 updates/s")
    settings.set_gate_pace("2 gates/s")
    settings.set_history_megabytes(384)
    settings.add_recent_file(tmp_path / "a.json")
    settings.set_window_place(QRect(-5, 7, 1000, 700))
    settings.set_maximised(True)
    settings.set_panels(bytes(range(256)))
    before = [get() for get in GETTERS]
    settings._store_at.cache_clear()  # as another process would
    assert [get() for get in GETTERS] == before
    assert settings.window_place() == QRect(-5, 7, 1000, 700)
    assert settings.panels() == bytes(range(256))
    assert settings.mend() == ""


def test_recent_files_are_newest_first_without_those_that_went(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.json" for number in range(settings.RECENT + 2)]
    for path in paths:
        path.write_text("{}")
        settings.add_recent_file(path)
    assert settings.recent_files() == tuple(paths[: -settings.RECENT - 1 : -1])
    settings.add_recent_file(paths[-2])
    assert settings.recent_files()[0] == paths[-2]
    paths[-2].unlink()
    assert settings.recent_files()[0] == paths[-1]
    settings.forget_recent_files()
    assert settings.recent_files() == ()


@pytest.mark.parametrize(("stored", "read"), [(None, 96), (384, 384), ("24", 24), ("lots", 96)])
def test_the_memory_for_looking_back_is_one_of_the_choices(stored: object, read: int) -> None:
    if stored is not None:
        settings._store().setValue("history_megabytes", stored)
    assert settings.history_megabytes() == read


UNUSABLE = {
    "empty": b"",
    "rubbish": bytes(range(256)) * 40,
    "half": b'{"version": 1, "theme": "dar',
    "a list": b"[1, 2]",
    "no version": b'{"theme": "dark"}',
    "version of another kind": b'{"version": "1", "theme": "dark"}',
    "version zero": b'{"version": 0}',
    "deep": b"[" * 100_000,
    "huge": b'{"version": 1, "theme": "' + b"x" * LARGEST + b'"}',
    "digits": b'{"version": 1, "place": [' + b"9" * 5_000 + b"]}",
}


@pytest.mark.parametrize("content", UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_cannot_be_read_is_kept_and_said_once(content: bytes) -> None:
    path = put(content)
    assert_all_are_sound()
    assert settings.theme_mode() == "system"
    said = settings.mend()
    assert said.startswith("The settings couldn’t be read, so everything is as at first.")
    assert path.with_name("settings.broken.json").read_bytes() == content
    assert settings.mend() == ""
    settings.set_theme_mode("light")
    assert json.loads(path.read_bytes()) == {"version": VERSION, "theme": "light"}


def test_settings_of_a_newer_version_are_kept_for_it() -> None:
    content = json.dumps({"version": VERSION + 1, "theme": "sepia"}).encode()
    path = put(content)
    assert settings.theme_mode() == "system"
    said = settings.mend()
    assert said == (
        "The settings are of a newer bpstudio, so everything is as at first. "
        "They are kept as settings.newer.json."
    )
    assert path.with_name("settings.newer.json").read_bytes() == content
    assert settings.mend() == ""


def test_what_is_written_before_it_is_said_does_not_lose_the_file_either() -> None:
    path = put(b"rubbish")
    settings.set_theme_mode("dark")
    assert path.with_name("settings.broken.json").read_bytes() == b"rubbish"
    assert settings.theme_mode() == "dark"


def test_what_cannot_be_used_is_named_and_the_rest_stays() -> None:
    put_values(theme="pink", pace=["fast"], history_megabytes=384, place=[0, 0, 1e9, 5], tomorrow=1)
    said = settings.mend()
    assert said == (
        "These settings couldn’t be used, so they are as at first: "
        "the theme, the pace, the window’s place."
    )
    assert settings.mend() == ""
    assert settings.history_megabytes() == 384
    assert json.loads(the_file().read_bytes())["tomorrow"] == 1, "what others keep is theirs"


@pytest.mark.parametrize(
    "place",
    [
        [0, 0, 2**31, 400],
        [2**40, 0, 400, 400],
        [0, 0, -5, 400],
        [0, 0, 0, 0],
        [True, 0, 4, 4],
        [0, 0, 400],
        "0 0 400 400",
        {"x": 1},
        None,
    ],
)
def test_an_absurd_place_is_none(place: object) -> None:
    put_values(place=place)
    assert settings.window_place() is None
    assert "the window’s place" in settings.mend()


def test_a_folder_in_the_place_of_the_file_is_put_aside() -> None:
    the_file().mkdir()
    assert_all_are_sound()
    assert settings.mend().startswith("The settings couldn’t be opened")
    settings.set_theme_mode("dark")
    assert the_file().is_file()


def test_what_would_be_waited_for_is_not_read() -> None:
    os.mkfifo(the_file())
    assert settings.theme_mode() == "system"
    assert settings.mend().startswith("The settings couldn’t be opened")


def test_where_nothing_can_be_written_it_is_remembered_while_it_runs(home: Path) -> None:
    (home / "config").write_text("no folder")
    said = settings.mend()
    assert said.startswith("What you set won’t be remembered: ")
    settings.set_theme_mode("dark")
    assert settings.theme_mode() == "dark"
    assert not settings._store().is_writable


def test_a_full_disk_stops_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    path = put_values(theme="light")

    def fill(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", fill)
    settings.set_theme_mode("dark")
    assert settings.theme_mode() == "dark"
    assert json.loads(path.read_bytes())["theme"] == "light"


def test_two_processes_keep_each_others_values() -> None:
    mine = settings._store()
    mine.setValue("theme", "dark")
    settings._store_at.cache_clear()
    settings.set_pace_stop("full")
    mine.setValue("maximised", True)
    assert json.loads(mine.path.read_bytes()) == {
        **{"version": VERSION, "theme": "dark", "pace": "full", "maximised": True}
    }


LEAF = st.none() | st.booleans() | st.integers() | st.floats() | st.text()
JSON = st.recursive(
    LEAF, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=5
)
FEW = how(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_leave_sound_values(content: bytes) -> None:
    put(content)
    assert_all_are_sound()
    settings.mend()
    assert_all_are_sound()
    assert settings.mend() == ""


@FEW
@given(st.dictionaries(st.sampled_from(list(settings.KNOWN)), JSON))
def test_any_values_leave_sound_ones_and_what_went_is_said(values: dict[str, object]) -> None:
    put_values(**values)
    assert_all_are_sound()
    unfit = [
        name
        for key, (name, fits) in settings.KNOWN.items()
        if key in values and not fits(values[key])
    ]
    said = settings.mend()
    assert bool(said) == bool(unfit)
    assert all(name in said for name in unfit)
    settings.set_theme_mode("dark")
    assert settings.theme_mode() == "dark"
    assert_all_are_sound()


def test_nothing_in_a_file_is_carried_out(tmp_path: Path) -> None:
    # what Qt's own settings unpickle, as their file has it
    coded = b64encode(b"cos\nsystem\n(S'touch %b'\ntR." % bytes(tmp_path / "done")).decode()
    put_values(theme=f"@Variant({coded})", panels=coded)
    assert_all_are_sound()
    assert not (tmp_path / "done").exists()
