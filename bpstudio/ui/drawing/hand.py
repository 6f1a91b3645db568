"""The hand on the canvas: which gesture is on, by mouse; what the keys do."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt

from bpstudio.ui.canvas.runner import GestureRunner
from bpstudio.ui.drawing.state import TOOLS
from bpstudio.ui.drawing.strokes import Erase, MoveSight, PlacePoint, Spray
from bpstudio.ui.views.picture import ARROWS, STRIDE
from bpstudio.ui.views.plot import NOTCH, ZOOM, ZOOM_KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QKeyEvent, QMouseEvent, QWheelEvent

    from bpstudio.ui.canvas.gesture import Gesture
    from bpstudio.ui.drawing.canvas import DrawingCanvas
    from bpstudio.ui.session import Session

KEYS = (
    ("Put a point, spray or erase, where the cross is", "Space"),
    ("Move the cross; by a pixel with Shift", "Arrow keys"),
    ("Erase around the cross", "Del"),
    ("Class 1 to 9", "1 … 9"),
    ("Point, brush, eraser", "P, B, E"),
    ("Smaller or larger ring", "[, ]"),
    ("See closer, or more", "+, −"),
    ("See all", "F or 0"),
    ("Give a stroke up", "Esc"),
)


class Hand(GestureRunner):
    """Begins, moves and ends gestures; the training waits meanwhile."""

    def __init__(self, canvas: DrawingCanvas, session: Session) -> None:
        super().__init__(canvas)
        self._canvas, self._session, self._state = canvas, session, canvas.state
        key = Qt.Key
        self._by_key: dict[int, Callable[[], object]] = {
            key.Key_Space: self._act,
            key.Key_Return: self._act,
            key.Key_Enter: self._act,
            key.Key_Delete: partial(self._act, "eraser"),
            key.Key_Backspace: partial(self._act, "eraser"),
            key.Key_BracketLeft: partial(self._resize, -1),
            key.Key_BracketRight: partial(self._resize, 1),
            key.Key_F: canvas.show_all,
        }
        for tool in TOOLS:
            letter = Qt.Key(ord(tool[0].upper()))
            self._by_key[letter] = partial(self._state.choose, tool=tool)
        for number in range(1, 10):
            self._by_key[key.Key_0 + number] = partial(self._state.choose, number=number)
        for zoom, factor in ZOOM_KEYS.items():
            self._by_key[zoom] = partial(self._zoom, factor)
        self._by_key[key.Key_Equal] = partial(self._zoom, ZOOM)

    @property
    def erases(self) -> bool:
        """Whether points are erased now, or would be by a click."""
        if self._gesture is not None:
            return isinstance(self._gesture, Erase)
        return self._state.tool == "eraser"

    def hold(self) -> None:
        """Let the training wait."""
        self._session.hold()

    def release_hold(self) -> None:
        """Let it go on."""
        self._session.release()

    def show_cursor(self) -> None:
        """Show a cross: the ring around it is painted."""
        self._canvas.setCursor(Qt.CursorShape.CrossCursor)

    def press(self, event: QMouseEvent) -> None:
        """Begin what the button and the tool mean."""
        at, button = event.position(), event.button()
        if self.is_busy or not self._canvas.axes.area.contains(at):
            return
        if button == Qt.MouseButton.MiddleButton:
            self.begin(MoveSight(self._canvas), at, button)
        elif button in (Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            erases = button == Qt.MouseButton.RightButton or control
            if self._state.may_edit():
                self.begin(self._of_tool("eraser" if erases else self._state.tool), at, button)

    def move(self, at: QPointF) -> None:
        """Go on with what is on."""
        if self.is_busy:
            self._session.keep_holding()
            self.go_on(at)

    def release(self, event: QMouseEvent) -> None:
        """End what this button has begun."""
        if self.is_busy and event.button() == self._button:
            self.end(event.position())

    def wheel(self, event: QWheelEvent) -> None:
        """See closer or more; with Ctrl, resize the ring. To the side it does nothing."""
        notches = event.angleDelta().y() / NOTCH
        event.accept()
        if not notches:
            return
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._resize(1 if notches > 0 else -1)
        else:
            self._canvas.zoom(event.position(), ZOOM**notches)

    def key(self, event: QKeyEvent) -> bool:
        """Do what a key means; False where it means nothing here."""
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            return self._give_up()
        if self.is_busy or event.modifiers() & ~(
            Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
        ):
            return False
        if key in ARROWS:
            fine = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self._canvas.point_by(ARROWS[key] * (1 if fine else STRIDE))
            return True
        act = self._by_key.get(key)
        if act is not None:
            act()
        return act is not None

    def _of_tool(self, tool: str) -> Gesture:
        if tool == "eraser":
            return Erase(self._canvas)
        return Spray(self._canvas) if tool == "brush" else PlacePoint(self._canvas)

    def _act(self, tool: str = "") -> None:
        """Do where the cross is what a click does there."""
        at = self._canvas.pointer or self._canvas.axes.area.center()
        self._canvas.point_at(at)
        if self._state.may_edit():
            self.begin(self._of_tool(tool or self._state.tool), at)
            self.end(at)

    def _resize(self, by: int) -> None:
        self._state.choose(size=self._state.size + by)

    def _zoom(self, factor: float) -> None:
        self._canvas.zoom(self._canvas.pointer or self._canvas.axes.area.center(), factor)

    def _give_up(self) -> bool:
        if self.is_busy:
            self.cancel()
            return True
        had = self._canvas.pointer is not None
        self._canvas.point_at(None)
        return had
