"""The gradient-flow calculus of single numbers: gates, circuits, values and gradients.

Everything is float64. A circuit is a frozen value; passes over it are functions.
"""

from bpstudio.engine.flow.calculus import Gradients, Values, backward, forward
from bpstudio.engine.flow.circuit import Circuit, CircuitFault, Node, Wire
from bpstudio.engine.flow.equations import numbers_equation, rule_equation, value_equation
from bpstudio.engine.flow.gate import MAX_INPUTS, Gate, Trouble
from bpstudio.engine.flow.gates import GATES
from bpstudio.engine.flow.probing import MAX_PATHS, Nudge, Path, Paths, nudged, paths
from bpstudio.engine.flow.progress import Progress, Step, after, steps

__all__ = [
    "GATES",
    "MAX_INPUTS",
    "MAX_PATHS",
    "Circuit",
    "CircuitFault",
    "Gate",
    "Gradients",
    "Node",
    "Nudge",
    "Path",
    "Paths",
    "Progress",
    "Step",
    "Trouble",
    "Values",
    "Wire",
    "after",
    "backward",
    "forward",
    "nudged",
    "numbers_equation",
    "paths",
    "rule_equation",
    "steps",
    "value_equation",
]
