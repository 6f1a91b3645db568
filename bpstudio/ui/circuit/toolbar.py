"""The circuit's toolbar: run both passes, step gate, undo, pace, example."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QToolBar

from bpstudio.ui.choice_guard import guard_choice
from bpstudio.ui.circuit.player import GatePace
from bpstudio.ui.theme import CONTROL_HEIGHT, TOOLBAR_HEIGHT
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.wheel_guard import guard_from_wheel
from bpstudio.ui.widgets.run_button import RunButton
from bpstudio.ui.widgets.toolbar_row import ToolbarRow, action_button, show_words, upright_rule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.circuit.example_list import Example

RUN_WIDTH, EXAMPLE_WIDTH = 140, 176  # px
NO_EXAMPLE = "–"


class CircuitToolbar(QToolBar):
    """One row that fits: what matters least goes first where the window is narrow.

    Signals
    -------
    example_chosen
        The `Example` that the user wants.

    Attributes
    ----------
    pace
        The slider.
    """

    example_chosen = Signal(object)

    def __init__(self, actions: Actions, examples: Sequence[Example]) -> None:
        super().__init__("Circuit toolbar")
        self.setObjectName("circuitToolbar")
        self.setMovable(False)
        self.setFixedHeight(TOOLBAR_HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.pace = GatePace()
        self._examples = self._example_field(examples)
        self.addWidget(self._row(actions))

    def _row(self, actions: Actions) -> ToolbarRow:
        icons = {actions["actionRunPasses"]: "play", actions["actionHoldPasses"]: "pause"}
        run = RunButton(icons, RUN_WIDTH)
        run.setObjectName("runPasses")
        step = action_button(actions["actionStepGate"])
        history = [action_button(actions[name]) for name in ("actionUndo", "actionRedo")]
        for button in history:
            show_words(button, False)
        name = QLabel("example")
        name.setProperty("role", "name")
        name.setBuddy(self._examples)
        rules = [upright_rule() for _ in range(3)]
        row = ToolbarRow()
        row.add(run, step, rules[0], *history, rules[1], self.pace, rules[2])
        row.add(name, self._examples)
        row.add_stretch()
        row.give_up(name.setVisible)
        row.give_up(partial(show_words, step))
        row.give_up(*(widget.setVisible for widget in (*history, rules[0])))
        row.give_up(self._examples.setVisible, rules[2].setVisible)
        return row

    def _example_field(self, examples: Sequence[Example]) -> QComboBox:
        field = QComboBox()
        guard_from_wheel(field)
        guard_choice(field)  # an example takes the place of what is wired
        field.setObjectName("circuitExample")
        field.setAccessibleName("Example circuit")
        field.setToolTip("A circuit to begin with; your own is asked about, or kept by Undo")
        field.setFixedSize(EXAMPLE_WIDTH, CONTROL_HEIGHT)
        field.addItem(NO_EXAMPLE)
        for example in examples:
            field.addItem(example.title, example)
            field.setItemData(
                field.count() - 1, fitted(example.sentence), Qt.ItemDataRole.ToolTipRole
            )
        field.setMaxVisibleItems(field.count())
        field.activated.connect(self._choose)
        return field

    def _choose(self, place: int) -> None:
        example = self._examples.itemData(place)
        if example is not None:
            self.example_chosen.emit(example)

    def show_open(self, title: str) -> None:
        """Show the example of this title; none where there is none."""
        self._examples.setCurrentIndex(max(self._examples.findText(title), 0))
