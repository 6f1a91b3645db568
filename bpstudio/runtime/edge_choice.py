"""Which edges are drawn: the strongest weights and the steepest gradients between two layers."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.runtime.edges import gradients_at, largest, pieces
from bpstudio.runtime.snapshot import Edges

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.engine.program import Array
    from bpstudio.experiment.trainer import Trainer
    from bpstudio.runtime.snapshot import Index

DRAWN_EDGES = 96  # between two layers
CHOICE_SECONDS = 0.5  # a choice of edges holds so long: a new one each time would flicker


class EdgeChoice:
    """Chooses the edges of a trainer's network that are told of, and tells their numbers.

    Parameters
    ----------
    trainer
        What it is about.
    """

    def __init__(self, trainer: Trainer) -> None:
        self._trainer = trainer
        self._strong: list[tuple[Index, Index]] = []
        self._steep: list[tuple[Index, Index]] = []
        self._chosen_at = -np.inf

    def choose(self, is_running: bool, check: Callable[[], object]) -> None:
        """Choose anew where it is time, or nothing runs; `check` is called between two layers."""
        now = time.perf_counter()
        if is_running and now - self._chosen_at < CHOICE_SECONDS:
            return
        last, chosen = self._trainer.descent.last, []
        for place, weights in enumerate(self._trainer.parameters.weights, start=1):
            check()
            strong = largest(pieces(weights.T), DRAWN_EDGES)
            chosen.append((strong, largest(last.gradient_parts(place), DRAWN_EDGES)))
        self._strong = [strong for strong, _ in chosen]
        self._steep = [steep for _, steep in chosen]
        self._chosen_at = now

    def strongest(self, place: int) -> Edges:
        """Return the chosen edges into layer `place`, from 1, by their weights, weakest first."""
        units, sources = self._strong[place - 1]
        weights = self._weights_at(place, units, sources)
        order = np.argsort(np.abs(weights), kind="stable")
        units, sources = units[order], sources[order]
        gradients = gradients_at(self._trainer.descent.last, place, units, sources)
        return Edges(unit=units, source=sources, weight=weights[order], gradient=gradients)

    def steepest(self, place: int) -> Edges:
        """Return those into layer `place`, from 1, by their gradients, smallest first."""
        units, sources = self._steep[place - 1]
        gradients = gradients_at(self._trainer.descent.last, place, units, sources)
        order = np.argsort(np.abs(gradients), kind="stable")
        units, sources = units[order], sources[order]
        weights = self._weights_at(place, units, sources)
        return Edges(unit=units, source=sources, weight=weights, gradient=gradients[order])

    def _weights_at(self, place: int, units: Index, sources: Index) -> Array:
        weights: Array = self._trainer.parameters.columns[place - 1][sources, units]
        return weights
