"""Hidden layers as a text of their own: what the clipboard holds.

A JSON list of layers, each as it stands in an experiment's file under ``network.hidden``.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from bpstudio.experiment.schema import from_plain, to_plain
from bpstudio.experiment.spec import DataSpec, Experiment, NetworkSpec, replace
from bpstudio.experiment.storage import parse_json
from bpstudio.experiment.text_bounds import MAX_BYTES
from bpstudio.experiment.versions import EXPERIMENT
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.experiment.spec import LayerSpec

ANY_DATA = "circle"  # layers don't depend on it


def layers_text(layers: Iterable[LayerSpec]) -> str:
    """Return layers as a text, without their ids: those are of one experiment alone."""
    hidden = tuple(replace(layer, id=0) for layer in layers)
    made = Experiment(data=DataSpec(name=ANY_DATA), network=NetworkSpec(hidden=hidden))
    return json.dumps(to_plain(made)["network"]["hidden"], indent=2) + "\n"


def parse_layers(text: str) -> tuple[LayerSpec, ...]:
    """Return the layers that a text describes, checked as those of a file are.

    Raises
    ------
    Refusal
        In one sentence, when it holds no layers or wrong ones.
    """
    if not text.strip():
        raise Refusal("", "the clipboard holds no layers; copy some first")
    try:
        return _parsed(text)
    except Refusal as refusal:
        reason = f"the clipboard doesn’t hold layers: {_place_words(refusal.place)}{refusal.reason}"
        raise Refusal("", reason) from None


def _parsed(text: str) -> tuple[LayerSpec, ...]:
    content = text.encode("utf-8", "surrogatepass")
    if len(content) > MAX_BYTES:
        raise Refusal("", f"it has over {MAX_BYTES // 2**20} MiB")
    plain = parse_json(content)
    if not isinstance(plain, list) or not plain:
        raise Refusal("", 'it must be a list of them, [{"units": 8}]')
    network = {"hidden": plain}
    data = {"name": ANY_DATA}
    made = {**EXPERIMENT.header, "data": data, "network": network}
    return tuple(replace(layer, id=0) for layer in from_plain(made).hidden)


def _place_words(place: str) -> str:
    """Return a place in a file as one in the list, at the beginning of a sentence.

    ``"network.hidden[1].units"`` is ``"layer 2, units "``.
    """
    inside = re.fullmatch(r"network\.hidden(?:\[(\d+)\])?\.?(.*)", place)
    if inside is None:
        return f"{place} " if place else ""
    words = [f"layer {int(inside[1]) + 1}"] if inside[1] else ["it"]
    return ", ".join(words + [inside[2]] * bool(inside[2])) + " "
