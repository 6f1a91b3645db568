import re

import pytest
from PySide6.QtGui import QColor, QFont
from pytestqt.qtbot import QtBot

from bpstudio.ui.style import interface_font, style_sheet
from bpstudio.ui.theme import BODY, DARK, LIGHT, Colors, blend


@pytest.mark.parametrize("colors", [LIGHT, DARK])
def test_a_style_sheet_has_every_token_filled_in(qtbot: QtBot, colors: Colors) -> None:
    sheet = style_sheet(colors)
    assert "$" not in sheet
    assert colors.accent.name() in sheet
    assert sheet.count("{") == sheet.count("}")


@pytest.mark.parametrize("colors", [LIGHT, DARK])
@pytest.mark.parametrize("ink", ["text", "text2", "text3", "forward_text", "backward_text"])
@pytest.mark.parametrize("ground", ["window", "canvas", "surface", "raised"])
def test_texts_can_be_read_on_every_ground(colors: Colors, ink: str, ground: str) -> None:
    assert contrast(getattr(colors, ink), getattr(colors, ground)) >= 4.5


def contrast(first: QColor, second: QColor) -> float:
    """Contrast of WCAG 2: (lighter + 0.05) / (darker + 0.05) of the relative luminances."""
    darker, lighter = sorted((_luminance(first), _luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(color: QColor) -> float:
    channels = (color.redF(), color.greenF(), color.blueF())
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_blend_goes_from_the_first_to_the_second() -> None:
    black, white = QColor("#000000"), QColor("#FFFFFF")
    assert blend(black, white, 0.0) == black
    assert blend(black, white, 1.0).name() == "#ffffff"
    assert re.fullmatch("#(7f|80){3}", blend(black, white, 0.5).name())


def test_the_font_is_in_px_and_falls_back_to_the_systems(qtbot: QtBot) -> None:
    made = interface_font(QFont("No Such Family"))
    assert made.pixelSize() == BODY
    assert made.families()[-1] == "No Such Family"
