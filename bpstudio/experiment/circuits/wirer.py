"""Wires a circuit node by node, for what makes circuits of other things."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bpstudio.engine.flow import Node

if TYPE_CHECKING:
    from collections.abc import Sequence


class Wirer:
    """Takes gates down in the order in which they are wired.

    Attributes
    ----------
    nodes
        The gates; the id of one is its place, from 1.
    """

    def __init__(self) -> None:
        self.nodes: list[Node] = []

    def gate(
        self, gate: str, inputs: Sequence[int] = (), number: float = 0.0, name: str = ""
    ) -> int:
        """Wire a gate and return its id."""
        self.nodes.append(Node(len(self.nodes) + 1, gate, tuple(inputs), number, name))
        return len(self.nodes)

    def input(self, name: str, number: float) -> int:
        """Add an input and return its id."""
        return self.gate("input", number=number, name=name)

    def call(self, node: int, name: str) -> int:
        """Call the value of a node by a name, unless it has one; return its id."""
        if not self.nodes[node - 1].name:
            self.nodes[node - 1] = replace(self.nodes[node - 1], name=name)
        return node
