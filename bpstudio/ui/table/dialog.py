"""The window in which a table is looked at and told what it is, before it is trained on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bpstudio.data.memory import in_words
from bpstudio.ui.canvas.ink import elided
from bpstudio.ui.numbers import count
from bpstudio.ui.table.choices import Choices
from bpstudio.ui.table.foot import Foot
from bpstudio.ui.table.format_row import FormatRow
from bpstudio.ui.table.note_list import NoteList
from bpstudio.ui.table.notes import Note, advice, ignored_notes, note_of, notes_of, report_notes
from bpstudio.ui.table.preview_table import PreviewTable
from bpstudio.ui.table.reader import Found, TableReader
from bpstudio.ui.table.use_buttons import UseButtons
from bpstudio.ui.table.words import STOPPED, told
from bpstudio.ui.theme import BOLD, GAP, GRID, MARGIN, TITLE
from bpstudio.ui.tooltips import literal
from bpstudio.ui.widgets.invitation import Invitation

if TYPE_CHECKING:
    from collections.abc import Callable

    from bpstudio.experiment.spec import DataSpec, Experiment
    from bpstudio.ui.table.plan import Plan

SIZE = QSize(1180, 760)
SIDE = 26 * GRID  # px: the choices at the right
MOST_NAME = 480  # px of the file's name
READING = "It is being read; it is trained on as soon as that is done."
AGAIN = "Train on it all the same"


NO_ROWS = "There is nothing to learn from: below its line of names a table has a row a sample."


class TableDialog(QDialog):
    """A preview, what the columns are, what is done with faults; `chosen` gives the data, read.

    Parameters
    ----------
    plan
        What is chosen at first.
    experiment_with
        Returns the experiment that has these data and this loss; refuses what doesn't fit.
    found
        The data of the plan, where they are open already.

    Signals
    -------
    chosen
        The `DataSpec`, the loss and the `Dataset`; the dialog closes.
    another_wanted
        Another table is to be picked; the dialog closes.
    """

    chosen = Signal(object, str, object)
    another_wanted = Signal()

    def __init__(
        self,
        plan: Plan,
        experiment_with: Callable[[DataSpec, str], Experiment],
        found: Found | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("tableDialog")
        self.setWindowTitle("Data from a table")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.plan = plan
        plan.setParent(self)
        self.reader = TableReader(plan, experiment_with, found, self)
        self.format, self.choices = FormatRow(plan), Choices(plan)
        self.table, self.notes, self.foot = PreviewTable(plan), NoteList(), Foot()
        self.uses = UseButtons(self.table, plan)
        self._nothing = Invitation(self.table)
        self._nothing.taken.connect(self._ask_for_another)
        self._size = QLabel()
        self._wants, self._has_told = False, False
        self._arrange()
        self._connect()
        self.resize(_fitting_size(parent))
        self.follow()
        self.table.setFocus()

    def _arrange(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addLayout(self._title())
        left.addWidget(self.format)
        left.addWidget(self.uses)
        left.addWidget(self.table, 1)
        left.addWidget(self.notes)
        middle = QHBoxLayout()
        middle.setSpacing(GAP)
        middle.addLayout(left, 1)
        middle.addWidget(_scrolled(self.choices))
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        column.setSpacing(GRID + GRID // 2)
        column.addLayout(middle, 1)
        column.addWidget(self.foot)

    def _title(self) -> QHBoxLayout:
        name = Path(str(self.plan.spec.path)).name
        title = QLabel(elided(name, MOST_NAME, TITLE, BOLD, Qt.TextElideMode.ElideMiddle))
        title.setProperty("role", "title")
        title.setTextFormat(Qt.TextFormat.PlainText)
        title.setToolTip(literal(str(self.plan.spec.path)))
        self._size.setProperty("role", "hint")
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(title)
        row.addWidget(self._size, 1, Qt.AlignmentFlag.AlignBottom)
        return row

    def _connect(self) -> None:
        self.plan.changed.connect(self._forget)
        self.reader.changed.connect(self.follow)
        self.reader.progressed.connect(self.foot.show_reading)
        self.notes.wanted.connect(self._go)
        self.table.refused.connect(self.uses.say)
        self.foot.halt.clicked.connect(self._halt)
        self.foot.cancel.clicked.connect(self.reject)
        self.foot.accept.clicked.connect(self.accept)
        self.foot.accept.setDefault(True)

    def follow(self) -> None:
        """Show what is known of the plan as it is now; take it where that was waited for."""
        found, reader = self.reader.found, self.reader
        if found is not None and self._wants and self._may_take(found):
            self._take(found)
            return
        if self.plan.preview.rows:
            self._nothing.withdraw()
        else:
            self._nothing.invite(NO_ROWS, "Another table …")
        self.notes.show_notes(self._notes(), is_read=found is not None)
        self.choices.say_of_target(None if found is None else found.classes)
        self._size.setText(self._counts())
        self.foot.show_reading(0.0 if reader.is_reading else None)
        self.foot.say(self._foot_words())
        why_not = READING if reader.is_reading and self._wants else self._why_not()
        self.foot.allow(AGAIN if self._has_told else "Train on it", why_not)
        if not reader.is_reading:
            self._wants = False

    def accept(self) -> None:
        """Take the table; what hasn't been read is read first."""
        if self._why_not():
            return
        self._wants = True
        if self.reader.found is not None:
            self._take(self.reader.found)
        else:
            self.reader.read()

    def _ask_for_another(self) -> None:
        self.reject()
        self.another_wanted.emit()

    def done(self, result: int) -> None:
        """Close; nothing is read any more."""
        self.reader.stop()
        super().done(result)

    @property
    def _is_open(self) -> bool:
        """Whether the data are there, and memory is no question."""
        return self.reader.found is not None

    def _foot_words(self) -> str:
        """Return what is in the way; else what memory it takes, unless the data are there."""
        why = self._why_not()
        return why or ("" if self._is_open else told(self.plan.need.sentence()))

    def _may_take(self, found: Found) -> bool:
        """Whether what is said of the data has been in sight; of a large table it is news."""
        if self.reader.is_large and found.findings and not self._has_told:
            self._has_told = True
            self._wants = False
            return False
        return True

    def _take(self, found: Found) -> None:
        spec, loss = self.plan.wanted, self.plan.loss
        super().accept()
        self.chosen.emit(spec, loss, found.dataset)

    def _forget(self) -> None:
        self._wants = self._has_told = False

    def _halt(self) -> None:
        self._wants = False
        self.reader.give_up()
        self.foot.say(STOPPED)

    def _notes(self) -> list[Note]:
        file, found = self.plan.head.file, self.reader.found
        known = notes_of(self.plan.preview, file)
        if self.reader.refusal is not None:
            said = note_of(self.reader.refusal, file)
            known = [said, *(note for note in known if note.place != said.place)]
        known += ignored_notes(self.plan)
        if found is not None:
            known += advice(found.findings) + report_notes(found.dataset.report)
        return known

    def _why_not(self) -> str:
        """Return why the table can't be taken as it is; empty where it can."""
        shown = self.plan.preview
        if not self.plan.need.fits:
            return told(self.plan.need.sentence())
        if shown.problem is not None or self.reader.refusal is not None:
            return "See below the preview what is in the way."
        if any(mark.fate == "refused" for row in shown.rows for mark in row.marks):
            return "Cells can’t be used: say at the right what is done with them."
        return ""

    def _counts(self) -> str:
        found, head = self.reader.found, self.plan.head
        if found is not None and found.dataset.report is not None:
            rows = count(found.dataset.report.rows)
        else:
            rows = f"about {count(int(float(f'{self.plan.need.rows:.3g}')))}"
        return f"{rows} rows, {count(len(self.plan.names))} columns, {in_words(head.size)}"

    def _go(self, note: Note) -> None:
        """Show the cell or the column that a note is about."""
        if note.place is not None and not self.table.show_place(*note.place):
            self.foot.say("That line is further down than the preview goes.")
        elif note.column is not None:
            names = self.plan.names
            for name in (note.column, note.column.rpartition("=")[0]):  # a feature of a category
                if name in names:
                    self.table.select_column(names.index(name))
                    return


def _scrolled(content: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setWidget(content)
    area.setFixedWidth(SIDE)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return area


def _fitting_size(parent: QWidget | None) -> QSize:
    if parent is None:
        return SIZE
    return SIZE.boundedTo(parent.window().size() - QSize(2 * MARGIN, 2 * MARGIN))
