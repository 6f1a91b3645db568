"""What is wrong with the run, if anything, and a cure for each: the doctor's findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from bpstudio.ui.cover import Kind
from bpstudio.ui.theme import GAP, GRID
from bpstudio.ui.views.caption import Caption
from bpstudio.ui.views.finding_card import FindingCard
from bpstudio.ui.views.overfit_card import OverfitCard
from bpstudio.ui.views.view import View

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.finding import Finding
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.overfit import Overfitting

NOTHING_YET = "Press Train: what keeps the network from learning is said here, with a cure."
NOTHING_WRONG = "Nothing seems to be wrong."
OF_NOW = "The doctor looks at the newest step. Come back to it to see what is found."
HEADERS = ["finding", "what is wrong", "evidence", "cure", "source"]


class DoctorView(View):
    """A card for each finding, what stands behind the rest first.

    Signals
    -------
    twin_wanted, cure_wanted
        A `Cure` that the user wants to try beside the run, or to apply.

    Attributes
    ----------
    message
        What is said where there are no findings.
    overfit
        The card below the findings, with the test whether the network can learn at all.
    """

    twin_wanted = Signal(object)
    cure_wanted = Signal(object)
    title = "Doctor"
    object_name = "doctorView"
    tells = frozenset({Kind.GRADIENTS, Kind.UPDATES})

    def __init__(self, parent: QWidget | None = None) -> None:
        self.message = _message()
        self.overfit = OverfitCard()
        self._column = QVBoxLayout()
        self._area = self._scrolled()
        super().__init__(self._area, parent)
        self._caption = Caption("how many findings there are")
        self._findings: tuple[Finding, ...] = ()
        self._cards: list[FindingCard] = []

    def _scrolled(self) -> QScrollArea:
        inner = QWidget()
        inner.setObjectName("findings")
        self._column.setContentsMargins(GRID, GRID, GRID, GRID)
        self._column.setSpacing(GRID)
        self._column.addWidget(self.message)
        self._column.addWidget(self.overfit)
        self._column.addStretch()
        inner.setLayout(self._column)
        area = QScrollArea()
        area.setAccessibleName("The doctor’s findings")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inner)
        return area

    def header(self) -> QWidget:
        """Return how many findings there are."""
        return self._caption

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show what has been found."""
        self._findings = snapshot.findings
        if [card.accessibleName() for card in self._cards] != [f.name for f in self._findings]:
            self._lay_out()
        for card, finding in zip(self._cards, self._findings, strict=True):
            card.show_finding(finding)
        many = len(self._findings)
        self._caption.write(f"{many} finding{'s' if many > 1 else ''}" if many else "")
        self.message.setVisible(not many)
        self.message.setText(_words(snapshot))
        self.overfit.tell_of(snapshot.experiment, self._findings)
        self.describe("; ".join(finding.sentence for finding in self._findings) or _words(snapshot))

    def follow_overfitting(self, report: Report[Overfitting]) -> None:
        """Show how the test goes, and all of its card where it begins and ends."""
        was_trying = self.overfit.is_trying
        self.overfit.follow(report)
        if self.overfit.is_trying != was_trying:
            self._column.activate()  # it has another height now
            self._area.verticalScrollBar().setValue(self.overfit.y())

    def _lay_out(self) -> None:
        for card in self._cards:
            card.hide()
            self._column.removeWidget(card)
            card.deleteLater()
        self._cards = [FindingCard(finding) for finding in self._findings]
        for place, card in enumerate(self._cards):
            card.twin_wanted.connect(lambda at=place: self.twin_wanted.emit(self._cure(at)))
            card.cure_wanted.connect(lambda at=place: self.cure_wanted.emit(self._cure(at)))
            self._column.insertWidget(place, card)
            card.show()

    def _cure(self, place: int) -> object:
        return self._findings[place].cure

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return a row a finding."""
        rows = [[f.name, f.sentence, f.evidence, f.cure.label, f.source] for f in self._findings]
        return HEADERS, rows


def _message() -> QLabel:
    label = QLabel(NOTHING_YET)
    label.setProperty("role", "name")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    label.setWordWrap(True)
    label.setContentsMargins(GAP, GAP, GAP, 5 * GRID)  # with room for a button
    return label


def _words(snapshot: Snapshot) -> str:
    if snapshot.is_past:
        return OF_NOW
    return NOTHING_WRONG if snapshot.step else NOTHING_YET
