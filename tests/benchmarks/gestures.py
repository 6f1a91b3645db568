"""How closely the canvas follows the hand while the network trains flat out.

A hand moves so many times a second, whether the window keeps up or not; each move counts from the
moment at which it was due to the end of the paint that shows it, as the user sees it. With a
display and xdotool the hand is a real pointer, too, and moves count from the server's own time.

    python -m tests.benchmarks.gestures [SECONDS]
"""

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

if "DISPLAY" not in os.environ:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before Qt

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QMouseEvent
from PySide6.QtWidgets import QApplication

from bpstudio.resources import resource
from bpstudio.ui.app import create_application, create_window
from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.canvas.payload import LAYER, pack
from bpstudio.ui.main_window import MainWindow

SECONDS, RATE = 5.0, 90  # a gesture; moves a second, as of a usual mouse
WARM_UP = 1.0  # seconds
SIZE = (1440, 900)
GOAL = 33  # ms, p99
ENDLESS = 10**9  # epochs
LEFT, MIDDLE, NONE = (getattr(Qt.MouseButton, f"{n}Button") for n in ("Left", "Middle", "No"))
PLAIN = Qt.KeyboardModifier.NoModifier
X_BUTTON = {LEFT: "1", MIDDLE: "2"}
WIDE = {
    "format": "bpstudio",
    "version": 1,
    "data": {"name": "noise", "features": 784, "classes": 10, "samples": 2_048},
    "network": {"hidden": [{"units": 128}, {"units": 64}]},
    "training": {"batch_size": 64, "learning_rate": 0.01},
}
NETWORKS = {
    "2-8-8-2": json.loads(resource("experiments", "circle.json").read_text()),
    "784-128-64-10": WIDE,
}


class Stopwatch:
    """Times each move of the hand, from when it was due to the paint that shows it."""

    def __init__(self) -> None:
        self.times: list[float] = []  # ms
        self._unseen: list[float] = []

    def moved(self, due: float) -> None:
        """Note that the canvas has dealt with a move that was due then."""
        self._unseen.append(due)

    def painted(self) -> None:
        """Note that all moves up to now are on the screen."""
        now = time.monotonic()
        self.times += [1000 * (now - due) for due in self._unseen]
        self._unseen.clear()


class TimedCanvas:
    """Lets a stopwatch look at the canvas; its methods take the place of the canvas's own."""

    def __init__(self, stopwatch: Stopwatch) -> None:
        self._handlers = {
            name: getattr(NetworkCanvas, name) for name in ("mouseMoveEvent", "dragMoveEvent")
        }
        self._viewport_event = NetworkCanvas.viewportEvent
        self.due: list[float] = []  # of the moves that are posted; those of a server have a time
        for name, handler in self._handlers.items():
            setattr(NetworkCanvas, name, self._timed(handler, stopwatch))
        NetworkCanvas.viewportEvent = self._painting(stopwatch)

    def _timed(self, handler: Callable[..., None], stopwatch: Stopwatch) -> Callable[..., None]:
        def timed(canvas: NetworkCanvas, event: QMouseEvent | QDragMoveEvent) -> None:
            handler(canvas, event)
            due = self.due.pop(0) if self.due else _since_boot(event.timestamp())
            if canvas.pointer.is_busy:  # a drag begins after a few pixels; before, nothing changes
                stopwatch.moved(due)

        return timed

    def _painting(self, stopwatch: Stopwatch) -> Callable[..., bool]:
        own = self._viewport_event

        def viewport_event(canvas: NetworkCanvas, event: QEvent) -> bool:
            done = own(canvas, event)
            if event.type() == QEvent.Type.Paint:
                stopwatch.painted()
            return done

        return viewport_event


def _since_boot(milliseconds: int) -> float:
    """Return the seconds of the monotonic clock, whose ms an X server counts in 32 bits."""
    behind = (round(1000 * time.monotonic()) - milliseconds) % 2**32
    return time.monotonic() - behind / 1000


