"""What is learned from a table, what is done with cells that lack, and how it is split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from bpstudio.experiment.spec import MAX_SEED
from bpstudio.ui.table.preview_model import MOST_COLUMNS
from bpstudio.ui.table.words import seen, told
from bpstudio.ui.theme import GRID
from bpstudio.ui.tooltips import literal
from bpstudio.ui.widgets.fields import CountField, fit_popup, label_above, named_combo, note, select
from bpstudio.ui.widgets.real_field import RealField
from bpstudio.ui.widgets.segmented import Segmented
from bpstudio.ui.widgets.wrapped import wrapped

if TYPE_CHECKING:
    from PySide6.QtWidgets import QComboBox

    from bpstudio.data.column_summary import ColumnSummary
    from bpstudio.ui.table.plan import Plan

CLASSES, NUMBERS = "classes", "numbers"
LEARNED = {
    CLASSES: "Each of its values is a class: softmax and cross-entropy",
    NUMBERS: "Its numbers are predicted: a linear output and the squared error",
}
MISSING = {
    "refuse": "Refuse the table",
    "drop": "Leave their rows out",
    "fill": "Fill in mean or most common",
}
BAD_ROWS = {"refuse": "Refuse the table", "skip": "Leave them out, counted"}
LARGEST_SEED = min(MAX_SEED, 10**15)  # what the field tells apart
MOST_PERCENT = 99.0
DECIMALS = 4  # of a percentage
MOST_WORDS = 90  # characters that are told of the target


class Choices(QWidget):
    """Fields beside the preview; each acts at once."""

    def __init__(self, plan: Plan, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan = plan
        self._offered: tuple[str, ...] = ()
        self.target = named_combo([("", "")], "Target", "The column that is to be learned.")
        self.target.setObjectName("table_target")
        self.learned = Segmented("What the target holds", LEARNED)
        self._target_words = wrapped("hint")
        self.missing = _missing_combo()
        self.bad_rows = _bad_rows_combo()
        self._out = wrapped("hint")
        self.test = _percent_field()
        self.seed = CountField(LARGEST_SEED, "Seed of the split", "Draws the test part.")
        self.seed.setObjectName("table_seed")
        self.standardize = _standardize_box()
        self._arrange()
        self._connect()
        plan.changed.connect(self.follow)
        self.follow()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        _heading(column, "Target")
        column.addWidget(self.target)
        column.addWidget(self.learned)
        column.addWidget(self._target_words)
        column.addSpacing(GRID)
        _heading(column, "What can’t be used")
        label_above(column, "missing cells", self.missing)
        label_above(column, "bad rows", self.bad_rows)
        column.addWidget(self._out)
        column.addSpacing(GRID)
        _heading(column, "Split")
        label_above(column, "test part", self.test)
        label_above(column, "seed", self.seed)
        column.addSpacing(4)
        column.addWidget(self.standardize)
        column.addStretch(1)

    def _connect(self) -> None:
        plan = self._plan
        self.target.activated.connect(lambda: plan.set_target(self.target.currentData()))
        self.learned.changed.connect(lambda words: plan.learn_numbers(words == NUMBERS))
        self.missing.activated.connect(lambda: plan.set(missing=self.missing.currentData()))
        self.bad_rows.activated.connect(lambda: plan.set(bad_rows=self.bad_rows.currentData()))
        self.test.valueChanged.connect(lambda value: plan.set(test_fraction=_share(value)))
        self.seed.valueChanged.connect(lambda value: plan.set(seed=int(value)))
        self.standardize.toggled.connect(
            lambda on: plan.set(standardize=None if on else False)  # on is what is usual
        )

    def follow(self) -> None:
        """Show what the plan has, without telling anyone."""
        plan = self._plan
        self._offer_targets()
        select(self.target, plan.target)
        for field in (self.learned, self.test, self.seed, self.standardize):
            field.blockSignals(True)
        self.learned.choose(NUMBERS if plan.learns_numbers else CLASSES)
        select(self.missing, plan.spec.missing)
        select(self.bad_rows, plan.spec.bad_rows)
        self.test.setValue(100 * plan.spec.test_fraction)
        self.seed.setValue(plan.spec.seed)
        self.standardize.setChecked(plan.spec.standardize is not False)
        for field in (self.learned, self.test, self.seed, self.standardize):
            field.blockSignals(False)
        self.say_of_target(None)
        self._out.setText(told(plan.preview.skips))
        self._out.setVisible(bool(plan.preview.skips))

    def _offer_targets(self) -> None:
        """Offer the columns that are shown; the last, which is the usual target; and the target."""
        names, target = self._plan.names, self._plan.target
        beyond = [*names[MOST_COLUMNS:][-1:], *([] if target is None else [target])]
        offered = tuple(dict.fromkeys([*names[:MOST_COLUMNS], *beyond]))
        if offered == self._offered:
            return
        self._offered = offered
        self.target.clear()
        for place, name in enumerate(offered):
            self.target.addItem(seen(name), name)
            self.target.setItemData(place, literal(seen(name)), Qt.ItemDataRole.ToolTipRole)
        fit_popup(self.target)

    def say_of_target(self, classes: ColumnSummary | None) -> None:
        """Say what the target holds: in all rows that are used, or as far as it is looked at."""
        words = self._of_target() if classes is None else told(classes.sentence())
        self._target_words.setText(words if len(words) <= MOST_WORDS else f"{words[:MOST_WORDS]}…")
        self._target_words.setToolTip(literal(words))

    def _of_target(self) -> str:
        columns = self._plan.preview.columns
        return self._plan.words_of(columns.target) if columns.target < len(columns) else ""


def _missing_combo() -> QComboBox:
    combo = named_combo(
        MISSING.items(),
        "Missing cells",
        "What is done with cells that are missing. What is filled in is worked out from\n"
        "the training part alone; a row whose target is missing is always left out.",
    )
    combo.setObjectName("table_missing")
    return combo


def _bad_rows_combo() -> QComboBox:
    combo = named_combo(
        BAD_ROWS.items(),
        "Bad rows",
        "What is done with rows of another length, and with what should be a number.",
    )
    combo.setObjectName("table_bad_rows")
    return combo


def _standardize_box() -> QCheckBox:
    box = QCheckBox("standardise")
    box.setObjectName("table_standardize")
    box.setAccessibleName("Standardise")
    box.setToolTip(
        "Give every feature, and a numeric target, the mean 0 and the standard deviation 1\n"
        "of the training part: what differs in scale is learned alike."
    )
    return box


def _share(percent: float) -> float:
    """Return the share that a percentage is, as it is typed: 33.3 % is 0.333, not 0.3329…."""
    return round(percent / 100, DECIMALS + 2)


def _percent_field() -> RealField:
    field = RealField(step=5)
    field.setObjectName("table_test")
    field.setRange(0, MOST_PERCENT)
    field.setDecimals(DECIMALS)
    field.setSuffix(" %")
    field.setAccessibleName("Test part")
    field.setToolTip("The share of the samples that is kept for testing; 0 trains on all.")
    return field


def _heading(column: QVBoxLayout, words: str) -> None:
    label = note(column, "heading")
    label.setText(words)
