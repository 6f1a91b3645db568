"""A window over which faults are told, and the hand on their dialog."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.ui.faults import FaultDesk, FaultDialog

LEFT = Qt.MouseButton.LeftButton


class Host(QWidget):
    """A window with something to be saved in it."""

    has_document = True

    def __init__(self) -> None:
        super().__init__()
        self.saved, self.left, self.save_works = 0, 0, True

    @property
    def ground(self) -> QWidget:
        return self

    def kept(self) -> list[str]:
        return ["The experiment mine.bps is open as it was, and can be saved."]

    def save(self) -> bool:
        self.saved += 1
        if not self.save_works:
            raise OSError("no way")
        return True

    def quit(self) -> None:
        self.left += 1


def shown(qtbot: QtBot, desk: FaultDesk) -> FaultDialog:
    qtbot.waitUntil(lambda: desk.dialog is not None)
    assert desk.dialog is not None
    return desk.dialog


def words(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def press(qtbot: QtBot, dialog: QDialog, text: str) -> None:
    (button,) = [one for one in dialog.findChildren(QPushButton) if text in one.text()]
    qtbot.mouseClick(button, LEFT)
