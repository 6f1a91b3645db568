r"""Equations for those who hear them, and as plain text: from the same TeX as the picture.

``\frac{\partial L}{\partial w} = x`` is "the derivative of L with respect to w equals x", and
``∂L/∂w = x``.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import normalize

from bpstudio.ui.numbers import MINUS
from bpstudio.ui.tex.parse import ARGUMENTS, VERBATIM, Atom, Formula, NotTex, parse

FRACTIONS = (r"\frac", r"\dfrac", r"\tfrac")
_GREEK = {
    **dict(zip(
        "alpha beta gamma delta zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau "
        "upsilon chi psi omega".split(), "αβγδζηθικλμνξπρστυχψω", strict=True)),
    "epsilon": "ε", "varepsilon": "ε", "phi": "φ", "varphi": "φ",
    "Delta": "Δ", "Sigma": "Σ", "Theta": "Θ", "Lambda": "Λ", "Omega": "Ω", "Phi": "Φ", "Pi": "Π",
}  # fmt: skip
# what a sign is in words, and as plain text
_SIGNS = {
    "=": ("equals", " = "), "+": ("plus", " + "), "-": ("minus", f" {MINUS} "),
    MINUS: ("minus", f" {MINUS} "), "*": ("times", " · "), "/": ("over", "/"), ",": (",", ", "),
    "<": ("is less than", " < "), ">": ("is greater than", " > "), "|": ("bar", "|"),
    r"\lvert": ("bar", "|"), r"\rvert": ("bar", "|"),
    "(": ("open bracket", "("), ")": ("close bracket", ")"),
    "[": ("open bracket", "["), "]": ("close bracket", "]"),
    r"\{": ("open brace", "{"), r"\}": ("close brace", "}"),
    r"\approx": ("is approximately", " ≈ "), r"\neq": ("is not", " ≠ "), r"\ne": ("is not", " ≠ "),
    r"\le": ("is at most", " ≤ "), r"\leq": ("is at most", " ≤ "),
    r"\ge": ("is at least", " ≥ "), r"\geq": ("is at least", " ≥ "),
    r"\leftarrow": ("becomes", " ← "), r"\gets": ("becomes", " ← "),
    r"\to": ("to", " → "), r"\rightarrow": ("to", " → "), r"\in": ("in", " ∈ "),
    r"\cdot": ("times", " · "), r"\times": ("times", " × "), r"\pm": ("plus or minus", " ± "),
    r"\circ": ("times, element by element,", " ∘ "),
    r"\odot": ("times, element by element,", " ∘ "),
    r"\partial": ("partial", "∂"), r"\nabla": ("the gradient of", "∇"),
    r"\sum": ("the sum", "Σ"), r"\prod": ("the product", "Π"), r"\infty": ("infinity", "∞"),
    r"\prime": ("prime", "′"), r"\top": ("transposed", "ᵀ"), r"\intercal": ("transposed", "ᵀ"),
    r"\dots": ("and so on", "…"), r"\ldots": ("and so on", "…"), r"\cdots": ("and so on", "…"),
    r"\ell": ("l", "ℓ"), r"\%": ("percent", "%"), r"\mid": ("given", " | "),
}  # fmt: skip
_BINARY = ("+", "-", MINUS, r"\pm")
_OPENS = ("", "(", "[", "=", ",", "<", ">", r"\{", *(
    r"\approx \le \leq \ge \geq \leftarrow \gets \to \cdot \times".split()))  # fmt: skip
_FUNCTIONS = ("f", "g", "h", "L", r"\sigma", r"\log", r"\exp", r"\tanh", r"\max", r"\min")
_SERIES = (r"\sum", r"\prod")
_ACCENTS = {r"\hat": "\u0302", r"\bar": "\u0304", r"\tilde": "\u0303", r"\vec": "\u20d7"}
COMMANDS = frozenset(  # all that can be told in words
    [name for name in (*_SIGNS, *_ACCENTS, *_FUNCTIONS) if name.startswith("\\")]
    + [f"\\{name}" for name in (*ARGUMENTS, *_GREEK)]
)
_LOWERED = str.maketrans("0123456789,+−=()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉,₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ")
_RAISED = str.maketrans("0123456789+−=()nTᵀ′", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿᵀᵀ′")


@lru_cache(512)
def in_words(tex: str) -> str:
    """Return what a screen reader says of `tex`; the TeX itself where it can't be read."""
    try:
        return _tidied(_said(parse(tex)))
    except NotTex:
        return tex


@lru_cache(512)
def plain_text(tex: str) -> str:
    """Return `tex` on one line, in letters; the TeX itself where it can't be read."""
    try:
        return normalize("NFC", " ".join(_written(parse(tex)).split()))
    except NotTex:
        return tex


def _tidied(words: str) -> str:
    return " ".join(words.split()).replace(" ,", ",").replace(",,", ",").strip(" ,")


