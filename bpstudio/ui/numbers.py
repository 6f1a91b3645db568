"""Numbers as they stand on the screen: a true minus, powers of ten, figures in groups of three.

The glue is U+202F, the narrow space at which a line doesn't break.
"""

import math
import re
import struct
from decimal import Decimal

NONE = "–"
COVERED = "?"
# A number that isn't told yet: a NaN by a mark of its own, which float32 and arithmetic keep.
_MARK = 1 << 50
HIDDEN: float
(HIDDEN,) = struct.unpack("<d", struct.pack("<Q", 0x7FF8000000000000 | _MARK))
MINUS = "\u2212"
NARROW = "\u202f"
LOWEST, HIGHEST = -3, 6  # exponents: below the one, from the other on, a power of ten reads better
BILLION = 10**9
SMALLEST = 10.0**LOWEST
MAX_FIGURES = 18  # of a whole number that is typed: what NumPy has room for

_ONE_GROUP = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")  # where a comma may be a mark of thousands
_GROUPS = re.compile(r"[-+]?[1-9]\d{0,2}(?:,\d{3})+(?:\.\d*)?")
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def figure(x: float | None, digits: int = 3) -> str:
    """Return `x` with `digits` significant digits, such as ``0.225``, ``−16.9``, ``4.5·10⁻⁸``.

    A power of ten takes the place of one digit. What is absent or not a number is a dash, and what
    is covered a question mark.
    """
    if x is None or math.isnan(x):
        return COVERED if is_hidden(x) else NONE
    if math.isinf(x):
        return "∞" if x > 0 else f"{MINUS}∞"
    if x == 0:
        return "0"
    sign = MINUS if x < 0 else ""
    exponent = int(f"{x:.{digits - 1}e}".partition("e")[2])  # rounded: that of 9.996 is 1
    if LOWEST <= exponent < HIGHEST:
        return sign + f"{abs(x):,.{max(digits - 1 - exponent, 0)}f}".replace(",", NARROW)
    mantissa, _, power_of = f"{abs(x):.{max(digits - 2, 0)}e}".partition("e")
    return f"{sign}{mantissa}·10{power(int(power_of))}"


def is_hidden(x: float | None) -> bool:
    """Whether this stands for a number that is covered."""
    if x is None or not math.isnan(x):
        return False
    (bits,) = struct.unpack("<Q", struct.pack("<d", x))
    return bool(bits & _MARK)


def finite(x: float | None, digits: int = 3) -> str:
    """Return `x` as `figure` does; what has grown beyond all numbers is a dash, too."""
    return NONE if x is None or math.isinf(x) else figure(x, digits)


def power(exponent: int) -> str:
    """Return `exponent` raised, such as ``⁻⁸``."""
    return str(exponent).translate(_RAISED)


def percent(share: float | None, decimals: int = 1) -> str:
    """Return `share`, 0 to 1, such as ``63.9 %``; a dash where there is none."""
    if share is None or math.isnan(share):
        return COVERED if is_hidden(share) else NONE
    return f"{100 * share:.{decimals}f}{NARROW}%".replace("-", MINUS)


def count(n: int) -> str:
    """Return the whole number `n` in groups of three figures, such as ``31 400``."""
    return f"{n:,}".replace(",", NARROW).replace("-", MINUS)


def many(n: int) -> str:
    """Return the whole number `n`, 0 or more: from a billion on as a power of ten, ``1.7·10¹⁰``.

    It may be larger than any float, and have more figures than Python writes.
    """
    if n < BILLION:
        return count(n)
    mantissa, _, power_of = f"{Decimal(n):.1e}".partition("e")
    return f"{mantissa}·10{power(int(power_of))}"


def on_screen(words: str) -> str:
    """Return `words` as on a terminal, ``step 2706, 2.5e+29``, with the numbers of the screen."""
    words = re.sub(r"(?<=\d),(?=\d{3})", NARROW, words)
    words = re.sub(r"(\d)e([+-]\d+)", lambda found: f"{found[1]}·10{power(int(found[2]))}", words)
    return re.sub(r"(?<![\d.])\d{4,}", lambda found: count(int(found[0])), words)


def rough_count(n: int, signs: int = 5) -> str:
    """Return the whole number `n` in that many figures and marks at most: ``7 224``, ``13.9k``."""
    for size, mark in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if n >= max(size, 10 ** (signs - 1)):
            is_short = round(n / size, 1) < 10 ** (signs - 3)
            return f"{n / size:.{1 if is_short else 0}f}{mark}"
    return count(n)


def readings(text: str) -> tuple[str, ...]:
    """Return what a typed number may mean, as Python writes it, the first being meant mostly.

    A single comma is a decimal mark; in ``1,250`` it may set thousands apart, so this has two
    readings. Several commas, or one before a point, do so, or it is no number.
    """
    bare = "".join(text.replace(MINUS, "-").replace(NARROW, " ").split())
    if bare.count(",") == 1 and "." not in bare:
        decimal = bare.replace(",", ".")
        return (decimal, bare.replace(",", "")) if _ONE_GROUP.fullmatch(bare) else (decimal,)
    return (bare.replace(",", "") if _GROUPS.fullmatch(bare) else bare,)


def parsed(text: str) -> float | None:
    """Return the number that a user has typed, by its first reading; None if it is none."""
    try:
        return float(readings(text)[0])
    except ValueError:
        return None


def whole(text: str) -> int | None:
    """Return the whole number that a user has typed, 10^18 at most; None if it is none."""
    figures = text.strip()
    if not figures.isdecimal():
        return None
    # Python refuses to read thousands of figures, and a fault while Qt reads a field ends it all
    return int(figures) if len(figures) <= MAX_FIGURES else 10**MAX_FIGURES


def plain(x: float) -> str:
    """Return `x` as one types it: the fewest figures that mean the same number, ``0.1``, ``32``."""
    return f"{x:.12g}"


def lowered(n: int) -> str:
    """Return `n` as an index, such as ``₁₂``."""
    return str(n).translate(_LOWERED)


MINUTE, HOUR, DAY = 60.0, 3_600.0, 86_400.0  # seconds
YEAR = 365.25 * DAY
# from how many seconds on a unit is used, its length and its name
_UNITS = (
    (YEAR, YEAR, "years"),
    (DAY, DAY, "days"),
    (HOUR, HOUR, "h"),
    (MINUTE, MINUTE, "min"),
    (1.0, 1.0, "s"),
    (1e-4, 1e-3, "ms"),
    (0.0, 1e-6, "µs"),
)


def duration(seconds: float) -> str:
    """Return a time such as ``55 µs``, ``0.8 ms``, ``4.3 days``, ``12 years``; a dash for none."""
    if not math.isfinite(seconds) or seconds < 0:
        return NONE
    size, unit = next(one[1:] for one in _UNITS if seconds >= 0.9995 * one[0])
    amount = seconds / size
    words = count(round(amount)) if amount >= 9.95 else f"{amount:.1f}"
    return f"{words}{NARROW}{unit}"
