"""Steps of a run, and the hand on its timeline."""

from PySide6.QtCore import QPoint, Qt

from bpstudio.ui.timeline.track import SIDE, TimelineTrack

LEFT = Qt.MouseButton.LeftButton


def steps(qtbot, window, count):
    first = window.session.snapshot.step
    for _ in range(count):
        window.session.step()
    qtbot.waitUntil(lambda: window.session.snapshot.step == first + count)


def track_of(window):
    return window.findChild(TimelineTrack)


def at(track, step, newest=40):
    width = track.width() - 2 * SIDE
    return QPoint(round(SIDE + step / newest * width), track.height() // 2)


def click(qtbot, window, step, newest=40):
    track = track_of(window)
    qtbot.mouseClick(track, LEFT, pos=at(track, step, newest))


def wait_for_step(qtbot, window, step):
    qtbot.waitUntil(
        lambda: window.session.snapshot.step == step and window.session.snapshot.is_exact
    )
