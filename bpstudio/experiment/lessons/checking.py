"""Whether a lesson works: its experiments and circuits are made, its answers looked at.

Live facts, such as a loss, aren't known without a window; all others are.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.engine.flow import forward
from bpstudio.engine.flow.progress import steps as passes_of
from bpstudio.experiment import build
from bpstudio.experiment.lessons.conditions import all_hold, is_right, read
from bpstudio.experiment.lessons.facts import FACTS, Of, field_at
from bpstudio.experiment.lessons.lesson import Equation
from bpstudio.experiment.lessons.making import Made, made, node_called, within
from bpstudio.experiment.lessons.possible import (
    check_kind,
    check_layer,
    check_needs,
    check_selected,
    layer_names,
)
from bpstudio.experiment.lessons.scene import CircuitScene, RunScene, Scene
from bpstudio.experiment.memory import check_memory
from bpstudio.refusal import Refusal, printable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.lessons.lesson import Condition, Do, Fact, Lesson, Predict, State, Step
    from bpstudio.experiment.spec import DataSpec, Experiment

    CheckPasses = Callable[[State, Experiment, Dataset], None]

LONGEST = 400  # characters of what is said of a table


def check_lesson(
    lesson: Lesson,
    folder: Path,
    can_be_set: Callable[[str], bool],
    check_passes: CheckPasses,
) -> None:
    """Refuse a lesson that wouldn't work.

    Parameters
    ----------
    folder
        Where its file lies.
    can_be_set
        Whether a TeX can be set.
    check_passes
        Refuses what a state shows of the passes of an experiment on its data, and isn't there.

    Raises
    ------
    Refusal
        With the place in the lesson, and what is wrong there.
    """
    for at, paragraph in enumerate(lesson.text):
        if isinstance(paragraph, Equation) and not can_be_set(paragraph.tex):
            raise Refusal(f"text[{at}].tex", "can’t be set as an equation")
    stage = _Stage(folder, check_passes)
    for number, step in enumerate(lesson.steps):
        place = f"steps[{number}]"
        if step.equation and not can_be_set(step.equation):
            raise Refusal(f"{place}.equation", "can’t be set as an equation")
        stage.go_through(step, place)


def check_looks(state: State, experiment: Experiment, data: Dataset) -> None:
    """Refuse a layer, a unit or a sample that a state shows and that isn't there."""
    widths = build.network(experiment, data).shape.widths[1:]
    units = dict(zip(layer_names(experiment), widths, strict=True))
    if state.layer is not None and state.layer not in units:
        raise Refusal("layer", f"there is no {printable(state.layer)} in this network")
    if state.layer is not None and (state.unit or 1) > units[state.layer]:
        raise Refusal("unit", f"{state.layer} has {units[state.layer]:,} units")
    if (state.sample or 0) >= len(data.train.t):
        raise Refusal("sample", f"there are {len(data.train.t):,} training samples, from 0")


