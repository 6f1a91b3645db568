import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpstudio.ui.tex.words import in_words, plain_text

TOLD = {
    r"a_1 = W_1 z_0 + b_1": (
        "a₁ = W₁z₀ + b₁",
        "a 1 equals W 1 z 0 plus b 1",
    ),
    r"\delta_1 = W_2^\top \delta_2 \circ z_1 (1 - z_1)": (
        "δ₁ = W₂ᵀδ₂ ∘ z₁(1 − z₁)",
        "delta 1 equals W 2 transposed delta 2 times, element by element, "
        "z 1 open bracket 1 minus z 1 close bracket",
    ),
    r"\frac{\partial L}{\partial w} \approx \frac{L(w+\varepsilon) - L(w)}{\varepsilon}": (
        "∂L/∂w ≈ (L(w + ε) − L(w))/ε",
        "the derivative of L with respect to w, is approximately the fraction L of "
        "open bracket w plus epsilon close bracket minus L of w, over epsilon, end of fraction",
    ),
    r"L = -\sum_k t_k \log y_k": (
        "L = −Σₖ tₖ log yₖ",
        "L equals minus the sum over k of t sub k log y sub k",
    ),
    r"w \leftarrow w - \frac{\eta}{B} \sum \frac{\partial L}{\partial w}": (
        "w ← w − η/B Σ ∂L/∂w",
        "w becomes w minus eta over B the sum of the derivative of L with respect to w",
    ),
    r"f'(a)": ("f′(a)", "f prime of a"),
    r"\sum_{j=1}^{K} y_j": ("Σⱼ₌₁^K yⱼ", "the sum over j equals 1 to K of y sub j"),
    r"x^2 + y^{-1}": ("x² + y⁻¹", "x squared plus y to the power of minus 1"),
    r"x^{} + y^2": ("x + y²", "x plus y squared"),
    r"\sqrt{1 + x}": ("√(1 + x)", "the square root of 1 plus x"),
    r"\textcolor{backward_text}{-0.5} \times 2": ("−0.5 × 2", "minus 0.5 times 2"),
    r"\text{other value} \cdot \hat{y}": ("other value · ŷ", "other value times y hat"),
    r"\max(0, x) \le 3": ("max(0, x) ≤ 3", "max of open bracket 0, x close bracket is at most 3"),
    r"\left( a \right) \quad b": ("(a)b", "open bracket a close bracket b"),
}


@pytest.mark.parametrize("tex", TOLD)
def test_equation_is_told_in_letters_and_in_words(tex: str) -> None:
    assert (plain_text(tex), in_words(tex)) == TOLD[tex]


@pytest.mark.parametrize("tex", [r"\frac{1}", "}", "{", "x_", "x^", r"\text", r"\text{a", "\\"])
def test_what_is_no_formula_stands_as_it_was_written(tex: str) -> None:
    assert plain_text(tex) == in_words(tex) == tex


@given(st.text(alphabet="\\{}^_'fracsumtex 1+-()|&%$#~αü\n", max_size=24))
def test_any_text_has_words(tex: str) -> None:
    assert isinstance(in_words(tex), str)
    assert isinstance(plain_text(tex), str)


def test_indices_of_two_numbers_stand_low() -> None:
    assert plain_text(r"w_{1,2} \, x_2") == "w₁,₂x₂"
