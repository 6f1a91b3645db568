"""The mouse on the canvas, for the tests of the page."""

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from bpstudio.ui.drawing.canvas import DrawingCanvas

LEFT, RIGHT, MIDDLE = (
    Qt.MouseButton.LeftButton,
    Qt.MouseButton.RightButton,
    Qt.MouseButton.MiddleButton,
)
PLAIN, CONTROL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier


def place(canvas: DrawingCanvas, x: float, y: float) -> QPoint:
    """Return where a point of the plane stands, px."""
    across, up = canvas.axes.x_of(np.array(x)), canvas.axes.y_of(np.array(y))
    return QPointF(float(across), float(up)).toPoint()


def press(canvas, start, end, button=LEFT, modifier=PLAIN, moves=6):
    """Press at one point of the plane and move to another."""
    QTest.mouseMove(canvas, place(canvas, *start))
    QTest.mousePress(canvas, button, modifier, place(canvas, *start))
    for k in range(1, moves + 1):
        at = [a + (b - a) * k / moves for a, b in zip(start, end, strict=True)]
        QTest.mouseMove(canvas, place(canvas, *at))


def stroke(canvas, start, end, button=LEFT, modifier=PLAIN):
    """Move from one point of the plane to another with the button pressed."""
    press(canvas, start, end, button, modifier)
    QTest.mouseRelease(canvas, button, modifier, place(canvas, *end))


def click(canvas, at, button=LEFT, modifier=PLAIN):
    """Press and let go at a point of the plane."""
    QTest.mouseClick(canvas, button, modifier, place(canvas, *at))
