"""The rule of a gate in the inspector: with the names of its inputs, and with their numbers."""

from collections.abc import Callable

import pytest

from bpstudio.ui.circuit.panels.inspector import CircuitInspector
from bpstudio.ui.circuit.state import CircuitState
from bpstudio.ui.tex.words import plain_text

Wire = Callable[[str], dict[str, int]]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("L = max(a, b, c)", "z"),
        ("L = max(z, a, b)", "s"),
        ("L = max(z, s, q)", "z₀"),
        ("L = max(z, s, q, z0)", "z₁"),
    ],
)
def test_what_comes_out_has_a_name_of_its_own(
    inspector: CircuitInspector, state: CircuitState, wire: Wire, text: str, value: str
) -> None:
    state.selection.set((wire(text)["max"],))
    assert plain_text(inspector.card.names.tex).endswith(f"∂L/∂{value}")
