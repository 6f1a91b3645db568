"""Opens a file without a window, by the functions that the window uses, and goes on with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.build import check_fit, load_data
from bpstudio.experiment.circuits.storage import read_diagram
from bpstudio.experiment.document_file import read_contents
from bpstudio.experiment.file_format import CIRCUIT, LESSON, format_of
from bpstudio.experiment.lessons.checking import check_lesson
from bpstudio.experiment.lessons.making import Made, made
from bpstudio.experiment.lessons.storage import read_lesson, states_of
from bpstudio.experiment.memory import check_memory
from bpstudio.experiment.parameters_file import read_parameters
from bpstudio.experiment.spec import DataSpec
from bpstudio.experiment.table_path import rooted
from bpstudio.refusal import Refusal
from bpstudio.runtime.documents import begun, learned
from bpstudio.runtime.history import BUDGET, History
from bpstudio.runtime.time_machine import TimeMachine
from bpstudio.runtime.walking.finding import check_passes
from bpstudio.ui.tex.checking import can_be_set
from tests.trials.corpus import SHAPE

if TYPE_CHECKING:
    from bpstudio.experiment.lessons.lesson import Lesson
    from bpstudio.experiment.spec import Experiment
    from bpstudio.runtime.run import Run

TAKEN = ""
MUCH = 200_000  # samples: what asks for more gets it, which takes its time
MANY = 10**6  # parameters, likewise
LONGEST = 500  # characters of a refusal


def tried(name: str) -> str:
    """Read a file, and train what was read for some steps; return the refusal, or `TAKEN`."""
    path = Path(name)
    try:
        with np.errstate(all="ignore"):  # what overflows is found in the loss, as in the worker
            _read(path)
    except Refusal as refusal:
        return in_words(refusal)
    return TAKEN


def in_words(refusal: Refusal) -> str:
    """Return what a user is told, if it is fit to be."""
    words = str(refusal)
    if not words.isprintable() or len(words) > LONGEST or not refusal.reason:
        raise AssertionError(f"nobody can read this: {words[:LONGEST]!r}")
    return words


def _read(path: Path) -> None:
    if path.suffix == ".safetensors":
        parameters = Parameters(SHAPE)
        read_parameters(parameters, path)
        assert np.isfinite(parameters.flat).all()
    elif path.suffix == ".csv":
        load_data(DataSpec(path=str(path)), "cross_entropy", Path())
    elif format_of(path) == CIRCUIT:
        read_diagram(path)
    elif format_of(path) == LESSON:
        _check_lesson(path)
    else:
        _read_experiment(path)


def _check_lesson(path: Path) -> None:
    lesson = read_lesson(path)
    if not teaches_much(lesson, path.parent):
        check_lesson(lesson, path.parent, can_be_set, check_passes)


def teaches_much(lesson: Lesson, folder: Path) -> bool:
    """Whether a state of a lesson has an experiment that asks for much."""
    now = Made()
    for number, step in enumerate(lesson.steps):
        for _, state in states_of(step, f"steps[{number}]"):
            try:
                now = made(state, now, folder)
            except Refusal:
                return False
            if now.experiment is not None and asks_for_much(now.experiment):
                return True
    return False


def _read_experiment(path: Path) -> None:
    contents = read_contents(path)
    experiment = rooted(contents.experiment, path.parent)
    if samples_of(experiment) > MUCH:
        return
    data = load_data(experiment.data, experiment.loss, Path())
    check_fit(experiment, data)
    check_memory(experiment, data)
    if not contents.has_parameters or asks_for_much(experiment):
        return
    run = begun(
        learned(contents, experiment, data, path.parent),
        experiment,
        data,
        history=History(BUDGET),
    )
    _go_on(run)


def _go_on(run: Run) -> None:
    """Look back to all that can be had, and make some updates."""
    machine = TimeMachine()
    for step in (run.timeline.first, run.newest // 2, run.newest):
        machine.travel(run, step)
        machine.go_on()
    run.train()
    run.advance(3)


def asks_for_much(experiment: Experiment) -> bool:
    """Whether an experiment is sound but large: then memory and time are what was asked for."""
    widths = [layer.units for layer in experiment.hidden]
    inputs = experiment.data.features if experiment.data.name == "noise" else 100
    weights = sum(units * before for units, before in zip(widths, [inputs, *widths], strict=False))
    return samples_of(experiment) > MUCH or weights > MANY


def samples_of(experiment: Experiment) -> int:
    """Return how many columns of data an experiment has made."""
    data = experiment.data
    return data.samples * (data.features if data.name == "noise" else 1)
