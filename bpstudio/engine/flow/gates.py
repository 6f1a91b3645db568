"""All kinds of gates, the chapter's first.

To add one, define it and put it in `GATES`; the palette, the file format and the tests find it
there.
"""

from bpstudio.engine.flow.arithmetic import (
    ADD,
    CONSTANT,
    DIVIDE,
    INPUT,
    MAX,
    MULTIPLY,
    NEGATE,
    SCALE,
    SUBTRACT,
)
from bpstudio.engine.flow.classes import CROSS_ENTROPY, SOFTMAX
from bpstudio.engine.flow.functions import EXP, LOG, RELU, SIGMOID, SQUARE, TANH

GATES = {
    gate.name: gate
    for gate in (
        INPUT,
        CONSTANT,
        ADD,
        SCALE,
        MULTIPLY,
        MAX,
        SIGMOID,
        SUBTRACT,
        DIVIDE,
        NEGATE,
        SQUARE,
        EXP,
        LOG,
        TANH,
        RELU,
        SOFTMAX,
        CROSS_ENTROPY,
    )
}
