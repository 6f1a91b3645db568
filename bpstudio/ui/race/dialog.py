"""The window in which variants of the experiment are chosen to be trained side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from bpstudio.experiment.variants import DIMENSIONS, variants
from bpstudio.ui.theme import GAP, GRID, MARGIN

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment
    from bpstudio.experiment.variants import Value, Variant

MOST = 8  # runs in a race
NAME = Qt.ItemDataRole.UserRole
OWN = "– as it is now, always races"
USUAL = 3  # that are chosen at first, where there are so many


class RaceDialog(QDialog):
    """A choice of what differs, and of the values; `chosen` gives the variants.

    The experiment's own value always races: it is the run that is shown.
    """

    chosen = Signal(object)  # a tuple of `Variant`

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("raceDialog")
        self.setWindowTitle("Race")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._experiment = experiment
        self.kinds = QComboBox()
        self.kinds.setAccessibleName("What differs")
        self.kinds.setToolTip("What the runs of the race differ in; all else is the same")
        for kind, dimension in DIMENSIONS.items():
            self.kinds.addItem(dimension.label, kind)
        self.values = QListWidget()
        self.values.setAccessibleName("Variants")
        self.values.setToolTip(f"Which of them race: tick 2 to {MOST} (Space)")
        self._note = QLabel()
        self._note.setProperty("role", "hint")
        self._note.setWordWrap(True)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.start = buttons.addButton("Race", QDialogButtonBox.ButtonRole.AcceptRole)
        self.start.setProperty("primary", True)
        self.start.setToolTip("Train these runs side by side (Enter)")
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setToolTip("Race none (Esc)")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._arrange(buttons)
        self.kinds.currentIndexChanged.connect(self._propose)
        self.values.itemChanged.connect(self._count)
        self.resize(360, 464)
        self._propose()

    def _arrange(self, buttons: QWidget) -> None:
        words = QLabel(
            "All start from the same initial weights and the same seed and see the same number "
            "of samples at any time; their curves are drawn together."
        )
        words.setWordWrap(True)
        label = QLabel("what differs")
        label.setProperty("role", "name")
        label.setBuddy(self.kinds)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, GAP)
        column.setSpacing(GRID)
        for widget in (words, label, self.kinds, self.values, self._note, buttons):
            column.addWidget(widget)

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The variants that are chosen, the experiment's own first."""
        names = [
            item.data(NAME)
            for place in range(self.values.count())
            if (item := self.values.item(place)).checkState() == Qt.CheckState.Checked
        ]
        dimension = DIMENSIONS[self.kinds.currentData()]
        return tuple(variants(self._experiment, dimension, names))

    def _propose(self) -> None:
        """List the values of what differs, with some of them chosen."""
        dimension = DIMENSIONS[self.kinds.currentData()]
        known, own = dimension.values(self._experiment), dimension.own(self._experiment)
        blocked = self.values.blockSignals(True)
        self.values.clear()
        usual = _usual(list(known.values()), own)
        for name, value in known.items():
            is_own = value == own
            item = QListWidgetItem(f"{name} {OWN}" if is_own else name, self.values)
            item.setData(NAME, name)
            wants = value in usual
            item.setCheckState(Qt.CheckState.Checked if wants else Qt.CheckState.Unchecked)
            if is_own:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)
                item.setToolTip("The experiment’s own: it is the run that is shown")
        self.values.blockSignals(blocked)
        self._count()

    def _count(self) -> None:
        """Say how many would race, and whether that will do."""
        chosen = self.variants
        many = len(chosen)
        self.start.setEnabled(2 <= many <= MOST)
        if many < 2:
            self._note.setText("Choose another one: a race needs two.")
        elif many > MOST:
            self._note.setText(f"{many} are too many: choose {MOST} at most.")
        else:
            self._note.setText(f"{many} runs, the shown one is “{chosen[0][0]}”.")

    def accept(self) -> None:
        """Close, and give the variants."""
        chosen = self.variants
        super().accept()
        self.chosen.emit(chosen)


def _usual(values: list[Value], own: Value | None) -> list[Value]:
    """Return the values that are chosen at first: the experiment's own and those next to it."""
    if own not in values:
        return values[: USUAL - 1]
    place = values.index(own)
    return sorted(values, key=lambda value: abs(values.index(value) - place))[:USUAL]
