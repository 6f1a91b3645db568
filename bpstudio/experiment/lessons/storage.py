"""Lessons as files: read, refuse. Nothing that is read is executed.

{"format": "bpstudio lesson", "version": 1, "title": "The rule for add",
 "text": ["…", {"tex": "z = x + y"}],
 "steps": [{"text": "…", "show": {"circuit": "rule_1_add", "page": "Circuit"},
            "predict": {"question": "…", "answer": 1, "hint": "…"}}]}
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from bpstudio.experiment.fields import shown, shown_key
from bpstudio.experiment.lessons.facts import FACTS, Of
from bpstudio.experiment.lessons.lesson import PAGES, VIEWS, Condition, Lesson
from bpstudio.experiment.lessons.texts import check_texts
from bpstudio.experiment.storage import parse_struct, read_text
from bpstudio.experiment.versions import LESSON
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bpstudio.experiment.lessons.lesson import Choose, Fact, Predict, State, Step

MAX_BYTES = 2**20  # of the JSON text

_OF = {
    Of.NOTHING: (r"", "stays empty for {what}"),
    Of.LAYER: (r"layer [1-9]\d*|output", 'must be "layer 1", "layer 2", … or "output"'),
    Of.HIDDEN: (r"layer [1-9]\d*|all", 'must be "layer 1", "layer 2", … or "all"'),
    Of.GATE: (r".+", "must name a gate of the circuit"),
    Of.FIELD: (r".+", 'must name a field of the experiment: "training.learning_rate"'),
    Of.VIEW: ("|".join(VIEWS), f"must be a view: {', '.join(VIEWS)}"),
}
_NAMES = {
    "page": f"must be {', '.join(PAGES[:-1])} or {PAGES[-1]}",
    "views": f"must be {', '.join(VIEWS[:-1])} or {VIEWS[-1]}",
    "pace": 'must be a number of updates a second, "full" or "epoch"',
}
_COMPARISONS = ("is_", "at_least", "at_most", "below", "above")


def read_lesson(path: Path) -> Lesson:
    """Read the lesson of a JSON file.

    Raises
    ------
    Refusal
        When the file can't be read, isn't JSON, or doesn't describe a lesson; the place is
        within the file.
    """
    return parse_lesson(read_text(path, MAX_BYTES))


def parse_lesson(text: bytes) -> Lesson:
    """Return the lesson that the bytes of a JSON text describe."""
    lesson = parse_struct(text, LESSON, Lesson, "a lesson", most=MAX_BYTES, names=_NAMES)
    check_texts(msgspec.to_builtins(lesson))
    _check_steps(lesson)
    return lesson


def states_of(step: Step, place: str) -> Iterator[tuple[str, State]]:
    """Yield the states of a step with their places, in the order in which they come."""
    if step.show is not None:
        yield f"{place}.show", step.show
    if step.do is not None:
        yield f"{place}.do.solution", step.do.solution


def _check_steps(lesson: Lesson) -> None:
    has_state = False
    for number, step in enumerate(lesson.steps):
        place = f"steps[{number}]"
        asked = [one for one in (step.predict, step.choose, step.do) if one is not None]
        if len(asked) != 1:
            raise Refusal(place, 'needs exactly one of "predict", "choose" and "do"')
        has_state = has_state or step.show is not None
        if step.do is not None and not has_state:
            raise Refusal(f"{place}.do", 'needs a "show", here or in a step before')
        for where, state in states_of(step, place):
            _check_state(where, state)
        if step.predict is not None:
            _check_predict(f"{place}.predict", step.predict)
        elif step.choose is not None:
            _check_choose(f"{place}.choose", step.choose)
        elif step.do is not None:
            for at, condition in enumerate(step.do.until):
                _check_condition(f"{place}.do.until[{at}]", condition)


def _check_predict(place: str, predict: Predict) -> None:
    if predict.measured is not None:
        _check_fact(f"{place}.measured", predict.measured)


def _check_choose(place: str, choose: Choose) -> None:
    if len(set(choose.choices)) != len(choose.choices):
        raise Refusal(f"{place}.choices", "has a choice twice")
    if choose.answer not in choose.choices:
        raise Refusal(f"{place}.answer", f"{shown(choose.answer)} is none of the choices")
    for choice in choose.hints:
        if choice not in choose.choices:
            raise Refusal(f"{place}.hints.{shown_key(choice)}", "is none of the choices")


def _check_fact(place: str, fact: Fact | Condition) -> None:
    if fact.what not in FACTS:
        raise Refusal(f"{place}.what", f"{shown(fact.what)} is unknown; there are {_facts()}")
    pattern, words = _OF[FACTS[fact.what].of]
    if not re.fullmatch(pattern, fact.of):
        raise Refusal(f"{place}.of", f"{words.format(what=fact.what)}, not {shown(fact.of)}")


def _facts() -> str:
    return ", ".join(FACTS)


def _check_condition(place: str, condition: Condition) -> None:
    _check_fact(place, condition)
    compared = any(getattr(condition, name) is not None for name in _COMPARISONS)
    if not (compared or condition.changed or condition.rises or condition.falls):
        names = '"is", "at_least", "at_most", "below", "above", "changed", "rises" or "falls"'
        raise Refusal(place, f"says nothing: it needs {names}")
    if condition.rises and condition.falls:
        raise Refusal(place, "can’t rise and fall")


def _check_state(place: str, state: State) -> None:
    if state.unit is not None and state.layer is None:
        raise Refusal(f"{place}.unit", 'needs a "layer"')
    if state.open is not None and state.passes is None:
        raise Refusal(f"{place}.open", 'needs "passes": the instruction whose number it is')
    if state.look_back is not None:
        if state.race:
            raise Refusal(f"{place}.look_back", "can’t be had of a race that sets off")
        if state.step is not None and state.look_back > state.step:
            raise Refusal(f"{place}.look_back", f"is after step {state.step:,}")
    if len(state.race) == 1:
        raise Refusal(f"{place}.race", "needs two at least")
    names = [racer.name for racer in state.race]
    if len(set(names)) != len(names):
        raise Refusal(f"{place}.race", "has a name twice")
    for at, racer in enumerate(state.race):
        if at == 0 and (racer.changes or racer.experiment is not None):
            raise Refusal(f"{place}.race[0]", "is the experiment itself: it has a name alone")
        if racer.changes and racer.experiment is not None:
            raise Refusal(f"{place}.race[{at}]", 'has either "changes" or an "experiment"')
