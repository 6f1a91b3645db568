"""Random fingers: keys, clicks, drags and wheels, in whatever window there is."""

from collections import deque
from pathlib import Path

import numpy as np
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QWindow,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QTabBar,
    QWidget,
)
from shiboken6 import getCppPointer, isValid

HANDLES = (QAbstractButton, QAbstractItemView, QAbstractSlider, QAbstractSpinBox, QComboBox)
HANDLES += (QLineEdit, QTabBar, QAbstractScrollArea)
KEY, MODIFIER, BUTTON = Qt.Key, Qt.KeyboardModifier, Qt.MouseButton
BUTTONS = (*8 * (BUTTON.LeftButton,), *2 * (BUTTON.RightButton,), BUTTON.MiddleButton)
MOVES = (KEY.Key_Left, KEY.Key_Right, KEY.Key_Up, KEY.Key_Down, KEY.Key_Home, KEY.Key_End)
MOVES += (KEY.Key_PageUp, KEY.Key_PageDown, KEY.Key_Tab, KEY.Key_Tab, KEY.Key_Backtab)
DEEDS = (KEY.Key_Return, KEY.Key_Escape, KEY.Key_Space, KEY.Key_Delete, KEY.Key_Backspace)
DEEDS += (
    KEY.Key_F2,
    KEY.Key_F5,
    KEY.Key_F10,
    KEY.Key_F11,
    KEY.Key_Menu,
    KEY.Key_Plus,
    KEY.Key_Minus,
)
LETTERS = tuple(KEY(code) for code in (*range(KEY.Key_A, KEY.Key_Z + 1), *range(0x30, 0x3A)))
MODIFIERS = (*3 * (MODIFIER.NoModifier,), MODIFIER.ControlModifier, MODIFIER.ShiftModifier)
MODIFIERS += (MODIFIER.AltModifier, MODIFIER.ControlModifier | MODIFIER.ShiftModifier)
HELD_BY = {
    MODIFIER.ShiftModifier: KEY.Key_Shift,
    MODIFIER.ControlModifier: KEY.Key_Control,
    MODIFIER.AltModifier: KEY.Key_Alt,
}
TEXTS = (
    "0",
    "1",
    "7",
    "12",
    "-3",
    "1e30",
    "1e-30",
    "0.5",
    "nan",
    "",
    "x",
    "all",
    "+ * x",
    "max(a, b)",
)
TEXTS += ("sigmoid(2*x - 1)", "ä 漢", "999999", "3.", "1,5", "1 000")
TURNS = (-120, 120, -480, 480, 15)  # eighths of a degree
LASTS = 40  # deeds that are told when something goes wrong
PATIENCE = 150  # deeds in one popup or dialog before Escape is pressed


class Hand:
    """Sends events to one window as the system does, as long as it is there."""

    def __init__(self, window: QWidget, focused: QWindow | None = None) -> None:
        self._handle = focused or window.windowHandle()
        self._place = getCppPointer(self._handle)

    @property
    def _is_there(self) -> bool:
        """Whether Qt still has the window; it doesn't tell the wrapper when it takes it away."""
        known = (getCppPointer(window) for window in QGuiApplication.allWindows())
        return self._place in known and isValid(self._handle) and self._handle.isVisible()

    def move(self, place: QPoint) -> None:
        if self._is_there:
            QTest.mouseMove(self._handle, self._within(place))

    def mouse(self, does, button: Qt.MouseButton, held: Qt.KeyboardModifier, place: QPoint) -> None:
        if self._is_there:
            does(self._handle, button, held, self._within(place))

    def click(self, button: Qt.MouseButton, held: Qt.KeyboardModifier, place: QPoint) -> None:
        for does in (QTest.mousePress, QTest.mouseRelease):  # by the first it may have gone
            self.mouse(does, button, held, place)

    def key(self, key: Qt.Key, held: Qt.KeyboardModifier) -> None:
        if QApplication.activePopupWidget() is not None:
            held = MODIFIER.NoModifier  # Alt would close it, and QTest then presses on in nothing
        if self._is_there:
            QTest.keyPress(self._handle, key, held)
        # one by one: the window may go with the first, and QTest would let go on in nothing
        for let_go in (key, *(one for modifier, one in HELD_BY.items() if modifier & held)):
            if self._is_there:
                QTest.keyRelease(self._handle, let_go, MODIFIER.NoModifier)

    def wheel(self, place: QPoint, turn: int, held: Qt.KeyboardModifier) -> None:
        if self._is_there:
            within = QPointF(self._within(place))
            QTest.wheelEvent(self._handle, within, QPoint(0, turn), QPoint(), held)

    def write(self, letter: str) -> None:
        if self._is_there:
            action = QTest.KeyAction.Click
            QTest.sendKeyEvent(action, self._handle, KEY(0), letter, MODIFIER.NoModifier)

    def _within(self, place: QPoint) -> QPoint:
        """Return a place that is in the window: it may have become smaller."""
        right, bottom = max(self._handle.width() - 1, 0), max(self._handle.height() - 1, 0)
        return QPoint(min(max(place.x(), 0), right), min(max(place.y(), 0), bottom))


