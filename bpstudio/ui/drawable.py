"""Numbers that can be drawn."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Array = NDArray[np.floating]


def drawable(
    values: Array, nan: float = 0.0, posinf: float | None = None, neginf: float | None = None
) -> Array:
    """Return `np.nan_to_num(values, ...)`, ten times as fast where all are finite: most are."""
    if np.isfinite(values).all():
        return values
    found: NDArray[Any] = np.nan_to_num(values, nan=nan, posinf=posinf, neginf=neginf)
    return found
