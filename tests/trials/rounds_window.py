"""A window in which the same round is made again and again: after each, as much must be there.

In seconds nothing can be said of the megabytes of an hour, but of things that stay, each round
would leave some: objects of Python's and of Qt's are counted where a round is over.
"""

import gc
import sys
import time
from collections import Counter

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bpstudio.experiment import edits
from bpstudio.experiment.spec import Experiment
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.main_window import MainWindow
from tests.runtime.experiments import make_experiment
from tests.trials.apart import tell
from tests.trials.watch import Watch

PAGES = ("Circuit", "Check", "Network")
LAYOUTS = ("actionDiagnose", "actionCompare", "actionWatch")
SOON = 30.0  # seconds


def main(rounds: int) -> None:
    """Make rounds, and tell what is there after each."""
    create_application()
    watch = Watch()
    watch.begin()
    window = create_window()
    window.show()
    window.session.set_pace(None)
    for _ in range(rounds):
        _go_round(window, make_experiment(3, 4, epochs=20))
        tell(**_what_is_there(window))
    window.close()
    watch.end()
    tell(faults=watch.faults, longest=watch.longest)


def _go_round(window: MainWindow, experiment: Experiment) -> None:
    """Train to the end, edit, look back, branch, race, look at everything, and begin anew."""
    session, document = window.session, window.document
    _begin(window, experiment)
    session.train()
    _until(lambda: session.snapshot.status == "finished")
    for units in (5, 6):
        first = document.experiment.hidden[0].id
        document.edit("Units", edits.set_units(document.experiment, first, units))
    document.undo_stack.undo()
    session.travel(3)
    _until(lambda: session.snapshot.is_past)
    session.branch()
    session.train()
    for name in LAYOUTS:
        window.findChild(QAction, name).trigger()
        QTest.qWait(50)
    for page in PAGES:
        window.show_tab(page)
        QTest.qWait(50)
    session.reset()
    _begin(window, experiment)
    _until(lambda: session.snapshot.experiment == document.experiment)
    _until(lambda: not session._feed._due)  # what each view shows is the new network's
    QTest.qWait(100)


def _begin(window: MainWindow, experiment: Experiment) -> None:
    session, before = window.session, window.session.snapshot.run
    window.document.new(experiment)
    _until(lambda: session.snapshot.run > before and bool(session.snapshot.layers))


def _until(condition) -> None:
    end = time.monotonic() + SOON
    while not condition():
        assert time.monotonic() < end
        QTest.qWait(10)


def _what_is_there(window: MainWindow) -> dict[str, object]:
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    things = Counter(_name(type(thing)) for thing in gc.get_objects())
    ours = {name: many for name, many in things.items() if name.startswith("bpstudio.")}
    return {
        "objects": sum(things.values()),
        "ours": ours,
        "Qt": len(window.findChildren(QObject)),
        "windows": len(QApplication.topLevelWidgets()),
    }


def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"


if __name__ == "__main__":
    main(int(sys.argv[1]))
