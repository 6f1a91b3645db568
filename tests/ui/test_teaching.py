"""Tooltips teach: what a thing is, and what it does to the gradient, in both themes."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QComboBox, QLabel, QTabBar, QToolTip, QWidget

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.flow import GATES
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.ui import teaching
from bpstudio.ui.app import create_application
from bpstudio.ui.builder.palette import Palette
from bpstudio.ui.explainer import explanation
from bpstudio.ui.theme import theme
from bpstudio.ui.tooltips import fitted, plain, tip
from bpstudio.ui.views import VIEWS
from bpstudio.ui.widgets.palette_item import PaletteItem

WIDEST = 420  # px
LONGEST = 250  # characters in all: two short sentences
# all that there is to teach, by its kind
TAUGHT = {
    "activations": tuple(ACTIVATIONS),
    "initializers": tuple(INITIALIZERS),
    "optimizers": tuple(OPTIMIZERS),
    "schedules": tuple(SCHEDULES),
    "losses": tuple(LOSSES),
    "sets": (*MADE, *BUNDLED, drawn.NAME),
    "gates": tuple(GATES),
}


@pytest.fixture(autouse=True)
def application(qtbot):
    return create_application()


@pytest.mark.parametrize("kind", sorted(TAUGHT))
def test_whoever_adds_a_definition_says_what_it_is_and_does(kind):
    for name in TAUGHT[kind]:
        words = teaching.words_of(kind, name)
        assert words.what or (kind == "sets" and name in BUNDLED), f"{kind}: {name}"
        assert words.gradient or (kind == "gates" and GATES[name].rule), f"{kind}: {name}"
        assert len(words.what + words.gradient) <= LONGEST


def test_there_are_no_words_for_what_there_isnt():
    table = teaching.read_table()
    views = {view.object_name for view in VIEWS}
    for kind, names in (*TAUGHT.items(), ("views", views)):
        assert set(table[kind]) == set(names), kind
    assert set(table) == {*TAUGHT, "views", "fields"}


def test_every_view_is_taught():
    for view in VIEWS:
        words = teaching.words_of("views", view.object_name)
        assert words.what, view.title
        assert words.gradient, view.title


def test_words_that_cant_be_read_leave_names_and_formulas(tmp_path):
    broken = tmp_path / "teaching.json"
    broken.write_text("{")
    assert teaching.read_table(broken) == {}
    assert teaching.words_of("activations", "unheard of") == teaching.NOTHING


def test_a_tooltip_has_its_formula():
    told = plain(teaching.activation_tip("sigmoid"))
    assert "σ(a)" in told
    assert "z(1 − z)" in told
    assert "at most ¼" in told
    for name, known in OPTIMIZERS.items():
        assert " ".join(known.equation.split()) in plain(teaching.optimizer_tip(name))
    for gate in GATES.values():
        assert gate.rule in plain(teaching.gate_tip(gate))


def test_lines_are_broken_where_they_would_be_too_wide():
    line = "word " * 60
    assert width(fitted(line.strip())) <= WIDEST
    assert len({len(part) for part in fitted(line.strip()).split("\n")[:-1]}) == 1
    assert fitted("short\nshort") == "short\nshort"
    assert plain(tip("A < B", "it’s", "")) == "A < B it’s"


def width(text):
    """Return how wide a tooltip of this text is, in px, as Qt makes it."""
    label = QLabel(text)
    label.setForegroundRole(QPalette.ColorRole.ToolTipText)
    label.setFont(QToolTip.font())
    label.setWordWrap("<" in text)
    label.setMargin(1)
    return label.sizeHint().width() + 14  # padding and border of the style sheet


def tooltips(window):
    role = Qt.ItemDataRole.ToolTipRole
    for part in window.findChildren(QWidget):
        yield part.toolTip()
        if isinstance(part, QComboBox):
            yield from (part.itemData(place, role) or "" for place in range(part.count()))
        if isinstance(part, QTabBar):
            yield from (part.tabToolTip(place) for place in range(part.count()))
    for action in window.findChildren(QAction):
        yield action.toolTip()


def test_no_tooltip_of_the_window_is_too_wide_in_either_theme(window):
    for mode in ("light", "dark"):
        theme().set_mode(mode)
        told = {text for text in tooltips(window) if text}
        assert len(told) > 200
        assert {text: width(text) for text in told if width(text) > WIDEST} == {}


def test_every_palette_entry_and_every_choice_says_what_it_does(window):
    for item in window.findChild(Palette).findChildren(PaletteItem):
        assert item.toolTip().count("<br>") >= 1, item.text()
    for name in ("dataSet", "optimizer"):
        field = window.findChild(QComboBox, name)
        for place in range(field.count()):
            if field.itemText(place):
                assert field.itemData(place, Qt.ItemDataRole.ToolTipRole), field.itemText(place)


def test_the_keyboard_is_told_what_the_mouse_is(qtbot, window):
    field = window.findChild(QComboBox, "optimizer")
    field.setFocus()
    told = plain(explanation(field))
    assert "How a gradient changes the weights." in told
    assert "w ← w − η ∂L/∂w" in told, "what is chosen is explained, too"
    window.findChild(QAction, "actionExplain").trigger()
    assert QToolTip.isVisible()
    assert "w ← w − η ∂L/∂w" in plain(QToolTip.text())
    assert "How a gradient changes" in window.parts.status.sentence
    QToolTip.hideText()