def _said(formula: Formula) -> str:
    words = []
    for place, atom in enumerate(formula):
        before = formula[place - 1] if place else None
        if atom.name == "(" and before is not None and before.name in _FUNCTIONS:
            words.append("of")
            if _is_one_argument(formula, place):
                continue
        if atom.name == ")" and place >= 3 and formula[place - 3].name in _FUNCTIONS:
            if _is_one_argument(formula, place - 2):
                words.append(_scripts_said(atom))
                continue
        words.append(_atom_said(atom))
    return " ".join(words)


def _is_one_argument(formula: Formula, opening: int) -> bool:
    """Whether the bracket at `opening` holds a single atom: f(a) is "f of a"."""
    inside = formula[opening : opening + 3]
    return [atom.name for atom in inside][::2] == ["(", ")"]


def _atom_said(atom: Atom) -> str:
    if atom.name in FRACTIONS:
        words = _fraction_said(*atom.parts)
    elif atom.name == r"\sqrt":
        words = f"the square root of {_said(atom.parts[0])}"
    elif atom.name in _SERIES:
        return _series_said(atom)
    elif atom.name[1:] in VERBATIM:
        words = atom.words
    elif atom.name in _ACCENTS:
        words = f"{_said(atom.parts[0])} {atom.name[1:]}"
    elif atom.name in _SIGNS:
        words = _SIGNS[atom.name][0]
    else:
        words = " ".join((_name_said(atom.name), *map(_said, atom.parts)))
    return f"{words} {_scripts_said(atom)}"


def _name_said(name: str) -> str:
    return name.removeprefix("\\").removeprefix("var")


def _scripts_said(atom: Atom) -> str:
    words = []
    if atom.below is not None:
        number = len(atom.below) == 1 and atom.below[0].name.isdecimal()
        words.append(_said(atom.below) if number else f"sub {_said(atom.below)}")
    if atom.above is not None:
        words.append(_power_said(atom.above))
    return " ".join(words)


def _power_said(above: Formula) -> str:
    names = [atom.name for atom in above]
    known = {"T": "transposed", "2": "squared", "3": "cubed", "+": "plus"}
    if len(names) == 1 and names[0] in known:
        return known[names[0]]
    if not names:
        return ""
    if names[0] in (r"\prime", r"\top", r"\intercal"):
        return _said(above)
    return f"to the power of {_said(above)},"


def _fraction_said(above: Formula, below: Formula) -> str:
    tops, bottoms = ([atom.name for atom in part] for part in (above, below))
    if tops[:1] == bottoms[:1] and tops[:1] in ([r"\partial"], ["d"]) and len(bottoms) > 1:
        what = _said(above[1:]) or "the rest"
        return f"the derivative of {what} with respect to {_said(below[1:])},"
    if len(above) == len(below) == 1:
        return f"{_said(above)} over {_said(below)}"
    return f"the fraction {_said(above)}, over {_said(below)}, end of fraction,"


def _series_said(atom: Atom) -> str:
    words = _SIGNS[atom.name][0]
    if atom.below is not None:
        words += f" over {_said(atom.below)}"
    if atom.above is not None:
        words += f" to {_said(atom.above)}"
    return f"{words} of"


# after these a letter needs a space
_NAMED = (r"\log", r"\exp", r"\tanh", r"\max", r"\min", r"\text", r"\operatorname", r"\mathrm")


def _written(formula: Formula) -> str:
    text, before = "", ""
    for atom in formula:
        piece = _atom_written(atom)
        if atom.name in _BINARY and before in _OPENS:
            piece = piece.strip()  # a sign, not a sum
        if atom.name in _SERIES:
            piece = f"{' ' if text[-1:].isalnum() else ''}{piece} "
        touches = text[-1:].isalnum() and piece[:1].isalnum()
        if touches and (atom.name in _NAMED or before in _NAMED):
            piece = f" {piece}"
        text += piece
        before = atom.name
    return text


def _atom_written(atom: Atom) -> str:
    if atom.name in FRACTIONS:
        above, below = (_bracketed(_written(part)) for part in atom.parts)
        text = f"{above}/{below}"
    elif atom.name == r"\sqrt":
        text = f"√{_bracketed(_written(atom.parts[0]))}"
    elif atom.name[1:] in VERBATIM:
        text = atom.words
    elif atom.name in _ACCENTS:
        text = _written(atom.parts[0]) + _ACCENTS[atom.name]
    elif atom.name in _SIGNS:
        text = _SIGNS[atom.name][1]
    else:
        name = atom.name.removeprefix("\\")
        letter = _GREEK.get(name, name) if atom.name.startswith("\\") else name
        text = letter + "".join(map(_written, atom.parts))
    return text + _script_written(atom.below, "_") + _script_written(atom.above, "^")


def _script_written(script: Formula | None, mark: str) -> str:
    if script is None:
        return ""
    text = _written(script).replace(" ", "")
    letters = _LOWERED if mark == "_" else _RAISED
    small = text.translate(letters)
    return small if all(ord(letter) in letters for letter in text) else f"{mark}{_bracketed(text)}"


def _bracketed(text: str) -> str:
    text = text.strip()
    needs = any(mark in text for mark in (" ", "/", MINUS)) and not (
        text.startswith("(") and text.endswith(")") and text.count("(") == 1
    )
    return f"({text})" if needs else text
