"""The toolbar: run, undo, pace, the numbers of the run, the experiment's fields."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolBar, QToolButton, QWidget

from bpstudio.ui.readouts import Readouts
from bpstudio.ui.theme import CONTROL_HEIGHT, GRID, TOOLBAR_HEIGHT
from bpstudio.ui.widgets.pace_slider import PaceSlider
from bpstudio.ui.widgets.run_button import RunButton

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QAction, QResizeEvent

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.experiment_fields import ExperimentFields

LEAST_WIDTH = 640  # px: what the toolbar asks of the window
SPACING = 6  # px


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
        worded = [_button(actions["actionStep"]), _button(actions["actionReset"])]
        history = [_button(actions["actionUndo"]), _button(actions["actionRedo"])]
        names = [QLabel(text) for text in ("data", "batch", "rate η", "optimizer")]
        edited = (fields.data, fields.batch, fields.rate, fields.optimizer)
        row, rule = _Row(), _rule()
        row.add(run, *worded, _rule(), *history, _rule(), self.pace, rule)
        row.add(*self.readouts.all)
        row.add_stretch()
        for name, field in zip(names, edited, strict=True):
            name.setProperty("role", "name")
            name.setBuddy(field)
            row.add(name, field)
        row.give_up(self.readouts.speed.setVisible)
        row.give_up(names[3].setVisible)
        row.give_up(*(partial(_show_words, button) for button in worded))
        row.give_up(*(name.setVisible for name in names[:3]))
        row.give_up(fields.optimizer.setVisible)
        row.give_up(*(button.setVisible for button in history))
        row.give_up(self.pace.setVisible, rule.setVisible)
        row.give_up(self.readouts.epoch.setVisible)
        return row


class _Row(QWidget):
    """Widgets in a row that drops what doesn't fit, in an order that it is told."""

    def __init__(self) -> None:
        super().__init__()
        self._stages: list[tuple[Callable[[bool], object], ...]] = []
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(GRID, 0, GRID, 0)
        self._layout.setSpacing(SPACING)

    def add(self, *widgets: QWidget) -> None:
        """Add widgets at the right end."""
        for widget in widgets:
            self._layout.addWidget(widget)

    def add_stretch(self) -> None:
        """Push what follows to the right."""
        self._layout.addStretch()

    def give_up(self, *shows: Callable[[bool], object]) -> None:
        """Say what goes next where room is short: each is called with whether there is room."""
        self._stages.append(shows)

    def minimumSizeHint(self) -> QSize:
        """Ask for little, so that the toolbar's own overflow menu never appears."""
        return QSize(LEAST_WIDTH, TOOLBAR_HEIGHT - 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as much as there is room for."""
        super().resizeEvent(event)
        for stage in self._stages:
            _show(stage, True)
        gone = []
        for stage in self._stages:
            if self._fits:
                break
            _show(stage, False)
            gone.append(stage)
        for stage in reversed(gone[:-1]):  # what went last made room for more than it needed
            _show(stage, True)
            if not self._fits:
                _show(stage, False)

    @property
    def _fits(self) -> bool:
        return self._layout.minimumSize().width() <= self.width()


def _show(stage: tuple[Callable[[bool], object], ...], shown: bool) -> None:
    for show in stage:
        show(shown)


def _show_words(button: QToolButton, shown: bool) -> None:
    style = Qt.ToolButtonStyle
    button.setToolButtonStyle(style.ToolButtonTextBesideIcon if shown else style.ToolButtonIconOnly)


def _button(action: QAction) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setFixedHeight(CONTROL_HEIGHT)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.iconText())
    return button


def _rule() -> QFrame:
    rule = QFrame()
    rule.setObjectName("divider")
    rule.setFixedSize(1, 22)
    return rule
