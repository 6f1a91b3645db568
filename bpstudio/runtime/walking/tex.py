"""The equations of the passes as TeX, from the plain text that the engine has."""

from __future__ import annotations

import re

_WORDS = {
    "softmax": r"\operatorname{softmax}",
    "max": r"\max",
    "tanh": r"\tanh",
    "log": r"\log",
    "sign": r"\operatorname{sign}",
    "min": r"\min",
    "new": r"\text{new }",
    "if": r"\text{ if }",
    "else": r"\text{ else }",
}
_SIGNS = {
    "σ": r"\sigma",
    "η": r"\eta",
    "μ": r"\mu",
    "ρ": r"\rho",
    "ε": r"\epsilon",
    "λ": r"\lambda",
    "Σ": r"\sum ",
    "∘": r"\circ ",
    "←": r"\leftarrow ",
    "−": "-",
    "²": "^2",
    "√": r"\sqrt ",
    "½": r"\frac{1}{2}",
    "·": r"\cdot ",
    "‖": r"\Vert ",
    "₁": "_1",
    "₂": "_2",
    "′": "'",
    "m̂": r"\hat{m}",
    "ŝ": r"\hat{s}",
    "Δ": r"\Delta ",
    " ": r"\ ",
}
_SYMBOL = r"(?:m̂|ŝ|[A-Za-zδσ])"
_TOKEN = re.compile(
    r"∂L/∂(?P<of>[A-Za-z])(?P<number>\d*)"
    r"|(?P<word>softmax|max|tanh|log|sign|min|new|if|else)"
    rf"|(?P<symbol>{_SYMBOL})(?P<index>\d*)(?P<raised>ᵀ?)"
    r"|(?P<other>.)",
    re.DOTALL,
)


def tex_of(equation: str) -> str:
    """Return an equation of the passes, such as ``"δ1 = W2ᵀ δ2 ∘ z1(1 − z1)"``, as TeX."""
    return "".join(_token(found) for found in _TOKEN.finditer(equation)).strip()


def _token(found: re.Match[str]) -> str:
    if of := found["of"]:
        return rf"\partial L/\partial {of}{_index(found['number'])}"
    if word := found["word"]:
        return _WORDS[word]
    if symbol := found["symbol"]:
        base = {"δ": r"\delta", "σ": r"\sigma", "m̂": r"\hat{m}", "ŝ": r"\hat{s}"}.get(
            symbol, symbol
        )
        raised = r"^\top" if found["raised"] else ""
        return f"{base}{_index(found['index'])}{raised}"
    other = found["other"]
    return " " if other == " " else _SIGNS.get(other, other)


def _index(number: str) -> str:
    return f"_{{{number}}}" if number else ""
