"""What is shown lets go of the data of a document that is closed: they may be a large table."""

import gc
import weakref

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDockWidget

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


@pytest.mark.parametrize("name", ["iris", "diabetes", "circle"])
def test_the_data_of_a_closed_document_are_let_go(window, qtbot, name):
    begin(window, qtbot, name)
    look_at_everything(window, qtbot)
    kept = weakref.ref(window.document.dataset)
    begin(window, qtbot, "xor" if name != "circle" else "wine")

    def is_gone():
        gc.collect()
        return kept() is None

    qtbot.waitUntil(is_gone, timeout=SOON)
