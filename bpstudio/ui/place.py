"""Where the window stands and how large it is, from one day to the next.

Qt's own ``restoreGeometry`` guesses at the height of the title bar and moves windows by what it
guessed wrong; what is kept here is where the frame is, which a window manager takes as it stands.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QGuiApplication

from bpstudio.ui import settings

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

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


def remember_place(window: QWidget) -> None:
    """Keep where `window` is; of one that fills the screen, that it does."""
    settings.set_maximised(window.isMaximized())
    if not (window.isMaximized() or window.isFullScreen()):
        settings.set_window_place(QRect(window.pos(), window.size()))


def _can_be_seen(place: QRect) -> bool:
    """Whether the top of a window, by which it is moved, lies on a screen that there is."""
    grip = QRect(place.topLeft(), QSize(place.width(), FRAME.height()))
    least = 2 * FRAME.height()
    for screen in QGuiApplication.screens():
        seen = screen.availableGeometry().intersected(grip)
        if seen.width() >= least and seen.height() >= FRAME.height() // 2:
            return True
    return False
