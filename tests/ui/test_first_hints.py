"""What is empty says what to do next, and one click does it."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QFileDialog, QPushButton

from bpstudio.runtime.snapshot import EMPTY, Status
from bpstudio.ui.first_hints import TRAIN, hint_of
from bpstudio.ui.race.dialog import RaceDialog
from bpstudio.ui.table.dialog import TableDialog
from bpstudio.ui.timeline.track import NO_STEPS, TimelineTrack
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.widgets.invitation import Invitation
from tests.ui.opened import table_dialog

LEFT = Qt.MouseButton.LeftButton


def invitation(over):
    found = over.findChild(Invitation)
    assert found is not None
    return found


def take(qtbot, over):
    qtbot.mouseClick(invitation(over).button, LEFT)


@pytest.fixture
def empty(qtbot, window):
    """A window on an experiment without a hidden layer."""
    window.document.new()
    canvas = window.parts.stage.canvas
    qtbot.waitUntil(lambda: not invitation(canvas).isHidden(), timeout=5_000)
    return window


def test_an_empty_canvas_offers_a_layer(qtbot, empty):
    canvas = empty.parts.stage.canvas
    take(qtbot, canvas)
    (layer,) = empty.document.experiment.hidden
    assert layer.activation == "tanh"
    qtbot.waitUntil(lambda: invitation(canvas).isHidden(), timeout=5_000)
    empty.document.undo_stack.undo()
    qtbot.waitUntil(lambda: not invitation(canvas).isHidden(), timeout=5_000)


def test_views_of_units_offer_a_layer_too(qtbot, empty):
    for kind in (SaturationView, UnitView):
        empty.parts.docks.show_view(kind)
        assert invitation(empty.findChild(kind)).button.text() == "Add a tanh layer"
    take(qtbot, empty.findChild(UnitView))
    assert len(empty.document.experiment.hidden) == 1
    view = empty.findChild(UnitView)
    qtbot.waitUntil(lambda: invitation(view).button.text().startswith("Show unit"), timeout=5_000)
    take(qtbot, view)
    qtbot.waitUntil(lambda: empty.session.snapshot.unit is not None, timeout=5_000)
    qtbot.waitUntil(lambda: invitation(view).isHidden(), timeout=5_000)


def test_an_empty_run_offers_to_train_and_does_so_again_after_a_reset(qtbot, window):
    session = window.session
    for kind in (LossView, GradientView, DoctorView):
        view = window.findChild(kind)
        window.parts.docks.show_view(kind)
        qtbot.waitUntil(lambda view=view: not invitation(view).isHidden(), timeout=5_000)
        take(qtbot, view)
        qtbot.waitUntil(lambda: session.snapshot.step > 0, timeout=5_000)
        assert invitation(view).isHidden()
        session.pause()
        session.travel(0)
        qtbot.waitUntil(lambda: session.snapshot.is_past, timeout=5_000)
        assert invitation(view).isHidden(), "what is looked back at isn't empty"
        session.reset()


def test_nothing_is_offered_before_there_is_a_network():
    assert EMPTY.status is Status.PAUSED
    for kind in (*TRAIN, RunsView, UnitView):
        assert hint_of(kind, EMPTY) is None


def test_runs_circuit_drawing_and_timeline(qtbot, window):
    track = window.findChild(TimelineTrack)
    assert track.tip_at(track.rect().center().toPointF()) == NO_STEPS
    window.parts.docks.show_view(RunsView)
    take(qtbot, window.findChild(RunsView))
    dialog = window.findChild(RaceDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.reject()
    window.show_tab("Circuit")
    canvas, document = window.circuit.canvas, window.circuit.document
    assert invitation(canvas).isHidden()
    document.new()
    take(qtbot, canvas)
    assert document.title == "Sigmoid neuron"
    assert invitation(canvas).isHidden()
    window.show_tab("Draw")
    canvas = window.parts.drawing.canvas
    take(qtbot, canvas)
    assert window.document.experiment.data.name == "drawn"
    assert len(window.document.experiment.data.points) == 200
    assert invitation(canvas).isHidden()
    window.document.undo_stack.undo()
    assert window.document.experiment.data.name == "digits"


def shown_table(qtbot, window, file):
    window.opener.take(file)
    return table_dialog(qtbot, window)


def test_a_table_without_rows_offers_another_one(qtbot, window, tmp_path, monkeypatch):
    asked = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: asked.append(True) or ("", ""))
    for number, text in enumerate(("", "a,b,c\n"), start=1):
        file = tmp_path / f"mine{number}.csv"
        file.write_text(text)
        dialog = shown_table(qtbot, window, file)
        assert "nothing to learn from" in invitation(dialog.table).words
        take(qtbot, dialog.table)
        assert len(asked) == number
        qtbot.waitUntil(lambda: window.findChild(TableDialog) is None, timeout=5_000)
    file.write_text("a,b\n1,x\n2,y\n3,x\n4,y\n")
    dialog = shown_table(qtbot, window, file)
    assert invitation(dialog.table).isHidden()
    dialog.reject()


def test_where_there_is_little_room_the_button_stands_alone(qtbot, window):
    over = QDialog(window)
    over.resize(120, 200)
    made = Invitation(over)
    made.invite("Words that are much longer than the room", "Train")
    over.show()
    assert over.rect().contains(made.geometry())
    assert made.findChild(QPushButton).isVisible()
    over.resize(600, 200)
    assert made.geometry().center().x() == pytest.approx(300, abs=2)
    over.close()


def test_nothing_is_laid_over_what_there_is(qtbot, window):
    over = QDialog(window)
    over.resize(400, 300)
    made = Invitation(over, room=lambda: QRect(40, 0, over.width() // 4, 200))
    made.invite("Words that are much longer than the room", "Train")
    over.show()
    assert 40 <= made.x()
    assert made.geometry().right() <= 140
    over.resize(100, 300)
    qtbot.waitUntil(made.isHidden, timeout=5_000)
    over.resize(400, 300)
    qtbot.waitUntil(made.isVisible, timeout=5_000)
    over.close()


def test_the_gradient_leaves_the_names_of_its_layers_alone(qtbot, window):
    view = window.findChild(GradientView)
    qtbot.waitUntil(lambda: not view.plot.message, timeout=5_000)
    area = view.plot.area.toRect().translated(view.plot.pos())
    qtbot.waitUntil(lambda: area.contains(invitation(view).geometry()), timeout=5_000)


def test_an_empty_canvas_leaves_its_cards_alone(qtbot, empty):
    canvas = empty.parts.stage.canvas
    for width in (1400, 1000):
        empty.resize(width, 800)
        qtbot.wait(50)
        layout = canvas.network.layout
        cards = [canvas.mapFromScene(card).boundingRect() for card in (layout.input, layout.output)]
        shown = invitation(canvas)
        assert shown.isHidden() or not any(shown.geometry().intersects(card) for card in cards)


def test_the_keyboard_comes_to_what_is_offered(qtbot, window):
    view = window.findChild(LossView)
    button = invitation(view).button
    button.setFocus(Qt.FocusReason.TabFocusReason)
    assert button.hasFocus()
    qtbot.keyClick(button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.session.snapshot.step > 0, timeout=5_000)
    assert window.findChild(QAction, "actionPause").isEnabled()