class _Stage:
    """What would be in the window, from step to step."""

    def __init__(self, folder: Path, check_passes: CheckPasses) -> None:
        self._folder, self._check_passes = folder, check_passes
        self._made = Made()
        self._scene = Scene()
        self._read: tuple[tuple[DataSpec, str], Dataset] | None = None

    def go_through(self, step: Step, place: str) -> None:
        if step.show is not None:
            self._bring(step.show, f"{place}.show")
        if step.predict is not None:
            self._check_predict(step.predict, f"{place}.predict")
        if step.do is not None:
            self._check_do(step.do, f"{place}.do")

    def _check_predict(self, predict: Predict, place: str) -> None:
        measured = predict.measured
        if measured is None:
            return
        self._check_named(measured, f"{place}.measured")
        if self._made.experiment is not None:
            check_layer(measured, self._made.experiment, f"{place}.measured")
        found, fact = read(measured, self._scene), FACTS[measured.what]
        number = found if isinstance(found, int | float) and not isinstance(found, bool) else None
        if fact.kind is not float if fact.is_live else number is None:
            raise Refusal(f"{place}.measured", "is no number that could be predicted")
        if not fact.is_live and number is not None and not is_right(predict, number):
            raise Refusal(f"{place}.answer", f"is {predict.answer:g}, and it comes to {number:.6g}")

    def _check_do(self, do: Do, place: str) -> None:
        begun = self._scene
        for at, condition in enumerate(do.until):
            self._check_named(condition, f"{place}.until[{at}]")
            check_kind(condition, f"{place}.until[{at}]")
        known = tuple(one for one in do.until if not FACTS[one.what].is_live)
        if len(known) == len(do.until) and all_hold(known, begun, begun):
            raise Refusal(f"{place}.until", "is so from the beginning: there is nothing to do")
        self._bring(do.solution, f"{place}.solution")
        if (experiment := self._made.experiment) is not None:  # layers may have come with it
            for at, condition in enumerate(do.until):
                check_layer(condition, experiment, f"{place}.until[{at}]")
                check_selected(condition, experiment, f"{place}.until[{at}]")
        for at, condition in enumerate(known):
            if not all_hold((condition,), self._scene, begun):
                raise Refusal(f"{place}.solution", f"doesn’t bring about {place}.until[{at}]")

    def _check_named(self, fact: Fact | Condition, place: str) -> None:
        """Refuse a fact of something that isn't there."""
        kind, made_ = FACTS[fact.what].of, self._made
        if kind is Of.GATE:
            if made_.diagram is None:
                raise Refusal(f"{place}.of", "is of a circuit, and no state so far has one")
            with within(f"{place}.of"):
                node_called(made_.diagram, fact.of)
        elif kind is not Of.NOTHING and kind is not Of.VIEW:
            self._check_of_experiment(fact, place)

    def _check_of_experiment(self, fact: Fact | Condition, place: str) -> None:
        experiment = self._made.experiment
        if experiment is None:
            raise Refusal(f"{place}.of", "is of an experiment, and no state so far has one")
        if FACTS[fact.what].of is Of.FIELD:
            try:
                field_at(experiment, fact.of)
            except KeyError:
                raise Refusal(f"{place}.of", "is no place in the experiment") from None

    def _bring(self, state: State, place: str) -> None:
        with within(place):
            self._made = made(state, self._made, self._folder)
            check_needs(state, self._made)
            experiment, diagram = self._made.experiment, self._made.diagram
            scene = replace(self._scene, page=state.page or self._scene.page)
            if experiment is not None:
                with within("experiment"):
                    parameters = self._count(experiment)
                check_looks(state, experiment, self._data_of(experiment))
                if state.passes is not None:
                    self._check_passes(state, experiment, self._data_of(experiment))
                run = RunScene(experiment=experiment, parameters=parameters)
                scene = replace(scene, run=run)
            if diagram is not None:
                scene = replace(scene, circuit=_evaluated(diagram))
            for at, (_, other) in enumerate(self._made.variants):
                with within(f"race[{at}]"):
                    self._count(other)
            self._scene = scene

    def _count(self, experiment: Experiment) -> int:
        """Return how many parameters an experiment has, having made sure that it works."""
        data = self._data_of(experiment)
        build.check_fit(experiment, data)
        check_memory(experiment, data)
        return build.network(experiment, data).shape.size

    def _data_of(self, experiment: Experiment) -> Dataset:
        """Return its data, read again only where they are others."""
        wanted = (experiment.data, experiment.loss)
        if self._read is None or self._read[0] != wanted:
            try:
                self._read = (wanted, build.load_data(*wanted, self._folder))
            except Refusal as refusal:  # its place may be in a table
                raise Refusal("data", printable(str(refusal), LONGEST)) from None
        return self._read[1]


def _evaluated(diagram: Diagram) -> CircuitScene:
    values = forward(diagram.circuit)
    for node, trouble in values.troubles.items():
        raise Refusal("circuit", f"{diagram.circuit.called(node)}: {trouble}")
    total = len(passes_of(diagram.circuit))
    return CircuitScene(diagram=diagram, steps_done=total, steps=total)
