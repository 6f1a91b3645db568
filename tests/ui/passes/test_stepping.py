"""Stepping through the instructions: by buttons, keys, the list, the scrubber, by itself."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bpstudio.runtime.snapshot import Status
from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.passes.layout import Style
from bpstudio.ui.theme import theme
from tests.runtime.walking.trainers import choice, trainer_of
from tests.ui.mouse import NOTCH, turn_wheel
from tests.ui.passes.hands import LEFT

KEY = Qt.Key


def test_it_begins_with_the_sample_that_was_shown_and_pauses(make_hands):
    hands = make_hands(trainer_of((3, "sigmoid")))
    assert hands.session.paused == 1
    assert hands.state.sample == 2
    assert hands.state.position == 0
    assert hands.mode.caption.text() == f"all numbers: {hands.state.sample_words}"
    assert not hands.state.is_made(Name(Kind.A, 1))


def test_buttons_go_on_back_and_to_the_ends(hands):
    strip, state = hands.strip, hands.state
    assert not strip.back.isEnabled()
    for button, position in (
        (strip.next, 1),
        (strip.next, 2),
        (strip.back, 1),
        (strip.last, 13),
        (strip.first, 0),
    ):
        QTest.mouseClick(button, LEFT)
        assert state.position == position
    state.go_to(13)
    assert not strip.next.isEnabled()


def test_keys_do_the_same_anywhere_on_the_screen(hands, qtbot):
    state = hands.state
    for widget in (hands.board, hands.screen.program.list):
        widget.setFocus()
        for key, position in ((KEY.Key_End, 13), (KEY.Key_Home, 0), (KEY.Key_Right, 1)):
            QTest.keyClick(widget, key)
            assert state.position == position
        QTest.keyClick(widget, KEY.Key_Left)
        assert state.position == 0


def test_values_arrive_with_their_instruction_and_not_before(hands):
    state = hands.state
    for step in range(14):
        state.go_to(step)
        for name, at in state.walked.made_at.items():
            assert state.is_made(name) == (at <= step)
    hands.go_to("z1")
    number = state.walked.numbers_of(state.step)[0]
    at = hands.place_of(number)
    assert hands.board.number_at(at) == number
    hands.go_to("a1")
    assert hands.board.number_at(at) is None, "z isn't there yet"


def test_the_list_goes_where_it_is_clicked_and_follows(hands):
    program = hands.screen.program.list
    row = next(
        row for row in range(program.count()) if program.item(row).text().startswith("10: δ1")
    )
    rect = program.visualItemRect(program.item(row))
    QTest.mouseClick(program.viewport(), LEFT, pos=rect.center())
    assert hands.state.position == 9
    hands.state.go_to(3)
    assert program.currentItem().text().startswith("4: a2")
    told = program.currentItem().data(Qt.ItemDataRole.AccessibleTextRole)
    assert "a₁ = 1.35, a₂ = −1.95" in told  # as by hand in test_walk.py
    QTest.keyClick(program, KEY.Key_Down)
    assert hands.state.position == 4
    for _ in range(2):
        QTest.keyClick(program, KEY.Key_Down)
    assert hands.state.position == 6, "headings are passed over"


def test_assistive_tools_hear_the_numbers_of_the_shown_sample_that_are_made(hands):
    rows = hands.screen.program.list

    def heard(equation):
        found = (rows.item(row) for row in range(rows.count()))
        item = next(item for item in found if f": {equation}" in item.text())
        return item.data(Qt.ItemDataRole.AccessibleTextRole)

    hands.go_to("a1")
    assert heard("a1").startswith("2: a 1 equals W 1 z 0 plus b 1; each unit of layer 1 adds")
    assert heard("a1").endswith("; a₁ = 1.62, a₂ = −1.26, a₃ = 3.80")
    assert heard("z0 = x").endswith("; x₁ = 0.800, x₂ = −0.400")
    assert "δ₁" not in heard("δ1")
    hands.state.choose(1)
    hands.session.answer()
    assert "x₁ = 0.800" not in heard("z0 = x")


def test_what_the_list_says_of_an_instruction_has_the_rate_of_now(make_hands):
    hands = make_hands(trainer_of((3, "tanh"), learning_rate=0.25))
    rows = hands.screen.program.list

    def tips():
        return " ".join(rows.item(row).toolTip() for row in range(rows.count()))

    assert "0.25" in tips()
    hands.session.trainer = trainer_of((3, "tanh"), learning_rate=0.75)
    hands.session.answer()
    assert "0.75" in tips()
    assert "0.25" not in tips()


def test_the_scrubber_is_clicked_and_dragged_and_esc_takes_it_back(hands):
    scrubber = hands.strip.scrubber
    hands.strip.resize(1000, 72)
    hands.strip.show()
    QTest.mousePress(scrubber, LEFT, pos=scrubber.centre(6).toPoint())
    assert hands.state.position == 6
    to = scrubber.centre(11)
    QApplication.sendEvent(
        scrubber,
        QMouseEvent(
            QEvent.Type.MouseMove,
            to,
            QPointF(scrubber.mapToGlobal(to)),
            Qt.MouseButton.NoButton,
            LEFT,
            Qt.KeyboardModifier.NoModifier,
        ),
    )
    assert hands.state.position == 11
    QTest.keyClick(scrubber, KEY.Key_Escape)
    assert hands.state.position == 0
    QTest.mouseRelease(scrubber, LEFT, pos=to.toPoint())
    QTest.keyClick(scrubber, KEY.Key_PageUp)
    assert hands.state.position == 5
    assert "Instruction 6" in scrubber.tip_at(scrubber.centre(5))
    assert [scrubber.place_at(scrubber.centre(k).x()) for k in range(14)] == list(range(14))


def test_it_plays_to_the_end_and_stops(hands, qtbot):
    hands.state._timer.setInterval(1)
    QTest.keyClick(hands.board, KEY.Key_Space)
    assert hands.state.plays
    assert hands.strip.play.accessibleName() == "Pause"
    qtbot.waitUntil(lambda: hands.state.position == 13)
    assert not hands.state.plays
    QTest.keyClick(hands.board, KEY.Key_Space)
    assert hands.state.position == 0, "from the start again"
    QTest.keyClick(hands.board, KEY.Key_Right)
    assert not hands.state.plays, "who steps takes over"


def test_it_stops_playing_when_nobody_looks(hands):
    hands.state.play()
    hands.screen.hide()
    assert not hands.state.plays


def test_another_sample_is_shown_everywhere(make_hands):
    trainer = trainer_of((3, "sigmoid"))
    hands = make_hands(trainer)
    QTest.mouseClick(hands.strip.next_sample, LEFT)
    hands.session.answer()
    assert hands.session.positions == [3]
    index = trainer.data.train.index
    assert hands.state.sample_words == f"sample {index[3]}"
    assert hands.strip.sample.text() == str(index[3])
    hands.board.setFocus()
    QTest.keyClick(hands.board, KEY.Key_PageUp)
    hands.session.answer()
    assert hands.state.walked.samples == index[2]
    hands.strip.sample.setFocus()
    hands.strip.sample.selectAll()
    QTest.keyClicks(hands.strip.sample, str(index[7]))
    QTest.keyClick(hands.strip.sample, KEY.Key_Return)
    hands.session.answer()
    assert hands.state.walked.samples == index[7]
    assert hands.strip.sample.valueFromText("no number") == 7


def test_the_whole_batch(make_hands):
    trainer = trainer_of((3, "sigmoid"), batch_size=5)
    hands = make_hands(trainer)
    hands.strip.of_what.choose("batch")
    hands.session.answer()
    upcoming = trainer.data.train.index[trainer.descent.upcoming]
    assert (hands.state.walked.samples == upcoming).all()
    hands.strip.sample.stepBy(1)
    hands.session.answer()
    assert hands.state.walked.column == 1
    assert hands.session.positions == [], "the run's sample is another thing"
    assert "next batch of 5" in hands.mode.caption.text()
    hands.strip.of_what.choose("sample")
    hands.session.answer()
    assert hands.state.walked.samples == trainer.data.train.index[2]


def test_it_says_whether_the_run_was_changed(hands):
    note = hands.screen.program._note
    assert note.text() == "Stepping changes nothing: the run stays at step 4."
    hands.go_to("W2")
    hands.session.update()
    assert "The run was changed: it is at step 5 now" in note.text()
    assert hands.state.position == 0, "these are other passes"


def test_training_takes_its_place(hands):
    hands.session.snapshot = replace(hands.session.snapshot, status=Status.RUNNING)
    hands.session.status_changed.emit()
    assert not hands.mode.is_on
    assert hands.mode.switch.chosen == "train"
    assert hands.state.walked is None


@pytest.mark.parametrize(
    ("trainer", "whose"),
    [
        (lambda: trainer_of(data="digits"), "batch"),
        (lambda: trainer_of((32, "relu"), data="digits", optimizer=choice("adam")), "sample"),
        (lambda: trainer_of(*[(8, "tanh")] * 50, scale=0.3), "batch"),
        (lambda: trainer_of((2, "tanh", True), (2, "relu", True), batch_size="all"), "batch"),
        (lambda: trainer_of((3, "identity"), data="diabetes", loss="squared_error"), "sample"),
        (lambda: trainer_of((3, "tanh"), scale=1e30, l1=0.1), "batch"),
    ],
)
def test_every_network_can_be_walked_through_and_painted(make_hands, trainer, whose):
    hands = make_hands(trainer(), (700, 420))
    theme().set_mode("light" if whose == "sample" else "dark")
    hands.strip.of_what.choose(whose)
    hands.session.answer()
    for position in range(0, hands.state.count, max(hands.state.count // 3, 1)):
        hands.state.go_to(position)
        hands.screen.grab()
        number = None
        for x in range(30, hands.board.width(), 97):
            at = QPointF(x, hands.board.height() / 2)
            hands.board.tip_at(at)
            number = hands.board.number_at(at) or number
        if number is not None:
            hands.state.open(number)
            hands.session.answer()
            assert hands.state.opened is not None
    hands.strip.grab()
    assert hands.board.tip_at(QPointF(QPoint(0, 0))) == ""


def styles(hands):
    return [column.style for column in hands.board.layout_of.columns]


def test_one_looks_closer_by_wheel_and_keys(make_hands):
    hands = make_hands(trainer_of((12, "tanh")), size=(900, 520))
    canvas, control = hands.screen.canvas, Qt.KeyboardModifier.ControlModifier
    assert styles(hands)[1] is Style.CELL
    hands.board.setFocus()
    QTest.keyClick(hands.board, Qt.Key.Key_Plus, control)
    first = hands.board.layout_of
    QTest.keyClick(hands.board, Qt.Key.Key_Plus, control)
    assert hands.board.layout_of != first
    wheel(canvas.viewport(), 40, control)
    assert styles(hands) == [Style.BOX] * 3
    assert hands.board.height() > canvas.viewport().height()
    closest = hands.board.closer
    wheel(canvas.viewport(), 1, control)
    assert hands.board.closer == closest
    # without Ctrl it scrolls, and a number that is opened comes into sight
    canvas.verticalScrollBar().setValue(0)
    hands.go_to("a1")
    hands.state.open(Number(Name(Kind.A, 1), 11, 0))
    place = hands.board.place_of(Number(Name(Kind.A, 1), 11, 0)).toRect()
    assert hands.board.visibleRegion().contains(place)
    QTest.keyClick(hands.board, Qt.Key.Key_Minus, control)
    assert hands.board.closer < closest
    QTest.keyClick(hands.board, Qt.Key.Key_F)
    assert styles(hands)[1] is Style.CELL


def wheel(widget, notches, modifier):
    turn_wheel(widget, QPointF(widget.rect().center()), notches * NOTCH, modifier=modifier)


@pytest.mark.parametrize("typed", ["9" * 400, "9" * 5_000, "x", "", "-1", "1e400"])
def test_any_sample_can_be_typed(hands, qtbot, typed):
    field = hands.strip.sample
    field.lineEdit().setText(typed)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    hands.session.answer()
    numbers = hands.session.trainer.data.train.index
    assert int(field.text()) in numbers
    if typed.isdecimal():
        assert int(field.text()) == max(numbers)
