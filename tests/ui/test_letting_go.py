"""What is shown lets go of the data of a document that is closed: they may be a large table."""

import gc
import weakref
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget, QToolButton

from bpstudio.experiment.build import load_data
from bpstudio.runtime.tasks import pass_times
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.gallery.catalogue import read_catalogue

SOON = 10_000  # ms


def example(name):
    return next(one.experiment for one in read_catalogue() if one.experiment.data.name == name)


def begin(window, qtbot, name):
    document, session = window.document, window.session
    document.new(example(name))
    qtbot.waitUntil(lambda: session.snapshot.data is document.dataset, timeout=SOON)


def look_at_everything(window, qtbot):
    """See every panel, the passes, and a race between backprop and brute force."""
    session, passes = window.session, window.findChild(QAction, "actionPasses")
    for dock in window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
        qtbot.wait(150)
    passes.trigger()
    qtbot.waitUntil(lambda: window.parts.stage.passes.state.walked is not None, timeout=SOON)
    passes.trigger()
    window.show_tab("Check")
    number = session.start_task(BruteForce("forward", 1e-6, "float64"))
    qtbot.waitUntil(
        lambda: (
            session.report is not None
            and session.report.is_over
            and session.report.number >= number
        ),
        timeout=SOON,
    )
    window.show_tab("Network")


def wait_until_gone(kept, qtbot):
    def is_gone():
        gc.collect()
        return kept() is None

    qtbot.waitUntil(is_gone, timeout=SOON)


@pytest.mark.parametrize("name", ["iris", "diabetes", "circle"])
def test_the_data_of_a_closed_document_are_let_go(window, qtbot, name):
    begin(window, qtbot, name)
    look_at_everything(window, qtbot)
    kept = weakref.ref(window.document.dataset)
    begin(window, qtbot, "xor" if name != "circle" else "wine")
    wait_until_gone(kept, qtbot)


def test_images_that_were_drawn_for_a_document_are_let_go_with_it(window, qtbot, monkeypatch):
    small = example("iris")  # not the 77 MB that are drawn else
    drawn = load_data(small.data, small.loss, Path())
    monkeypatch.setattr(pass_times, "photo_experiment", lambda: small)
    monkeypatch.setattr(pass_times, "photo_data", lambda: replace(drawn))
    window.show_tab("Check")
    button = window.findChild(QToolButton, "trainPhoto")
    before = window.document.dataset
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.document.dataset is not before, timeout=SOON)
    kept = weakref.ref(window.document.dataset)
    begin(window, qtbot, "xor")
    wait_until_gone(kept, qtbot)
