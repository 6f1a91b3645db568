"""The list of runs: what each was, how far it came, and which are seen beside the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QTableWidgetItem, QToolButton, QWidget

from bpstudio.ui.actions import key_hint
from bpstudio.ui.icons import set_icon
from bpstudio.ui.tooltips import literal
from bpstudio.ui.views.run_rows import RunRow, run_rows
from bpstudio.ui.views.runs_table import COLUMNS, NAME, ROLE, RunsTable
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import View, side_by_side

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.runtime.record import Record
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot


RECALL = "Restore the deleted run"


class RunsView(View):
    """Every training is a run; pinned ones are drawn beside the present one.

    Signals
    -------
    renamed, pinned
        A run got another name, was pinned or set loose.
    resumed, restored, forgotten
        A run is to be gone on with, its experiment to be had again, its record to be given up.
    recalled
        A run that was given up is to be had back.
    race_wanted
        The user wants to race runs.
    """

    title = "Runs"
    object_name = "runsView"
    renamed = Signal(int, str)
    pinned = Signal(int, bool)
    resumed = Signal(int)
    restored = Signal(int)
    forgotten = Signal(int)
    recalled = Signal(int)
    race_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self.runs = RunsTable()
        super().__init__(self.runs, parent)
        self._rows: list[RunRow] = []
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._is_typing = False
        self._last_forgotten: tuple[int, str] | None = None  # number and name
        self._actions = self._make_actions()
        self._header = side_by_side(_recall_button(self._actions[RECALL]), self._race_button())
        self.runs.itemChanged.connect(self._take)
        self.runs.itemSelectionChanged.connect(self._enable)
        self.runs.names.editing.connect(self._follow_editing)
        self.runs.cellDoubleClicked.connect(lambda *_: self._resume())
        self._enable()

    def header(self) -> QWidget:
        """Return the buttons of a race, and to have back what was deleted."""
        return self._header

    def _race_button(self) -> QToolButton:
        button = QToolButton()
        button.setText("Race")
        button.setToolTip("Train several variants side by side from the same start")
        button.setAccessibleName("Race")
        button.setProperty("outlined", True)
        button.setProperty("low", True)
        set_icon(button, "race")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(self.race_wanted)
        return button

    def _make_actions(self) -> dict[str, QAction]:
        made = {}
        for text, key, do in (
            ("Go on with this run", "Return", self._resume),
            ("Restore its experiment", "", self._restore),
            ("Rename", "F2", self._rename),
            ("Pin or unpin", "Space", self._pin),
            ("Delete", "Del", self._forget),
            (RECALL, "Ctrl+Shift+Del", self._recall),
        ):
            action = made[text] = QAction(text, self)
            if key:
                action.setShortcut(key)
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            action.triggered.connect(do)
        set_icon(made[RECALL], "undo")
        self.insertActions(self.actions()[0], list(made.values()))
        return made

    @property
    def _chosen(self) -> RunRow | None:
        return next((row for row in self._rows if row.number == self.runs.chosen), None)

    def _follow_editing(self, is_on: bool) -> None:
        """Leave the keys to the field in which a name is typed, whatever runs come meanwhile."""
        self._is_typing = is_on
        self._enable()
        if not is_on and self._newest:
            self.refresh(*self._newest)

    def _enable(self) -> None:
        row = self._chosen
        for text, can in {
            "Go on with this run": row is not None and row.can_resume,
            "Restore its experiment": row is not None and not row.is_shown,
            "Rename": row is not None,
            "Pin or unpin": row is not None,
            "Delete": row is not None and not row.is_shown and not row.is_racing,
            RECALL: self._last_forgotten is not None,
        }.items():
            self._actions[text].setEnabled(can and not self._is_typing)

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the runs that there are; while a name is typed the list waits for its end."""
        self._newest = snapshot, recorder
        self._offer(recorder.forgotten)
        rows = run_rows(snapshot, recorder)
        if rows != self._rows and not self._is_typing:
            self._rows = rows
            self.runs.show_rows(rows)
            self._enable()
            told = "; ".join(", ".join(row.cells) for row in rows[-5:])
            self.describe(f"{len(rows)} runs: {told}")

    def _offer(self, forgotten: Sequence[Record]) -> None:
        """Offer to have the run back that was deleted last."""
        last = (forgotten[-1].number, forgotten[-1].name) if forgotten else None
        if last != self._last_forgotten:
            self._last_forgotten = last
            recall = self._actions[RECALL]
            recall.setText(f"Restore {last[1]}" if last else RECALL)
            recall.setToolTip(literal(f"{recall.text()}, which was deleted{key_hint(recall)}"))
            self._enable()

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the list with plain numbers."""
        rows = [
            [row.name, row.differs, str(row.steps), *_plain(row.test_loss, row.accuracy)]
            for row in self._rows
        ]
        return ["run", "what differs", *COLUMNS[1:]], rows

    def _take(self, item: QTableWidgetItem) -> None:
        """Tell what the user has changed in a name's cell: the name, or the pin."""
        number = int(item.data(ROLE))
        row = next((row for row in self._rows if row.number == number), None)
        if row is None:
            return
        name, is_pinned = item.text().strip(), item.checkState() == Qt.CheckState.Checked
        if is_pinned != row.is_pinned:
            self.pinned.emit(number, is_pinned)
        if name and name != row.name:
            self.renamed.emit(number, name)
        elif not name:
            item.setText(row.name)

    def _resume(self) -> None:
        if (row := self._chosen) and row.can_resume:
            self.resumed.emit(row.number)

    def _restore(self) -> None:
        if row := self._chosen:
            self.restored.emit(row.number)

    def _forget(self) -> None:
        if row := self._chosen:
            self.forgotten.emit(row.number)

    def _recall(self) -> None:
        if self._last_forgotten is not None:
            self.recalled.emit(self._last_forgotten[0])

    def _pin(self) -> None:
        if row := self._chosen:
            self.pinned.emit(row.number, not row.is_pinned)

    def _rename(self) -> None:
        item = self.runs.item(self.runs.currentRow(), NAME)
        if item is not None:
            self.runs.editItem(item)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let the table's keys be the table's."""
        event.ignore()


def _recall_button(recall: QAction) -> QToolButton:
    """Return the button of the action, there only as long as there is something to be had back."""
    button = QToolButton()
    button.setDefaultAction(recall)
    button.setProperty("small", True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def follow() -> None:
        button.setAccessibleName(recall.text())
        button.setVisible(recall.isEnabled())

    recall.changed.connect(follow)
    button.setVisible(False)
    return button


def _plain(*numbers: float | None) -> list[str]:
    return ["" if number is None else cell(number) for number in numbers]
