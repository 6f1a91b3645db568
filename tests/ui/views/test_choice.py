from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from bpstudio.ui.views.choice import Choice
from tests.ui.mouse import turn_wheel


def test_keys_go_through_it_and_the_wheel_does_not(qtbot: QtBot) -> None:
    choice = Choice("fruit", {"apple": "red", "pear": "green", "plum": "blue"})
    qtbot.addWidget(choice)
    choice.show()
    told: list[str] = []
    choice.changed.connect(told.append)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down):
        qtbot.keyClick(choice, key)
    assert told == ["pear", "plum"]
    turn_wheel(choice, QPointF(4, 4), 120)
    assert choice.chosen == "plum"
    assert choice.accessibleName() == "fruit: plum"
    assert choice.toolTip() == "fruit: blue"


def test_the_menu_marks_what_is_on(qtbot: QtBot) -> None:
    choice = Choice("fruit", {"apple": "red", "pear": "green"})
    qtbot.addWidget(choice)
    actions = choice.menu().actions()
    actions[1].trigger()
    assert choice.chosen == "pear"
    assert [action.isChecked() for action in actions] == [False, True]


def test_what_is_on_stays_among_other_texts_where_it_can(qtbot: QtBot) -> None:
    choice = Choice("fruit", {"apple": "red", "pear": "green"})
    qtbot.addWidget(choice)
    choice.choose("pear")
    choice.set_choices({"plum": "blue", "pear": "green"})
    assert choice.chosen == "pear"
    choice.set_choices({"plum": "blue"})
    assert choice.chosen == "plum"
