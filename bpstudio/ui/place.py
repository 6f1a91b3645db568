"""Where the window stands, how large it is, and where its panels are, from one day to the next.

Qt's own ``restoreGeometry`` guesses at the height of the title bar and moves windows by what it
guessed wrong; what is kept here is where the frame is, which a window manager takes as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from PySide6.QtCore import QByteArray, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication

from bpstudio.ui import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.panels import Panels

NOWHERE = QPoint()  # beside a window
CHECK = 4  # bytes
FRAME = QSize(16, 48)  # px that a window manager may need around the window


def restore_place(window: QWidget) -> None:
    """Put `window`, not shown yet, where it was left; one too large for the screen fills it."""
    place = settings.window_place()
    if place is not None and _can_be_seen(place):
        window.resize(place.size())
        window.move(place.topLeft())
    room = window.screen().availableSize()
    needed = window.size() + FRAME
    if settings.is_maximised() or needed.boundedTo(room) != needed:
        window.setWindowState(Qt.WindowState.WindowMaximized)


def remember_place(window: QWidget, beside: QPoint = NOWHERE) -> None:
    """Keep where `window` is, or a place `beside` it; that it fills the screen, if it does."""
    settings.set_maximised(window.isMaximized())
    if not (window.isMaximized() or window.isFullScreen()):
        settings.set_window_place(QRect(window.pos() + beside, window.size()))


def restore_panels(panels: Panels) -> bool:
    """Put the panels where they were left; False where what was kept of that is broken."""
    kept = settings.panels()
    if kept is None:
        return True
    check, state = kept[:CHECK], kept[CHECK:]
    if _check_of(state) == check and panels.restore(QByteArray(state)):
        return True
    settings.forget_panels()
    return False


def remember_panels(panels: Panels) -> None:
    """Keep where the panels are."""
    state = bytes(panels.state().data())
    settings.set_panels(_check_of(state) + state)


def _check_of(state: bytes) -> bytes:
    """Return what tells a whole state from a part: Qt makes what it can of either."""
    return crc32(state).to_bytes(CHECK, "big")


def _can_be_seen(place: QRect) -> bool:
    """Whether the top of a window, by which it is moved, lies on a screen that there is."""
    grip = QRect(place.topLeft(), QSize(place.width(), FRAME.height()))
    least = 2 * FRAME.height()
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(grip)
        if seen.width() >= least and seen.height() >= FRAME.height() // 2:
            return True
    return False
