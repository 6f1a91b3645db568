"""The commands that cover numbers by their kind, and tell them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from bpstudio.ui.cover import Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.ui.cover import Cover

COVERING = {f"actionCover{kind.value.title()}": kind for kind in Kind}


def covering(cover: Cover) -> dict[str, Callable[[], object]]:
    """Return what the window's actions of these names do where the numbers are the run's."""
    commands: dict[str, Callable[[], object]] = {
        name: partial(cover.toggle, kind) for name, kind in COVERING.items()
    }
    return {**commands, "actionTellAll": cover.tell_all}
