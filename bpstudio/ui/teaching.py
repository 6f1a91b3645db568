"""What a thing is, and what it does to the gradient: the words of tooltips, in one table.

``resources/teaching.json`` has them by the names of the registries, which say the rest
themselves: labels, formulas, what a gate does to the gradient, what is in a data set.
"""

from __future__ import annotations

import logging
from functools import cache
from typing import TYPE_CHECKING, Annotated

import msgspec
from msgspec import Meta

from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.resources import resource
from bpstudio.ui.names import data_label
from bpstudio.ui.numbers import on_screen
from bpstudio.ui.tooltips import tip

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.engine.flow import Gate

Line = Annotated[str, Meta(max_length=140)]
DRAG = "Drag it onto the canvas, or double-click it."

log = logging.getLogger(__name__)


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a thing is, and what it does to the gradient, a short sentence or two each."""

    what: Line = ""
    gradient: Line = ""


NOTHING = Words()
Table = dict[str, dict[str, Words]]


def read_table(file: Path | None = None) -> Table:
    """Return the words by kind and name; nothing, which is logged, where they can't be read."""
    file = file or resource("teaching.json")
    try:
        return msgspec.json.decode(file.read_bytes(), type=Table)
    except (OSError, msgspec.DecodeError) as error:
        log.warning("no words for tooltips: %s: %s", file, error)
        return {}


@cache
def _table() -> Table:
    return read_table()


def words_of(kind: str, name: str) -> Words:
    """Return the words of a thing of a kind, such as ``"activations"``; empty without any."""
    return _table().get(kind, {}).get(name, NOTHING)


def _told(kind: str, name: str, title: str, *lines: str, last: str = "") -> str:
    words = words_of(kind, name)
    return tip(title, *lines, words.what, words.gradient, last)


def activation_tip(name: str, last: str = "") -> str:
    """Return what a tooltip says of an activation, with its formula; `last` what to do with it."""
    known = ACTIVATIONS[name]
    slope = known.slope_equation.format(a="a", f="z")
    formula = f"z = {known.value_equation.format(l='')}, slope {slope}"
    return _told("activations", name, known.label, formula, last=last)


def initializer_tip(name: str) -> str:
    """Return what a tooltip says of an initializer."""
    return _told("initializers", name, INITIALIZERS[name].label)


def optimizer_tip(name: str) -> str:
    """Return what a tooltip says of an optimizer, with its formula."""
    return _told("optimizers", name, OPTIMIZERS[name].label, OPTIMIZERS[name].equation)


def schedule_tip(name: str) -> str:
    """Return what a tooltip says of a schedule, with its formula."""
    return _told("schedules", name, SCHEDULES[name].label, SCHEDULES[name].equation)


def loss_tip(name: str) -> str:
    """Return what a tooltip says of a loss, with its formula."""
    return _told("losses", name, LOSSES[name].label, f"L = {LOSSES[name].equation}")


def data_tip(name: str, last: str = "") -> str:
    """Return what a tooltip says of a data set."""
    lines = []
    if name in BUNDLED:
        lines.append(on_screen(f"{BUNDLED[name].description}."))
    elif name in MADE:
        lines.append("Made from a seed.")
    return _told("sets", name, data_label(name), *lines, last=last)


def gate_tip(gate: Gate) -> str:
    """Return what a tooltip says of a gate: its rule is what it does to the gradient."""
    what = words_of("gates", gate.name).what
    last = f"{DRAG} What is selected there is wired into it."
    return tip(gate.title or gate.label, what, gate.rule, last)


def field_tip(name: str, title: str) -> str:
    """Return what a tooltip says of a field of the training or of a layer."""
    return _told("fields", name, title)


def view_tip(object_name: str, title: str) -> str:
    """Return what a tooltip says of a view."""
    return _told("views", object_name, title)
