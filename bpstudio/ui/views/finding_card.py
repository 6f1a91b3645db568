"""One finding of the doctor: what is wrong, the numbers that say so, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from bpstudio.ui.numbers import on_screen
from bpstudio.ui.theme import GAP, GRID
from bpstudio.ui.widgets.wrapped import wrapped

if TYPE_CHECKING:
    from bpstudio.runtime.doctor.finding import Finding

TWIN = "Run a twin"
TWIN_HINT = (
    "Train this experiment and the cured one side by side, from the same first weights where they "
    "can be, and see both curves"
)
OTHER_DATA = "The cure changes the data, and runs on other data can’t be compared: apply it instead"
APPLY_HINT = "Change the experiment so; Undo takes it back"
RESET_HINT = "Change the experiment so and begin anew, as it concerns the first weights"


class FindingCard(QFrame):
    """Shows a finding; the numbers in it may change while it stays the same finding.

    What it is and what can be done stand first: of a low panel that is all there is in sight.

    Signals
    -------
    twin_wanted, cure_wanted
        The user wants the cure to be tried beside the run, or applied.
    """

    twin_wanted = Signal()
    cure_wanted = Signal()

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.setObjectName("findingCard")
        self._sentence, self._evidence = wrapped("heading"), wrapped("detail")
        self._cure = wrapped("name")
        self.twin, self.apply = QPushButton(TWIN), QPushButton("Apply")
        self.twin.clicked.connect(self.twin_wanted)
        self.apply.clicked.connect(self.cure_wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GRID, GAP, GRID)
        column.setSpacing(GRID // 2)
        for line in (self._sentence, self._cure):
            column.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(self.twin)
        row.addWidget(self.apply)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self._evidence)
        self.show_finding(finding)

    def show_finding(self, finding: Finding) -> None:
        """Show the newest numbers of it."""
        cure = finding.cure
        self.setAccessibleName(finding.name)
        self.setAccessibleDescription(f"{finding.sentence} {finding.evidence}. {cure.label}")
        self._sentence.setText(finding.sentence)
        self._evidence.setText(on_screen(finding.evidence))
        self._cure.setText(f"Cure: {cure.label}.")
        self.setToolTip(f"{finding.name}\nSource: {finding.source}")
        self.twin.setEnabled(cure.keeps_data)
        self.twin.setToolTip(TWIN_HINT if cure.keeps_data else OTHER_DATA)
        self.apply.setToolTip(RESET_HINT if cure.acts_at_reset else APPLY_HINT)
        for button in (self.twin, self.apply):
            button.setAccessibleName(f"{button.text()}: {cure.label}")
