"""Numbers that are clicked open into what they came from; weights light their paths."""

from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.runtime.walking.names import Kind, Name, Number
from bpstudio.ui.numbers import many
from bpstudio.ui.passes.edges import number_on
from bpstudio.ui.passes.line_layout import ETC, shortened
from bpstudio.ui.passes.words import paths_words
from tests.runtime.walking.trainers import trainer_of
from tests.ui.passes.hands import LEFT


def test_a_logit_opens_into_its_terms_with_names_and_numbers(hands):
    hands.go_to("a1")
    hands.click(hands.place_of(Number(Name(Kind.A, 1), 2, 0)))
    # 4.5 * 0.8 + 1.0 * -0.4 + 0.6 = 3.8
    assert hands.rows() == [
        ["w₃₁ = 4.500", "× x₁ = 0.8000", "+3.600"],
        ["w₃₂ = 1.000", "× x₂ = −0.4000", "−0.4000"],
        ["b₃ = 0.6000", "", "+0.6000"],
        ["= a₃", "", "3.800"],
    ]
    assert hands.screen.card.opened._title.text() == "a₃ = 3.800"


def test_a_delta_opens_into_the_sum_and_the_slope(hands):
    hands.go_to("δ1")
    hands.click(hands.place_of(Number(Name(Kind.DELTA, 1), 2, 0)))
    # 0.5 * 0.964 - 1.3 * -0.964 = 1.736, times the slope 0.978 * 0.022 = 0.0214
    rows = hands.rows()
    assert rows[0][0] == "w₁₃ = 0.5000"
    assert rows[2][0] == "sum"
    assert rows[2][2].startswith("1.73")
    assert rows[3][0].startswith("× f′₃ = 0.021")
    assert rows[4][0] == "= δ₃"
    # 0.0214 of 0.25
    words = hands.screen.card.opened._note.text()
    assert words.startswith("Its slope is 0.0214, 9\u202f% of the largest that sigmoid has: satur")


def test_the_status_says_who_holds_the_gradient_up(hands):
    hands.go_to("δ1")
    assert hands.mode.sentence == (  # a = 3.8: 0.978 * 0.022 = 0.0214, of 0.25
        "Unit 3 of layer 1 is saturated on this sample: its slope z(1 − z) is 0.0214, so only "
        "9\u202f% of the largest possible gradient passes."
    )
    hands.go_to("a1")
    assert hands.mode.sentence.startswith(f"Instruction 2 of 14, {hands.state.sample_words}: each")
    hands.mode.leave()
    assert hands.mode.sentence == ""


def test_one_goes_from_number_to_number_and_back(hands):
    hands.go_to("a2")
    hands.click(hands.place_of(Number(Name(Kind.A, 2), 0, 0)))
    opened = hands.screen.card.opened
    place = opened.table.visualItemRect(opened.table.item(2, 1)).center()
    hands.click(place, opened.table.viewport())
    assert hands.state.number == Number(Name(Kind.Z, 1), 2, 0)
    assert hands.rows()[0][:2] == ["σ(a)", "a₃ = 3.800"]
    QTest.mouseClick(opened._back, LEFT)
    hands.session.answer()
    assert hands.state.number == Number(Name(Kind.A, 2), 0, 0)
    QTest.mouseClick(opened._close, LEFT)
    assert hands.state.number is None


def test_the_keyboard_opens_numbers_and_their_terms(hands):
    hands.go_to("a1")
    hands.board.setFocus()
    for key, unit in ((Qt.Key.Key_Down, 0), (Qt.Key.Key_Down, 1), (Qt.Key.Key_Up, 0)):
        QTest.keyClick(hands.board, key)
        assert hands.state.number == Number(Name(Kind.A, 1), unit, 0)
    hands.session.answer()
    table = hands.screen.card.opened.table
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Right)
    assert hands.state.step.equation.startswith("a1"), "the table's own keys"
    assert table.currentColumn() == 1
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert hands.state.number == Number(Name(Kind.Z, 0), 0, 0)
    hands.session.answer()
    assert "comes from the data" in hands.screen.card.opened._note.text()
    QTest.keyClick(hands.screen.card.opened.table, Qt.Key.Key_Escape)
    assert hands.state.number is None


