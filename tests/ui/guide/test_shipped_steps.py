"""What a shipped step asks isn't so from the beginning, and is so once it has been done."""

import pytest
from pytestqt.qtbot import QtBot

from bpstudio.experiment.lessons.conditions import all_hold, is_right, read
from bpstudio.experiment.lessons.shipped import shipped_lessons
from bpstudio.ui.main_window import MainWindow
from tests.ui.opened import opened

PLACED = [placed for section in shipped_lessons() for placed in section.lessons]
LONGEST = 60_000  # ms for a state
SETTLED = 30_000  # ms until what was set off has come where it should


@pytest.fixture
def window(qtbot: QtBot):
    """One for all lessons: they follow each other in it, as they do for a reader."""
    with opened(qtbot, 1280, 720) as made:
        made.guide.show()
        yield made


def bring(window: MainWindow, qtbot: QtBot, state, placed) -> None:
    refused = []
    stagehand = window.guide.stagehand
    stagehand.refused.connect(refused.append)
    stagehand.bring(state, placed)
    qtbot.waitUntil(lambda: not stagehand.is_busy, timeout=LONGEST)
    stagehand.refused.disconnect(refused.append)
    assert not refused, (placed.name, str(refused[0]))


@pytest.mark.timeout(600)
def test_each_step_of_each_shipped_lesson(window: MainWindow, qtbot: QtBot) -> None:
    scene = window.guide._scene
    own = window.document.experiment
    for placed in PLACED:
        window.guide.course.open(placed)
        for number, step in enumerate(placed.lesson.steps, start=1):
            where = f"{placed.name}, step {number}"
            window.guide.course.go_to(number)
            if step.show is not None:
                bring(window, qtbot, step.show, placed)
            begun = scene.describe()
            if step.predict is not None and step.predict.measured is not None:
                found = read(step.predict.measured, begun)
                assert found is not None, where
                assert is_right(step.predict, found), (where, found)
            if step.do is not None:
                until = step.do.until
                assert not all_hold(until, begun, begun), f"{where} is done from the beginning"
                bring(window, qtbot, step.do.solution, placed)

                def is_done(until=until, begun=begun, where=where) -> None:
                    now = scene.describe()
                    told = [(one.what, one.of, read(one, now)) for one in until]
                    assert all_hold(until, now, begun), (where, told)

                qtbot.waitUntil(is_done, timeout=SETTLED)
    window.loan.end()
    assert window.document.experiment is own
