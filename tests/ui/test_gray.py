"""Pictures of samples, in greys."""

import numpy as np
from pytestqt.qtbot import QtBot

from bpstudio.ui.gray import gray_image
from bpstudio.ui.theme import theme


def test_ink_grows_with_the_value_and_what_is_no_number_has_none(qtbot: QtBot) -> None:
    image = gray_image(np.array([[0.0, 0.5, 1.0], [np.nan, -3.0, 7.0]]))
    ground, ink = theme().colors.raised, theme().colors.text
    assert (image.width(), image.height()) == (3, 2)
    assert image.pixelColor(0, 0) == ground == image.pixelColor(0, 1) == image.pixelColor(1, 1)
    assert image.pixelColor(2, 0) == ink == image.pixelColor(2, 1)
    assert ink.lightness() < image.pixelColor(1, 0).lightness() < ground.lightness()
