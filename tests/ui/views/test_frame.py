from PySide6.QtGui import QFontMetrics

from bpstudio.ui.theme import HINT, font
from bpstudio.ui.views.frame import Frame
from bpstudio.ui.views.scale import Scale


def test_no_tick_without_its_number(qapp) -> None:
    metrics = QFontMetrics(font(11))
    for last in (10, 540, 5_200, 16_000):
        frame = Frame(x=Scale(0, last, whole=True))
        frame.arrange(260, 160)
        name_begins = frame.area.right() - metrics.horizontalAdvance("step")
        ticks = frame.ticks_beside_name()
        assert ticks[0][1] == "0"
        assert all(x + metrics.horizontalAdvance(text) / 2 < name_begins for x, text in ticks)


def test_there_is_more_than_the_first_tick(qapp) -> None:
    for last in (607, 700, 1_250, 8_000):
        frame = Frame(x=Scale(0, last, whole=True))
        frame.arrange(230, 160)
        assert len(frame.ticks_beside_name()) > 1


def test_a_name_that_has_no_room_is_shortened(qapp: object) -> None:
    frame = Frame(y_name="z, probe set, from step 1 200", short_names=("z, from 1 200", "z"))
    metrics = QFontMetrics(font(HINT))
    found = []
    for width in (400, 170, 100):
        frame.arrange(width, 100)
        found.append(frame.fitting_name())
        assert metrics.horizontalAdvance(found[-1]) <= frame.area.width()
    assert found == [frame.y_name, *frame.short_names]