@dataclass(frozen=True)
class Stroke:
    """A drag over the viewport: where it is pressed, with what, where it goes over and over."""

    name: str
    path: tuple[QPoint, ...]
    button: Qt.MouseButton = LEFT
    activation: str = ""  # of a layer that is dragged in from the palette


def strokes(canvas: NetworkCanvas) -> Iterator[Stroke]:
    """Yield what hands do; each move changes what is shown."""

    def seen(at: QPointF) -> QPoint:
        return canvas.mapFromScene(at)

    first, *_, last = (card for number, card in canvas.network.layer_cards.items() if number)
    view = canvas.viewport().rect()
    header = seen(QPointF(first.rect.center().x(), first.rect.top() + 20))
    across = seen(last.rect.center()).x() - header.x() + 40
    yield Stroke("drag a column", _swing(header, QPoint(across, 30)))
    handle = seen(first.handle().center())
    yield Stroke("pull its handle", _swing(handle, QPoint(0, 96), steps=12))
    corner = QPoint(seen(first.rect.topLeft()).x() - 12, view.top() + 4)
    yield Stroke("rectangle", _swing(corner, QPoint(view.width() // 2, view.height() - 40)))
    yield Stroke("pan", _swing(view.center(), QPoint(200, 60)), MIDDLE)
    gaps = (seen(QPointF(card.rect.left() - 4, card.rect.center().y())) for card in (first, last))
    yield Stroke("drop from the palette", tuple(gaps), activation="relu")


def _swing(start: QPoint, by: QPoint, steps: int = 60) -> tuple[QPoint, ...]:
    """Return the places of a hand that goes to and fro."""
    shares = ((1 - math.cos(2 * math.pi * k / steps)) / 2 for k in range(steps))
    if steps < 20:  # evenly, so that each step is a unit
        shares = (1 - abs(1 - 2 * k / steps) for k in range(steps))
    return tuple(start + QPoint(round(by.x() * s), round(by.y() * s)) for s in shares)


class PostedHand(QObject):
    """Posts the events of a stroke, each when it is due or as soon after as the window lets it."""

    def __init__(self, canvas: NetworkCanvas, timed: TimedCanvas) -> None:
        super().__init__(canvas)
        self._canvas, self._timed = canvas, timed
        self._timer = QTimer(self, interval=1, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._catch_up)

    def make(self, stroke: Stroke, seconds: float) -> None:
        """Carry a stroke out, and take it back where it began."""
        self._stroke, self._made = stroke, 0
        self._mime = pack(LAYER, stroke.activation)
        self._post(QEvent.Type.MouseButtonPress, stroke.path[0])
        self._began = time.monotonic()
        self._timer.start()
        _spin(seconds)
        self._timer.stop()
        _spin(0.1)
        self._post(QEvent.Type.MouseButtonRelease, stroke.path[0])
        _spin(0.1)

    def _catch_up(self) -> None:
        while (due := self._began + self._made / RATE) <= time.monotonic():
            self._made += 1
            self._timed.due.append(due)
            path = self._stroke.path
            self._post(QEvent.Type.MouseMove, path[self._made % len(path)])

    def _post(self, kind: QEvent.Type, at: QPoint) -> None:
        QApplication.postEvent(self._canvas.viewport(), self._event(kind, at))

    def _event(self, kind: QEvent.Type, at: QPoint) -> QEvent:
        moves = kind == QEvent.Type.MouseMove
        if self._stroke.activation:
            if kind == QEvent.Type.MouseButtonRelease:
                return QDragLeaveEvent()
            made = QDragMoveEvent if moves else QDragEnterEvent
            return made(at, Qt.DropAction.CopyAction, self._mime, LEFT, PLAIN)
        button = self._stroke.button
        held = NONE if kind == QEvent.Type.MouseButtonRelease else button
        there = QPointF(self._canvas.viewport().mapToGlobal(at))
        return QMouseEvent(kind, QPointF(at), there, NONE if moves else button, held, PLAIN)


class RealHand:
    """Moves the pointer of the display, by xdotool in a process of its own."""

    def __init__(self, canvas: NetworkCanvas) -> None:
        self._canvas = canvas

    def make(self, stroke: Stroke, seconds: float) -> None:
        """Carry a stroke out, and take it back where it began."""
        button = X_BUTTON[stroke.button]
        self._run(["mousemove", *self._at(stroke.path[0]), "sleep", "0.2", "mousedown", button])
        moves = round(seconds * RATE)
        path = (stroke.path[k % len(stroke.path)] for k in range(1, moves))
        self._run(word for at in path for word in ("mousemove", *self._at(at), "sleep", _PAUSE))
        self._run(["mousemove", *self._at(stroke.path[0]), "sleep", "0.1", "mouseup", button])

    def _at(self, place: QPoint) -> tuple[str, str]:
        there = self._canvas.viewport().mapToGlobal(place)
        return str(there.x()), str(there.y())

    def _run(self, words: Iterable[str]) -> None:
        process = subprocess.Popen(["xdotool", *words])
        while process.poll() is None:
            _spin(0.02)


_PAUSE = f"{1 / RATE:.4f}"


def _spin(seconds: float) -> None:
    """Let the event loop run."""
    QTimer.singleShot(round(1000 * seconds), QApplication.instance().exit)
    QApplication.instance().exec()


def training_window(plain: dict) -> MainWindow:
    """Return a window with all its docks, in which an endless experiment trains at full pace."""
    training = plain["training"] | {"epochs": ENDLESS}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "experiment.json"
        file.write_text(json.dumps(plain | {"training": training}))
        window = create_window(str(file))
    window.resize(*SIZE)
    window.show()
    window.session.set_pace(None)
    window.session.train()
    _spin(WARM_UP)
    return window


def measure(name: str, seconds: float, stopwatch: Stopwatch, timed: TimedCanvas) -> None:
    """Print a row for each gesture on a network."""
    window = training_window(NETWORKS[name])
    canvas = window.findChild(NetworkCanvas, "networkCanvas")
    hands: list[tuple[str, PostedHand | RealHand]] = [("posted", PostedHand(canvas, timed))]
    if "DISPLAY" in os.environ and shutil.which("xdotool"):
        hands.append(("pointer", RealHand(canvas)))
    before = window.document.experiment
    for stroke in tuple(strokes(canvas)):
        for kind, hand in hands:
            if stroke.activation and kind == "pointer":
                continue  # a platform's own drag has no times
            canvas.fit()
            stopwatch.times.clear()
            session, began = window.session, time.monotonic()
            first = session.snapshot.step
            hand.make(stroke, seconds)
            speed = (session.snapshot.step - first) / (time.monotonic() - began)
            timed.due.clear()
            p50, p99 = np.percentile(stopwatch.times, [50, 99])
            cells = (name, f"{stroke.name}, {kind}", str(len(stopwatch.times)), f"{p50:.1f}")
            cells += (f"{p99:.1f}", f"{max(stopwatch.times):.1f}", f"{speed:,.0f}")
            print(f"| {' | '.join(cells)} |", flush=True)
            assert window.document.experiment == before, "a gesture was let go elsewhere"
    window.close()


def main(seconds: float = SECONDS) -> None:
    """Print the table."""
    application = create_application()
    stopwatch = Stopwatch()
    timed = TimedCanvas(stopwatch)
    print(f"\nGestures ({os.environ.get('DISPLAY', 'offscreen')}), p99 at most {GOAL} ms\n")
    print("| network | gesture | moves | p50, ms | p99, ms | max, ms | steps/s meanwhile |")
    print("|---|---|---|---|---|---|---|", flush=True)
    for name in NETWORKS:
        measure(name, seconds, stopwatch, timed)
    application.quit()


if __name__ == "__main__":
    main(*map(float, sys.argv[1:2]))
