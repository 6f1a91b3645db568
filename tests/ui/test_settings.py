from pathlib import Path

import pytest

from bpstudio.ui import settings


def test_a_new_user_has_defaults() -> None:
    assert settings.theme_mode() == "system"
    assert settings.pace_stop() is None
    assert settings.recent_files() == ()
    assert settings.window_place() is None
    assert not settings.is_maximised()


def test_what_was_chosen_is_remembered() -> None:
    settings.set_theme_mode("dark")
    settings.set_pace_stop("full")
    assert settings.theme_mode() == "dark"
    assert settings.pace_stop() == "full"


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
