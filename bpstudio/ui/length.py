"""How long a row of numbers is as a vector, where some of them may be covered."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.diagnostics import norm
from bpstudio.ui.numbers import HIDDEN, is_hidden

if TYPE_CHECKING:
    from numpy.typing import NDArray


def length(numbers: NDArray[np.floating]) -> float:
    """Return the L2 norm of `numbers`; covered where one of them is."""
    if any(map(is_hidden, numbers[np.isnan(numbers)].tolist())):
        return HIDDEN
    return norm([numbers])
