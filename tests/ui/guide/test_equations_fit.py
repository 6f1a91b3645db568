"""Equations of the shipped lessons fit into the panel where the window is smallest."""

from bpstudio.experiment.lessons.lesson import Equation
from bpstudio.experiment.lessons.shipped import shipped_lessons
from bpstudio.ui.guide import panel, reading
from bpstudio.ui.tex.setting import set_equation


def test_they_fit():
    room = panel.LEAST - 2 * reading.SIDE
    wide = []
    for section in shipped_lessons():
        for placed in section.lessons:
            parts = [one.tex for one in placed.lesson.text if isinstance(one, Equation)]
            parts += [step.equation for step in placed.lesson.steps if step.equation]
            for tex in parts:
                setting = set_equation(tex, reading.LEAST)
                assert setting is not None
                if setting.width > room:
                    wide.append((placed.name, tex, setting.width - room))
    assert not wide
