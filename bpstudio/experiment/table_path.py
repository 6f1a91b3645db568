"""The path of a table: absolute while an experiment is open, relative in a file beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from bpstudio.experiment.spec import replace

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment


def rooted(experiment: Experiment, folder: Path) -> Experiment:
    """Return the experiment with the path of its table made absolute, from `folder` on."""
    data = experiment.data
    if data.path is None:
        return experiment
    return replace(experiment, data=replace(data, path=str(folder / data.path)))


def seen_from(experiment: Experiment, folder: Path) -> Experiment:
    """Return the experiment with the path of a table in or below `folder` made relative."""
    data = experiment.data
    if data.path is None or not Path(data.path).is_relative_to(folder):
        return experiment
    return replace(experiment, data=replace(data, path=str(Path(data.path).relative_to(folder))))
