"""Training at full pace in the window with every view in sight; prints how it went as JSON."""

import json
import os
import sys
import time
from collections import Counter
from collections.abc import Callable

if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt

import numpy as np
from PySide6.QtCore import QObject, Qt, QTimer

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.layouts import Layout, Pile
from bpstudio.ui.main_window import MainWindow
from bpstudio.ui.panels import Panels
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.view import View

SIZE = (1440, 900)
# Every view has a place of its own, none is behind a tab.
EVERY_VIEW = Layout(
    right=tuple(
        Pile((name,))
        for name in ("lossView", "gradientView", "saturationView", "runsView", "doctorView")
    ),
    bottom=tuple(Pile((name,)) for name in ("histogramView", "boundaryView", "unitView")),
    height=0.25,
)
BEAT = 5  # ms
WARM_UP = 1_500  # ms


class Watch(QObject):
    """Counts what happens in the window and how late its event loop is.

    A precise timer is to fire every `BEAT` ms. Whatever keeps the event loop, a key press would
    have to wait for it as this timer does: by how much more than `BEAT` passes between two firings,
    by so much the loop is late. The beat itself costs the training some turns, so the speed is
    measured before it sets in.
    """

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._session = window.session
        self._timer = QTimer(self, interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.counts: Counter[str] = Counter()
        self._late: list[float] = []
        self._speed: dict[str, float | dict[str, float]] = {}
        window.session.snapshot_changed.connect(self._note)
        window.session._ticker.timeout.connect(lambda: self.counts.update(["ticks"]))
        self._views = [view for view in window.findChildren(View) if isinstance(view, VIEWS)]
        for view in self._views:
            view.refresh = self._counted(view.object_name, view.refresh)

    def start(self) -> None:
        """Begin to count."""
        self.counts.clear()
        self._first = len(self._session.recorder.losses)
        self._began, self._busy = time.perf_counter(), time.thread_time()

    def beat(self) -> None:
        """Stop to count, and begin to look how late the event loop is."""
        self._speed = self._counted_speed()
        self._last = time.perf_counter()
        self._timer.start()

    def report(self) -> dict[str, float | dict[str, float]]:
        """Return what there was since `start`."""
        self._timer.stop()
        p50, p99 = np.percentile(1000 * np.array(self._late), [50, 99])
        return {**self._speed, "late_p50": float(p50), "late_p99": float(p99)}

    def _counted_speed(self) -> dict[str, float | dict[str, float]]:
        passed = time.perf_counter() - self._began
        steps = len(self._session.recorder.losses) - self._first
        hidden = [view.object_name for view in self._views if not view.isVisible()]
        if hidden:
            raise RuntimeError(f"not in sight: {', '.join(hidden)}")
        return {
            "steps_per_second": steps / passed,
            # of one core: whatever else the machine does, this is what the window itself takes
            "window_share": (time.thread_time() - self._busy) / passed,
            "per_second": {name: n / passed for name, n in self.counts.items()},
        }

    def _beat(self) -> None:
        now = time.perf_counter()
        self._late.append(max(now - self._last - BEAT / 1000, 0.0))
        self._last = now

    def _note(self) -> None:
        self.counts["snapshots"] += 1

    def _counted(self, name: str, refresh: Callable[..., None]) -> Callable[..., None]:
        def counted(*arguments: object) -> None:
            self.counts[name] += 1
            refresh(*arguments)

        return counted


def ask(window: MainWindow, then: Callable[[], None]) -> None:
    """Ask about a unit as soon as there is one, that its view has something to show."""
    layers = window.session.snapshot.layers
    if not layers:
        QTimer.singleShot(100, lambda: ask(window, then))
        return
    window.session.ask_about(Asked(layers[0].id, 0))
    QTimer.singleShot(WARM_UP, then)


def main() -> None:
    """Train with the arguments: experiment, seconds, and maybe a file for a picture at the end."""
    file, seconds = sys.argv[1:3]
    app = create_application()
    window = create_window(file)
    window.resize(*SIZE)
    window.show()
    window.session.set_pace(None)
    window.session.train()
    window.findChild(Panels).arrange(EVERY_VIEW)
    watch = Watch(window)
    half = round(500 * float(seconds))

    def begin() -> None:
        watch.start()
        QTimer.singleShot(half, watch.beat)
        QTimer.singleShot(2 * half, app.quit)

    ask(window, begin)
    app.exec()
    report = watch.report()
    if len(sys.argv) > 3:
        window.grab().save(sys.argv[3])
    window.close()
    print(json.dumps(report))


if __name__ == "__main__":
    main()
