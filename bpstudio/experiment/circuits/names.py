"""What a value of a circuit may be called, and how that is written.

A name is a letter or a word, with digits behind it as an index and ``_`` before further ones:
``w0``, ``bias``, ``w1_2_3``. So names can stand in an expression.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from bpstudio.engine.flow import GATES
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_NAME = 24
OUTPUT_NAME = "L"
LETTER = "[^\\W\\d_⁰¹²³⁴-⁹₀-₉]"
INDEX = "[0-9]*(?:_[0-9]+)*"
NAME = re.compile(f"(?P<word>{LETTER}+)(?P<index>{INDEX})")
RESERVED = frozenset({*GATES, "sigma", "σ", "ln"}) - {"input", "constant"}
EULER = "e"  # before a power; with an index it is a name

_LOWERED = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")
_LIFTED = str.maketrans("₀₁₂₃₄₅₆₇₈₉", "0123456789")
_GREEK = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "η": "eta",
    "θ": "theta", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho",
    "τ": "tau", "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega",
}  # fmt: skip


def canonical(name: str) -> str:
    """Return a name as it is kept: low digits are digits, and ``x_1`` is ``x1``."""
    name = name.strip().translate(_LIFTED)
    return re.sub(r"^([^\W\d_]+)_(?=\d)", r"\1", name)


def check_name(name: str, taken: Collection[str] = ()) -> str:
    """Return a name as it is kept; an empty one is none.

    Raises
    ------
    Refusal
        When it can't be one, or another gate has it.
    """
    name = canonical(name)
    if not name:
        return name
    match = NAME.fullmatch(name)
    if len(name) > MAX_NAME:
        raise Refusal("name", f"must have at most {MAX_NAME} characters")
    if match is None or not match["word"].isalpha():
        raise Refusal("name", "must be letters with an index behind them, such as w0 or bias")
    if match["word"] in RESERVED or name == EULER:
        raise Refusal("name", f"{name} is what a gate is called; take another name")
    if name == OUTPUT_NAME:
        raise Refusal("name", "L is what the output is called; take another name")
    if name in taken:
        raise Refusal("name", f"another gate is called {name} already")
    return name


def fresh_name(name: str, taken: Collection[str]) -> str:
    """Return `name`, or the same word with the next index that nobody has."""
    if not name or name not in taken:
        return name
    word, index = name, 0
    if match := re.fullmatch(r"(.*?)(\d+)", name):
        word, index = match[1], int(match[2])
    while f"{word}{index}" in taken:
        index += 1
    return f"{word}{index}"


def name_text(name: str) -> str:
    """Return a name as plain text, its index low: ``w₀``, ``w₁,₂₃``."""
    word, index = _parts(name)
    return word + ",".join(part.translate(_LOWERED) for part in index)


def name_tex(name: str) -> str:
    r"""Return a name in TeX: ``w_0``, ``w_{1,23}``, ``\mathrm{bias}``."""
    word, index = _parts(name)
    if len(word) > 1 and word not in _GREEK.values():
        word = rf"\mathrm{{{word}}}"
    else:
        greek = _GREEK.get(word, word)
        word = f"\\{greek}" if len(greek) > 1 else word
    low = ",".join(index)
    return word + (f"_{low}" if len(low) == 1 else f"_{{{low}}}" if low else "")


def _parts(name: str) -> tuple[str, list[str]]:
    match = NAME.fullmatch(name)
    if match is None:
        return name, []
    return match["word"], [part for part in match["index"].split("_") if part]
