"""Whatever an override of Qt's raises is heard of, and the process goes on."""

import subprocess
import sys

SCRIPT = """
import os, sys
os.environ["QT_QPA_PLATFORM"] = "offscreen"
import bpstudio.ui
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QMouseEvent, QUndoCommand, QUndoStack
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QGraphicsItem, QGraphicsScene, QGraphicsView, QWidget
import shiboken6

app, heard = QApplication([]), []
sys.excepthook = lambda kind, error, trace: heard.append(kind.__name__)
gone = QWidget()
shiboken6.delete(gone)
ways = [lambda: 1 / 0, lambda: [][1], lambda: {}[1], lambda: int("x"), lambda: None.x,
        lambda: gone.width(), lambda: app.setObjectName(1, 2), lambda: next(iter(())), lambda: 0 .x]


class View(QGraphicsView):
    def mouseMoveEvent(self, event):
        way()

    def viewportEvent(self, event):
        return super().viewportEvent(event)


class Item(QGraphicsItem):
    def boundingRect(self):
        return QRectF(0, 0, 9, 9)

    def paint(self, painter, option, widget=None):
        way()


class Command(QUndoCommand):
    def redo(self):
        way()


def move():
    at, button, key = QPointF(20, 20), Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, at, button, button, key)
    QApplication.sendEvent(view.viewport(), event)


def tried(act):
    del heard[:]
    try:
        act()
        QTest.qWait(1)
    except Exception as error:  # it may come back to whom asked Qt for it
        heard.append(type(error).__name__)
    return heard[0] if heard else None


scene = QGraphicsScene()
scene.addItem(Item())
view, stack = View(scene), QUndoStack()
way = lambda: None
view.viewport().setMouseTracking(True)
view.show()
QTest.qWaitForWindowExposed(view)
for one in ways:
    for act in (move, view.viewport().repaint, lambda: stack.push(Command())):
        way = one
        print(tried(act))
        way = lambda: None
"""
KINDS = ["ZeroDivisionError", "IndexError", "KeyError", "ValueError", "AttributeError"]
KINDS += ["RuntimeError", "TypeError", "StopIteration", "AttributeError"]


def test_every_exception_is_heard_of() -> None:
    command = [sys.executable, "-c", SCRIPT]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == [kind for kind in KINDS for _ in range(3)]