class Fingers:
    """Does one thing after the other in the application's windows.

    Attributes
    ----------
    last
        What was done last, in words.
    """

    def __init__(self, rng: np.random.Generator, files: list[Path]) -> None:
        self._rng, self._files = rng, files
        self.last: deque[str] = deque(maxlen=LASTS)
        self._in_front: tuple[QWidget | None, int] = (None, 0)

    def act(self) -> None:
        """Do something."""
        window = self._window()
        if window is None:
            return
        if self._is_caught(window):
            self._note(f"Escape from {window}")
            Hand(window).key(KEY.Key_Escape, MODIFIER.NoModifier)
            return
        deed = CHOICES[self._rng.integers(len(CHOICES))]
        self.last.append(deed.__name__)
        deed(self, window)

    def let_go(self) -> None:
        """Let go of what is being dragged by the system."""
        if (window := self._window()) is not None:
            place = self._place(window)
            Hand(window).move(place)
            Hand(window).mouse(QTest.mouseRelease, BUTTON.LeftButton, MODIFIER.NoModifier, place)

    def _note(self, words: str) -> None:
        self.last.append(words)

    def _pick(self, things):
        return things[self._rng.integers(len(things))]

    def _window(self) -> QWidget | None:
        """Return a window: a menu or dialog in front of the others, most of the time."""
        front = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if front is not None and front.windowHandle() is not None:
            return front
        kinds = (Qt.WindowType.ToolTip, Qt.WindowType.SplashScreen)
        shown = [
            window
            for window in QApplication.topLevelWidgets()
            if window.isVisible() and window.windowType() not in kinds and window.windowHandle()
        ]
        largest = max(shown, key=lambda window: window.width() * window.height(), default=None)
        return self._pick([*shown, *3 * [largest]]) if shown else None

    def _is_caught(self, window: QWidget) -> bool:
        """Whether chance doesn't find the way out of a menu or a dialog."""
        before, times = self._in_front
        is_front = window in (QApplication.activePopupWidget(), QApplication.activeModalWidget())
        self._in_front = (window, times + 1 if is_front and window is before else 0)
        return self._in_front[1] > 0 and self._in_front[1] % PATIENCE == 0

    def _place(self, window: QWidget) -> QPoint:
        """Return a place: anywhere, or on something that can be handled."""
        if self._rng.integers(2):
            handles = [one for one in window.findChildren(QWidget) if _can_be_handled(one, window)]
            if handles:
                chosen = self._pick(handles)
                within = QPoint(*(int(self._rng.integers(max(n, 1))) for n in _size(chosen)))
                self._note(f"{type(chosen).__name__} {chosen.objectName()!r}")
                return chosen.mapTo(window, within)
        return QPoint(*(int(self._rng.integers(max(n, 1))) for n in _size(window)))

    def _button(self) -> Qt.MouseButton:
        return self._pick(
            (*8 * (BUTTON.LeftButton,), *2 * (BUTTON.RightButton,), BUTTON.MiddleButton)
        )

    def click(self, window: QWidget) -> None:
        hand, button, place, held = Hand(window), self._button(), self._place(window), self._held()
        self._note(f"{button} {held} at {place.x()}, {place.y()}")
        hand.move(place)
        hand.click(button, held, place)

    def double_click(self, window: QWidget) -> None:
        place = self._place(window)
        Hand(window).mouse(QTest.mouseDClick, BUTTON.LeftButton, MODIFIER.NoModifier, place)

    def drag(self, window: QWidget) -> None:
        hand, button, held = Hand(window), self._button(), self._held()
        start, end = self._place(window), self._place(window)
        steps = int(self._rng.integers(2, 8))
        self._note(f"{button} {held} from {start.x()}, {start.y()} to {end.x()}, {end.y()}")
        hand.mouse(QTest.mousePress, button, held, start)
        for step in range(1, steps + 1):
            hand.move(start + (end - start) * step / steps)
        if self._rng.integers(8) == 0:
            hand.key(KEY.Key_Escape, MODIFIER.NoModifier)
        hand.mouse(QTest.mouseRelease, button, held, end)

    def wheel(self, window: QWidget) -> None:
        hand, place, turn = Hand(window), self._place(window), int(self._pick(TURNS))
        held = self._pick((MODIFIER.NoModifier, MODIFIER.NoModifier, MODIFIER.ControlModifier))
        hand.wheel(place, turn, held)

    def hover(self, window: QWidget) -> None:
        Hand(window).move(self._place(window))

    def key(self, window: QWidget) -> None:
        key, held = self._pick(self._pick((MOVES, DEEDS, LETTERS))), self._held()
        self._note(f"{key} {held}")
        self._focused(window).key(key, held)

    def type(self, window: QWidget) -> None:
        text, hand = self._pick(TEXTS), self._focused(window)
        self._note(repr(text))
        hand.key(KEY.Key_A, MODIFIER.ControlModifier)
        for letter in text:
            hand.write(letter)
        hand.key(self._pick((KEY.Key_Return, KEY.Key_Tab, KEY.Key_Escape)), MODIFIER.NoModifier)

    def _held(self) -> Qt.KeyboardModifier:
        return self._pick(MODIFIERS)

    def _focused(self, window: QWidget) -> "Hand":
        return Hand(window, QGuiApplication.focusWindow())

    def command(self, window: QWidget) -> None:
        """Give a command of the window, as from its menu."""
        if window is QApplication.activePopupWidget():
            return  # a menu goes when one of its commands is given; so it is left to the mouse
        commands = [one for one in window.actions() if one.isEnabled()]
        commands = [one for one in commands if one.objectName() != "actionQuit" or self._seldom()]
        if commands:
            chosen = self._pick(commands)
            self._note(chosen.objectName() or chosen.text())
            chosen.trigger()

    def press(self, window: QWidget) -> None:
        """Press a button that can be pressed."""
        buttons = [
            one for one in window.findChildren(QAbstractButton) if _can_be_handled(one, window)
        ]
        if buttons:
            chosen = self._pick(buttons)
            self._note(f"{chosen.objectName()} {chosen.text()!r}")
            chosen.click()

    def drop(self, window: QWidget) -> None:
        """Drop a file from elsewhere."""
        place, file, data = self._place(window), self._pick(self._files), QMimeData()
        self._note(str(file))
        data.setUrls([QUrl.fromLocalFile(str(file))])
        target = window.childAt(place) or window
        while not target.acceptDrops() and not target.isWindow():
            target = target.parentWidget()
        within = QPointF(target.mapFrom(window, place)) if target is not window else QPointF(place)
        at, copy = within.toPoint(), Qt.DropAction.CopyAction
        entered = QDragEnterEvent(at, copy, data, BUTTON.LeftButton, MODIFIER.NoModifier)
        QApplication.sendEvent(target, entered)
        if entered.isAccepted():
            moved = QDragMoveEvent(at, copy, data, BUTTON.LeftButton, MODIFIER.NoModifier)
            QApplication.sendEvent(target, moved)
            let_go = QDropEvent(within, copy, data, BUTTON.LeftButton, MODIFIER.NoModifier)
            QApplication.sendEvent(target, let_go)

    def resize(self, window: QWidget) -> None:
        if window.isWindow() and QApplication.activePopupWidget() is None:
            window.resize(int(self._rng.integers(300, 1700)), int(self._rng.integers(200, 1000)))

    def close(self, window: QWidget) -> None:
        """Close a window by its frame, seldom: it takes a while to have another."""
        if self._seldom() and window.windowHandle() is not None:
            window.windowHandle().close()

    def _seldom(self) -> bool:
        return self._rng.integers(8) == 0


def _size(widget: QWidget) -> tuple[int, int]:
    return widget.width(), widget.height()


def _can_be_handled(widget: QWidget, window: QWidget) -> bool:
    if not isinstance(widget, HANDLES) or widget.window() is not window:
        return False
    return widget.isVisible() and widget.isEnabled()


CHOICES = (
    *(30 * (Fingers.click,) + 5 * (Fingers.double_click,) + 18 * (Fingers.drag,)),
    *(7 * (Fingers.wheel,) + 5 * (Fingers.hover,) + 20 * (Fingers.key,) + 5 * (Fingers.type,)),
    *(4 * (Fingers.command,) + 4 * (Fingers.press,) + (Fingers.drop,) + (Fingers.resize,)),
    Fingers.close,
)
