"""Options that are read by hand."""

from bpstudio.refusal import Refusal

LARGEST_SIDE = 8_000  # px
DIGITS = 9  # a number of more is too large, or full of zeros


def size_of(text: str) -> tuple[int, int]:
    """Return width and height of a size like 1440x900."""
    width, cross, height = text.partition("x")
    if not (cross and width.isdecimal() and height.isdecimal()):
        raise Refusal(f"--size {text}", "must be like 1440x900")
    if not all(len(side) <= DIGITS and int(side) <= LARGEST_SIDE for side in (width, height)):
        raise Refusal(f"--size {text}", f"must be at most {LARGEST_SIDE} each way")
    return int(width), int(height)


def pace_of(text: str) -> float | None:
    """Return the updates a second of a pace; None for "full"."""
    if text == "full":
        return None
    try:
        pace = float(text)
    except ValueError:
        pace = 0.0
    if not 0 < pace <= 1e9:
        raise Refusal(f"--pace {text}", 'must be a number of updates a second, or "full"')
    return pace
