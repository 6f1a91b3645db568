"""The path of a table: absolute while an experiment is open, relative in a file beside it."""

from __future__ import annotations

from os.path import exists  # it takes any name, also one that is too long for the system
from pathlib import Path, PureWindowsPath
from typing import TYPE_CHECKING

from bpstudio.experiment.spec import replace

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment


def table_file(path: str, folder: Path) -> Path:
    """Return the file of a table whose path is seen from `folder`.

    Where there is none of that name, a relative path may have been written on Windows.
    """
    file, told = folder / path, PureWindowsPath(path)
    if "\\" in path and not told.anchor and not exists(file):
        other = folder / told.as_posix()
        return other if exists(other) else file
    return file


def rooted(experiment: Experiment, folder: Path) -> Experiment:
    """Return the experiment with the path of its table made absolute, from `folder` on."""
    data = experiment.data
    if data.path is None:
        return experiment
    return replace(experiment, data=replace(data, path=str(table_file(data.path, folder))))


def seen_from(experiment: Experiment, folder: Path) -> Experiment:
    """Return the experiment with the path of a table in or below `folder` made relative.

    Its folders are set apart by slashes, as all systems read them.
    """
    data = experiment.data
    if data.path is None or not Path(data.path).is_relative_to(folder):
        return experiment
    path = Path(data.path).relative_to(folder).as_posix()
    return replace(experiment, data=replace(data, path=path))
