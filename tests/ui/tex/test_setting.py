import subprocess
import sys
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from bpstudio.ui.tex.checking import can_be_set
from bpstudio.ui.tex.setting import MARGIN, set_equation
from bpstudio.ui.tex.words import in_words, plain_text
from bpstudio.ui.theme import DARK, LIGHT, theme


def test_letters_stand_on_the_baseline(qtbot: QtBot) -> None:
    x, p, tall = (set_equation(tex, 16) for tex in ("x", "p", r"\frac{x}{p}"))
    assert x is not None
    assert p is not None
    assert tall is not None
    # An x stands on the line, a p goes a fifth of its size below it: STIX's own measures.
    assert x.descent - MARGIN == pytest.approx(0, abs=0.5)
    assert p.descent - MARGIN == pytest.approx(0.21 * 16, abs=1)
    assert tall.ascent > 2 * x.ascent


def test_size_is_that_of_the_letters(qtbot: QtBot) -> None:
    small, large = set_equation("w_1 x", 10), set_equation("w_1 x", 20)
    assert small is not None
    assert large is not None
    assert large.width - 2 * MARGIN == pytest.approx(2 * (small.width - 2 * MARGIN), rel=0.02)


DEEP = [
    "x^{" * 90 + "y" + "}" * 90,
    "{" * 390,
    "\\left(" * 30 + "x" + "\\right)" * 30,
    "\\begin{matrix}" * 12 + "x" + "\\end{matrix}" * 12,
]


@pytest.mark.parametrize("tex", DEEP, ids=["powers", "braces", "brackets", "matrices"])
def test_what_is_nested_too_deeply_is_text_at_once(qtbot: QtBot, tex: str) -> None:
    assert set_equation(tex, 16) is None
    assert not can_be_set(tex)
    assert plain_text(tex)
    assert in_words(tex)


def test_braces_that_are_signs_nest_nothing(qtbot: QtBot) -> None:
    assert set_equation("\\{" * 8 + "x" + "\\}" * 8, 16) is not None


def test_picture_takes_the_colours_of_the_theme(qtbot: QtBot) -> None:
    setting = set_equation(r"\frac{x}{\textcolor{backward_text}{2}}", 16)
    assert setting is not None
    for mode, colors in (("light", LIGHT), ("dark", DARK)):
        theme().set_mode(mode)
        drawn = ElementTree.fromstring(setting.colored(QColor("#123456")))
        fills = {part.get("fill") for part in drawn.iter()} - {None}
        assert fills == {"#123456", colors.backward_text.name()}
    theme().set_mode("system")


@pytest.mark.parametrize("tex", ["", r"\frac{", "{", r"\left(", "x_"])
def test_what_cant_be_set_is_none(qtbot: QtBot, tex: str) -> None:
    assert set_equation(tex, 16) is None


def test_ziamath_is_imported_with_the_first_equation_or_before_beside_the_window() -> None:
    code = """
import sys
from bpstudio.ui.tex import setting
before = "ziamath" in sys.modules
thread = setting.prepare()
thread.join()
print(before, "ziamath" in sys.modules, setting.set_equation("x", 16) is not None)
"""
    command = [sys.executable, "-W", "error", "-c", code]
    printed = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert printed.split() == ["False", "True", "True"]


@pytest.mark.parametrize("tex", ["= -2", "-2", r"\left(-2\right)", r"3 \times -2", "a, -2"])
def test_a_sign_stands_close_to_its_number(tex: str) -> None:
    signed, braced = set_equation(tex, 20), set_equation(tex.replace("-2", "{-2}"), 20)
    assert signed is not None
    assert braced is not None
    assert signed.width == pytest.approx(braced.width, abs=0.5)


def test_a_difference_has_room_around_its_minus() -> None:
    difference, sign = set_equation("a - b", 20), set_equation("a {-} b", 20)
    assert difference is not None
    assert sign is not None
    assert difference.width > sign.width + 3
