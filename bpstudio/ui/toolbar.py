"""The toolbar: run, undo, pace, the numbers of the run, the experiment's fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QToolBar

from bpstudio.ui.readouts import Readouts
from bpstudio.ui.theme import TOOLBAR_HEIGHT
from bpstudio.ui.widgets.pace_slider import PaceSlider
from bpstudio.ui.widgets.run_button import RunButton
from bpstudio.ui.widgets.toolbar_row import ToolbarRow, action_button, show_words, upright_rule

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.experiment_fields import ExperimentFields


class Toolbar(QToolBar):
    """One row that fits: what matters least goes first where the window is narrow.

    What goes is reachable elsewhere: words stand in tooltips, commands in menus, the speed in the
    status bar.

    Attributes
    ----------
    pace, readouts
        The slider, and the numbers of the run.
    """

    def __init__(self, actions: Actions, fields: ExperimentFields) -> None:
        super().__init__("Toolbar")
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setFixedHeight(TOOLBAR_HEIGHT)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.pace = PaceSlider()
        self.readouts = Readouts()
        self.addWidget(self._row(actions, fields))

    def _row(self, actions: Actions, fields: ExperimentFields) -> QWidget:
        run = RunButton({actions["actionTrain"]: "play", actions["actionPause"]: "pause"})
        worded = [action_button(actions["actionStep"]), action_button(actions["actionReset"])]
        history = [action_button(actions["actionUndo"]), action_button(actions["actionRedo"])]
        names = [QLabel(text) for text in ("data", "batch", "rate η", "optimizer")]
        edited = (fields.data, fields.batch, fields.rate, fields.optimizer)
        row, rule = ToolbarRow(), upright_rule()
        row.add(run, *worded, upright_rule(), *history, upright_rule(), self.pace, rule)
        row.add(*self.readouts.all)
        row.add_stretch()
        for name, field in zip(names, edited, strict=True):
            name.setProperty("role", "name")
            name.setBuddy(field)
            row.add(name, field)
        row.give_up(self.readouts.speed.setVisible)
        row.give_up(names[3].setVisible)
        row.give_up(*(partial(show_words, button) for button in worded))
        row.give_up(*(name.setVisible for name in names[:3]))
        row.give_up(fields.optimizer.setVisible)
        row.give_up(*(button.setVisible for button in history))
        row.give_up(self.pace.setVisible, rule.setVisible)
        row.give_up(self.readouts.epoch.setVisible)
        return row
