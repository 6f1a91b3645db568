"""Fields of a narrow column: a name above each, whole numbers, choices by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QDoubleSpinBox, QLabel, QVBoxLayout, QWidget

from bpstudio.ui.tooltips import fitted
from bpstudio.ui.wheel_guard import guard_from_wheel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

# the application's sheet gives the arrow more than the narrow column has beside "Cross-entropy"
SLIM_ARROW = "QComboBox::drop-down { border: none; width: 16px; }"
LEAST_WIDTH = 64  # px: a field for large numbers asks for more than the inspector has


class CountField(QDoubleSpinBox):
    """A whole number, that may be larger than what a `QSpinBox` holds."""

    def __init__(self, largest: int, name: str, hint: str) -> None:
        super().__init__()
        guard_from_wheel(self)
        self.setMinimumWidth(LEAST_WIDTH)
        self.setDecimals(0)
        self.setRange(0, largest)
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setKeyboardTracking(False)
        self.setAccelerated(True)
        self.setAccessibleName(name)
        self.setToolTip(fitted(hint))

    def textFromValue(self, value: float) -> str:
        """Return the number without grouping."""
        return f"{value:.0f}"

    def show_count(self, number: int) -> None:
        """Show a number without telling anyone."""
        blocked = self.blockSignals(True)
        self.setValue(number)
        self.blockSignals(blocked)


def named_combo(
    items: Iterable[tuple[str, str]],
    name: str,
    hint: str,
    explain: Callable[[str], str] | None = None,
) -> QComboBox:
    """Return a combo box of (name, label) pairs; `explain` returns an item's tooltip."""
    combo = QComboBox()
    guard_from_wheel(combo)
    combo.setStyleSheet(SLIM_ARROW)
    for key, label in items:
        combo.addItem(label, key)
        if explain is not None:
            combo.setItemData(combo.count() - 1, explain(key), Qt.ItemDataRole.ToolTipRole)
    combo.setAccessibleName(name)
    combo.setToolTip(fitted(hint))
    combo.setMinimumContentsLength(4)
    combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    combo.view().setTextElideMode(Qt.TextElideMode.ElideNone)
    fit_popup(combo)
    return combo


def fit_popup(combo: QComboBox) -> None:
    """Let the list that opens be wide enough for all that there is to choose."""
    measure = combo.fontMetrics().horizontalAdvance
    widest = max((measure(label) for label in _labels(combo)), default=0)
    combo.view().setMinimumWidth(widest + 32)


def select(combo: QComboBox, key: object) -> None:
    """Select the item of this name without telling anyone; None selects nothing."""
    combo.setCurrentIndex(-1 if key is None else combo.findData(key))


def label_above(column: QVBoxLayout, words: str, field: QWidget) -> QLabel:
    """Add a field with its name above it, and return the name."""
    label = note(column, "name")
    label.setText(words)
    label.setBuddy(field)
    column.addWidget(field)
    return label


def note(column: QVBoxLayout, role: str) -> QLabel:
    """Add text in the style of a role, in as many lines as it takes."""
    label = QLabel(wordWrap=True, textFormat=Qt.TextFormat.PlainText)
    label.setProperty("role", role)
    column.addWidget(label)
    return label


def _labels(combo: QComboBox) -> list[str]:
    return [combo.itemText(place) for place in range(combo.count())]