def test_a_weight_lights_its_paths_and_their_number_is_told(hands):
    hands.go_to("∂L/∂b1")
    gap = next(gap for gap in hands.board.gaps if gap.layer == 1)
    edge = next(edge for edge in gap.edges if (edge.unit, edge.source) == (2, 0))
    hands.click(edge.label.center())
    assert hands.state.number == Number(Name(Kind.W, 1), 2, 0)
    rows, opened = hands.rows(), hands.state.opened
    assert [row[0] for row in rows] == ["unit 3 → class 1 → L", "unit 3 → class 0 → L", "= ∂L/∂w"]
    assert opened.paths == 2
    words = hands.screen.card.opened._note.text()
    assert words.startswith("2 paths lead from here to L: one through each output.")
    assert words.endswith("One backward sweep sums them all.")
    assert "w₃₁ from input 1 to unit 3" in hands.board.tip_at(edge.label.center())


def test_a_gradient_is_not_told_before_its_instruction(hands):
    hands.go_to("a1")
    hands.state.open(Number(Name(Kind.W, 1), 2, 0))
    hands.session.answer()
    note = hands.screen.card.opened._note
    assert [row[2] for row in hands.rows()] == ["?"] * 3
    assert note.text().endswith("What each adds comes with the gradient, at instruction 11.")
    hands.go_to("δ1")
    assert [row[2] for row in hands.rows()] == ["?"] * 3
    hands.go_to("∂L/∂W1")
    # 0.8 times δ = 1.736 * 0.0214
    assert hands.rows()[-1][2].startswith("0.029")
    assert "What each adds to the gradient stands above." in note.text()


def test_the_keyboard_walks_from_term_to_term(hands):
    hands.go_to("a2")
    hands.state.open(Number(Name(Kind.A, 2), 0, 0))
    hands.session.answer()
    opened = hands.screen.card.opened
    opened.table.setFocus()
    for key, kind in ((Qt.Key.Key_Right, Kind.A), (Qt.Key.Key_Return, Kind.Z)):
        QTest.keyClick(opened.table, key)
        assert hands.state.number.name.kind is kind
    hands.session.answer()
    assert opened.table.hasFocus()
    QTest.keyClick(opened.table, Qt.Key.Key_Right)
    QTest.keyClick(opened.table, Qt.Key.Key_Return)
    hands.session.answer()
    QTest.keyClick(opened.table, Qt.Key.Key_Right)
    QTest.keyClick(opened.table, Qt.Key.Key_Return)
    hands.session.answer()
    assert hands.state.number == Number(Name(Kind.Z, 0), 0, 0)  # a feature: nothing below it
    assert opened._back.hasFocus()
    QTest.keyClick(opened._back, Qt.Key.Key_Escape)
    assert hands.state.number is None
    assert hands.board.hasFocus()


def test_until_it_is_known_how_it_came_about_the_opened_number_has_its_name(hands):
    hands.go_to("a1")
    hands.state.open(Number(Name(Kind.A, 1), 2, 0))
    opened = hands.screen.card.opened
    assert opened._title.text() == "a₃"
    assert opened._where.text() == "of unit 3, layer 1"
    assert not opened.table.isVisible()
    hands.session.answer()
    assert opened._title.text() == "a₃ = 3.800"
    assert opened.table.isVisible()


def test_an_opened_number_hides_where_one_steps_back_before_it(hands):
    hands.go_to("δ1")
    hands.click(hands.place_of(Number(Name(Kind.DELTA, 1), 2, 0)))
    opened = hands.screen.card.opened
    assert opened._title.text().startswith("δ₃ = 0.037")
    hands.go_to("L")
    assert opened._title.text() == "δ₃"
    assert not opened.table.isVisible()
    assert opened._note.text().startswith("Not made yet: it comes with instruction 10.")
    hands.go_to("δ1")
    assert opened.table.isVisible()
    hands.state.open(Number(Name(Kind.SLOPE, 1), 2, 0))
    hands.session.answer()
    assert opened._title.text().startswith("f′₃ = 0.021")
    hands.go_to("δ2")
    assert opened._title.text() == "f′₃"


