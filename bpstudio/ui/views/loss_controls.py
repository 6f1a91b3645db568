"""What the panel of the loss lets one choose: in its title bar, its menus, and by key."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from bpstudio.runtime.clock import Unit
from bpstudio.ui.icons import set_icon
from bpstudio.ui.theme import GRID, SEGMENT_HEIGHT
from bpstudio.ui.views.legend import Legend
from bpstudio.ui.views.ruler import unit_choice

UNITS = {
    Unit.STEPS: ("In steps", "Measure the run in steps: updates of the weights"),
    Unit.EPOCHS: ("In epochs", "Measure the run in epochs: passes over the training part"),
    Unit.SAMPLES: ("In samples", "Measure the run in samples that were learned from"),
    Unit.SECONDS: ("In seconds", "Measure the run in seconds of training; pauses are left out"),
}
NEXT_UNIT_KEY = "X"


class LossControls(QWidget):
    """Legend and switches of the loss, as small as a title bar wants them.

    Attributes
    ----------
    legend
        The lines with their newest values.
    log, accuracy, smooth
        Actions that are on or off.
    """

    def __init__(self) -> None:
        super().__init__()
        self.legend = Legend()
        self.log = _switch(
            "log", "&Logarithmic axis", "L", "equal distances are equal ratios of the loss"
        )
        self.accuracy = _switch(
            "%", "&Accuracy", "A", "beside the loss where there is room, else in its place"
        )
        self.smooth = _switch(
            "smooth",
            "&Smoothed",
            "S",
            "at each step the mean batch loss of the last tenth of the steps made by then,\n"
            "so it doesn’t depend on how the curve is drawn",
        )
        self._units = self._unit_actions()
        self._next = QAction("Ne&xt unit", self)
        self._next.setShortcut(NEXT_UNIT_KEY)
        self._next.triggered.connect(self._choose_next)
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._menu.addAction(self.smooth)
        self._menu.addSeparator()
        self._menu.addActions(self._units.actions())
        self._unit_menu = QMenu("&Measure the run", self)
        self._unit_menu.addActions([*self._units.actions(), self._next])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID // 2)
        row.addWidget(self.legend, 1)
        row.addSpacing(GRID // 2)
        self._accuracy_button = _button(self.accuracy, "accuracy")
        row.addWidget(_framed(_button(self.log, "logarithmic loss axis"), self._accuracy_button))
        row.addWidget(self._menu_button())

    def actions_of_view(self) -> list[QAction]:
        """Return all actions, for the menu of the view in which their keys are to be heard."""
        actions = [self.log, self.accuracy, self.smooth, self._unit_menu.menuAction()]
        for action in (*actions, self._next):
            action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return actions

    def offer_accuracy(self, on: bool) -> None:
        """Offer the accuracy, or don't: a numeric target has none."""
        if on != self.accuracy.isEnabled():
            self.accuracy.setEnabled(on)
            self._accuracy_button.setVisible(on)

    def _menu_button(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        button = QToolButton()
        row.addWidget(button)
        button.setProperty("small", True)
        button.setObjectName("lossOptions")
        button.setToolTip("Whether the curve is smoothed, and what the run is measured in")
        button.setAccessibleName("options of the loss: smoothing, unit of the axis")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        set_icon(button, "sliders")
        button.setMenu(self._menu)
        return holder

    def _unit_actions(self) -> QActionGroup:
        group = QActionGroup(self)
        for unit, (text, hint) in UNITS.items():
            action = QAction(text, group)
            action.setCheckable(True)
            action.setData(unit)
            action.setToolTip(hint)
            action.triggered.connect(lambda _, unit=unit: unit_choice().choose(unit))
        unit_choice().changed.connect(self._show_unit)
        self._show_in(group)
        return group

    def _show_unit(self) -> None:
        self._show_in(self._units)

    @staticmethod
    def _show_in(group: QActionGroup) -> None:
        for action in group.actions():
            action.setChecked(Unit(action.data()) is unit_choice().unit)

    def _choose_next(self) -> None:
        units = list(Unit)
        unit_choice().choose(units[(units.index(unit_choice().unit) + 1) % len(units)])


def _switch(short: str, text: str, key: str, hint: str) -> QAction:
    """Return an action that is on or off; `short` is what its button says."""
    action = QAction(text)
    action.setIconText(short)
    action.setCheckable(True)
    action.setShortcut(key)
    action.setToolTip(f"{text.replace('&', '')} ({key}): {hint}")
    return action


def _button(action: QAction, name: str) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setAccessibleName(name)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    return button


def _framed(*buttons: QToolButton) -> QFrame:
    frame = QFrame()
    frame.setObjectName("segmented")
    frame.setFixedHeight(SEGMENT_HEIGHT)
    row = QHBoxLayout(frame)
    row.setContentsMargins(1, 1, 1, 1)
    row.setSpacing(0)
    for button in buttons:
        row.addWidget(button)
    return frame
