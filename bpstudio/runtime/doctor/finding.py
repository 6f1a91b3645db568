"""What the doctor says: one sentence, its evidence, and a cure that is one edit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.spec import Experiment


@dataclass(frozen=True)
class Cure:
    """One edit that should help.

    Parameters
    ----------
    label
        What it does, as an undo step is called.
    apply
        The edit.
    short
        What a run is called that is trained so.
    acts_at_reset
        Whether it concerns the first weights, which are drawn when a run begins.
    keeps_data
        Whether both train on the same data, so that their losses can be compared.
    """

    label: str
    apply: Callable[[Experiment], Experiment] = field(compare=False)
    short: str = "cured"
    acts_at_reset: bool = False
    keeps_data: bool = True


@dataclass(frozen=True)
class Finding:
    """Something that is wrong with a run.

    Parameters
    ----------
    name
        Of the rule, as in a file: ``"vanishing gradient"``.
    sentence
        What is wrong, plainly.
    evidence
        The numbers that say so.
    source
        Where one reads more.
    layer
        The id of the layer that it is about, None for the whole.
    cure
        What to do about it.
    """

    name: str
    sentence: str
    evidence: str
    source: str
    cure: Cure
    layer: int | None = None
