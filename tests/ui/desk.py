"""The documents with their files, without the window around them."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bpstudio.experiment import edits
from bpstudio.ui.app import create_application
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.disk_notices import DiskNotices
from bpstudio.ui.document import Document
from bpstudio.ui.files import Files
from bpstudio.ui.opener import Opener
from bpstudio.ui.widgets.offer import Offer
from tests.runtime.experiments import make_experiment


class Desk(QWidget):
    """The documents with their files and what is said of those: all of a window that counts."""

    def __init__(self) -> None:
        super().__init__()
        create_application()
        self.document, self.circuit = Document(make_experiment(3)), CircuitDocument()
        self.document.setParent(self)
        self.circuit.setParent(self)
        self.files = Files(self.document, self.circuit, self)
        self.opener = Opener(self.document, self.circuit, self.files, self)
        self.refused: list[str] = []
        for one in (self.files, self.opener):
            one.refused.connect(lambda what, _why: self.refused.append(what))
        self.offers = QVBoxLayout(self)
        DiskNotices(self.document, self.files.keepers, self.opener, self.offers)

    @property
    def is_dirty(self) -> bool:
        return self.files.front.is_dirty


def set_rate(desk: Desk, rate: float) -> None:
    experiment = edits.set_training(desk.document.experiment, learning_rate=rate)
    desk.document.edit("Change learning rate", experiment)


def offer_of(window: QWidget, name: str = "experimentFileOffer") -> Offer:
    found = window.findChild(Offer, name)
    assert found is not None
    return found


def shown(qtbot: QtBot, window: QWidget, name: str = "experimentFileOffer") -> Offer:
    offer = offer_of(window, name)
    qtbot.waitUntil(offer.isVisible, timeout=5_000)
    return offer


def click(qtbot: QtBot, offer: Offer, text: str) -> None:
    """Click the button of that text."""
    buttons = [b for b in offer.findChildren(QPushButton) if b.isVisible()]
    found = {button.text().replace("&", ""): button for button in buttons}
    qtbot.mouseClick(found[text], Qt.MouseButton.LeftButton)