def test_a_line_can_be_clicked_where_it_has_no_number(make_hands):
    hands = make_hands(trainer_of((5, "tanh"), (4, "tanh")))
    gap = next(gap for gap in hands.board.gaps if gap.layer == 2)
    assert all(edge.label is None for edge in gap.edges)
    edge = gap.edges[0]
    hands.click(edge.line.pointAt(0.05))
    number = hands.state.number
    assert number.name == Name(Kind.W, 2)
    assert hands.state.opened.paths == 2


def test_while_the_gradients_are_made_the_edges_show_them_and_then_the_new_weights(hands):
    gap = next(gap for gap in hands.board.gaps if gap.layer == 1)
    for equation, kind in (("a1", Kind.W), ("∂L/∂W1", Kind.DW), ("W1", Kind.NEW_W)):
        hands.go_to(equation)
        assert number_on(hands.state, 1, gap.edges[0]).name == Name(kind, 1)
    hands.click(gap.edges[0].label.center())
    # w - 0.5 dL/dw
    rows = hands.rows()
    assert rows[0][0].startswith("w₁₁ = 1.500")
    assert rows[1][0] == "−η = −0.5000"
    assert rows[2][0] == "= new w₁₁"


def test_after_the_update_a_bias_is_the_new_one_and_the_old_one_is_told(hands):
    place = hands.place_of(Number(Name(Kind.B, 1), 2, 0))
    hands.go_to("∂L/∂b1")
    hands.click(place)
    assert hands.state.number == Number(Name(Kind.B, 1), 2, 0)
    assert "b₃ = 0.6000\n" in hands.board.tip_at(place)
    hands.go_to("W1")
    hands.click(place)
    assert hands.state.number == Number(Name(Kind.NEW_B, 1), 2, 0)
    # 0.6 - 0.5 * 1.736 * 0.0214
    assert hands.rows()[-1] == ["= new b₃", "", "0.5814"]
    assert "b₃ = 0.6000, new 0.5814\n" in hands.board.tip_at(place)
    gap = next(gap for gap in hands.board.gaps if gap.layer == 1)
    words = hands.board.tip_at(gap.edges[0].label.center())
    assert "; before the update 1.500\n" in words


def test_a_number_in_the_matrices_opens_too(hands):
    hands.go_to("∂L/∂W2")
    matrices = hands.screen.card.matrices
    cell = matrices.line.blocks[0].cells[0]
    assert cell.number == Number(Name(Kind.DW, 2), 0, 0)
    hands.click(cell.place.center(), matrices)
    assert hands.rows()[0][0].startswith("δ₁ = 0.96")
    assert "∂L/∂w₁₁ from unit 1 to class 0" in matrices.tip_at(cell.place.center())
    hands.click(QPointF(1, 1), matrices)
    assert hands.state.number is None


def test_the_loss_opens_into_the_target_share(hands):
    hands.state.go_to_end(True)
    hands.click(hands.board.layout_of.loss.center())
    rows = hands.rows()
    assert rows[0][1].startswith("y₂ = 0.035")
    assert rows[1] == ["= L", "", "3.335"]


def test_of_a_batch_a_gradient_is_a_sum_over_samples(make_hands):
    hands = make_hands(trainer_of((2, "tanh"), batch_size=4))
    hands.strip.of_what.choose("batch")
    hands.session.answer()
    hands.go_to("∂L/∂W1")
    hands.state.open(Number(Name(Kind.DW, 1), 1, 0))
    hands.session.answer()
    rows = hands.rows()
    assert len(rows) == 5
    assert [row[0].partition(":")[0] for row in rows[:4]] == [
        str(number) for number in hands.state.walked.samples
    ]


def test_what_is_large_is_shortened():
    assert shortened((0, 1, 2), 5) == [0, 1, 2]
    assert shortened(tuple(range(9)), 4) == [0, 1, 2, ETC, 8]
    assert shortened(tuple(range(9)), 3, kept=5) == [0, ETC, 5, ETC, 8]
    assert shortened(tuple(range(9)), 1, kept=5) == [ETC, 5, ETC]
    assert shortened((0, 1, 2, 98, 99), 5) == [0, 1, 2, ETC, 98, 99]


def test_the_number_of_paths_in_words(hands):
    walked = hands.state.walked
    assert paths_words(walked, 2, 1, 1).startswith("One path")
    assert many(999_999) == "999\u202f999"
    assert many(2 * 10**40) == "2.0·10⁴⁰"
