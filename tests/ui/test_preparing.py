"""A large edit takes a while: it is said."""

from bpstudio.experiment import edits
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.ui import preparation


def test_a_network_that_is_long_in_the_making(qtbot, window, monkeypatch):
    monkeypatch.setattr(preparation, "LONG", 0.0)
    run = window.session
    qtbot.waitUntil(lambda: run.snapshot.experiment == window.document.experiment)
    assert run.preparing == 0
    hold = run._worker._post
    monkeypatch.setattr(run._worker, "_post", lambda *command: None)  # it hears of nothing
    number = window.document.experiment.hidden[0].id
    window.document.edit("Units", edits.set_units(window.document.experiment, number, 5))
    qtbot.waitUntil(lambda: "Preparing the network" in window.parts.status.sentence)
    monkeypatch.setattr(run._worker, "_post", hold)
    run._edited(1, NO_SURGERY)
    qtbot.waitUntil(lambda: run.preparing == 0)
    qtbot.waitUntil(lambda: "Preparing" not in window.parts.status.sentence)
