"""The menu bar, put together from the window's actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QActionGroup

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.flow import GATES
from bpstudio.engine.losses import LOSSES
from bpstudio.experiment import edits
from bpstudio.ui import settings
from bpstudio.ui.builder.edge_switch import HINTS as EDGE_HINTS
from bpstudio.ui.covering import COVERING
from bpstudio.ui.icons import set_icon
from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.teaching import words_of
from bpstudio.ui.theme import Mode, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import TypeVar

    from PySide6.QtWidgets import QMenu, QMenuBar

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.builder.edge_switch import EdgeSwitch
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.builder.showing import Showing
    from bpstudio.ui.session import Session
    from bpstudio.ui.stage import Stage

    T = TypeVar("T")

THEMES: dict[Mode, str] = {"system": "As the &system", "light": "&Light", "dark": "&Dark"}


def add_commands(menu: QMenu, actions: Actions, *names: str) -> None:
    """Add the actions of these object names; an empty name makes a line between groups."""
    for name in names:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def add_edit_menu(bar: QMenuBar, actions: Actions) -> None:
    """Add the Edit menu."""
    clipboard = ("actionCut", "actionCopy", "actionPaste", "actionDuplicate")
    history = ("actionUndo", "actionRedo")
    menu = bar.addMenu("&Edit")
    add_commands(menu, actions, *history, "", *clipboard, "", "actionSelectAll")
    add_commands(menu, actions, "", "actionDataOptions")


def add_view_menu(
    bar: QMenuBar, actions: Actions, pages: Iterable[QAction], panels: Iterable[QAction]
) -> QMenu:
    """Add the View menu: pages, panels and their layouts, the room of the network, the theme.

    Returns the menu in it that is for the bookmarks, empty.
    """
    menu = bar.addMenu("&View")
    menu.addActions(list(pages))
    menu.addSeparator()
    menu.addActions(list(panels))
    menu.addSeparator()
    add_commands(menu.addMenu("&Layout"), actions, *LAYOUTS)
    room = ("actionFit", "actionExpand", "actionPresent")
    add_commands(menu, actions, "actionResetLayout", "", *room, "")
    marks = menu.addMenu("&Bookmarks")
    add_commands(menu.addMenu("&Predict"), actions, *COVERING, "", "actionTellAll")
    _add_themes(menu.addMenu("&Theme"))
    return marks


def _add_themes(menu: QMenu) -> None:
    hint = "Colours of the whole window"
    choices = {mode: (text, f"theme{mode.title()}", hint) for mode, text in THEMES.items()}
    _add_choices(menu, choices, _wear)[theme().mode].setChecked(True)


def _wear(mode: Mode) -> None:
    settings.set_theme_mode(mode)
    theme().set_mode(mode)


def _add_choices(
    menu: QMenu, choices: Mapping[T, tuple[str, str, str]], choose: Callable[[T], None]
) -> dict[T, QAction]:
    """Add values of which one holds, each with its text, object name and hint.

    `choose` is told which one the user picks.
    """
    group = QActionGroup(menu)
    added = {}
    for value, (text, name, hint) in choices.items():
        action = added[value] = group.addAction(menu.addAction(text))
        action.setCheckable(True)
        action.setObjectName(name)
        action.setStatusTip(hint)
        action.triggered.connect(lambda _checked, value=value: choose(value))
    return added


def add_network_menu(
    bar: QMenuBar, actions: Actions, stage: Stage, editor: Editor, showing: Showing
) -> None:
    """Add the Network menu: layers to add, data, the loss, what edges show, the passes."""
    menu = bar.addMenu("&Network")
    layers = menu.addMenu("Add &layer")
    for activation in ACTIVATIONS.values():
        action = layers.addAction(activation.label)
        words = words_of("activations", activation.name)
        action.setStatusTip(f"Add it before the output. {words.what} {words.gradient}")
        action.triggered.connect(
            lambda _checked, name=activation.name: stage.canvas.add_layer(name)
        )
        set_icon(action, activation.name)
    add_commands(menu, actions, "actionRemove", "", "actionTable", "actionDataOptions")
    add_commands(menu, actions, "", "actionNetworkCircuit", "actionUnitCircuit", "")
    _add_losses(menu.addMenu("L&oss"), editor, showing)
    _add_edges(menu.addMenu("&Edges"), stage.edge_switch)
    add_commands(menu, actions, "", "actionPasses")


def _add_losses(menu: QMenu, editor: Editor, showing: Showing) -> None:
    hints = {
        name: f"{LOSSES[name].equation}. {words_of('losses', name).gradient}" for name in LOSSES
    }
    choices = {name: (known.label, f"loss_{name}", hints[name]) for name, known in LOSSES.items()}

    def choose(loss: str) -> None:
        editor.apply("Change loss", lambda experiment: edits.set_loss(experiment, loss))

    added = _add_choices(menu, choices, choose)
    menu.aboutToShow.connect(lambda: added[showing.experiment.loss].setChecked(True))


def _add_edges(menu: QMenu, switch: EdgeSwitch) -> None:
    choices = {name: (name.title(), f"edges_{name}", hint) for name, hint in EDGE_HINTS.items()}
    added = _add_choices(menu, choices, switch.choice.choose)
    menu.aboutToShow.connect(lambda: added[switch.choice.chosen].setChecked(True))


def add_circuit_menu(bar: QMenuBar, actions: Actions, add_gate: Callable[[str], None]) -> None:
    """Add the Circuit menu: gates to add, its passes; `add_gate` is told a gate's name."""
    menu = bar.addMenu("&Circuit")
    adding = menu.addMenu("Add &gate")
    for gate in GATES.values():
        action = adding.addAction(gate.label)
        action.setStatusTip(gate.rule)
        action.triggered.connect(lambda _checked, name=gate.name: add_gate(name))
    passes = ("actionRunPasses", "actionHoldPasses", "actionStepGate", "actionStepGateBack")
    add_commands(menu, actions, "actionArrange", "", *passes)


def add_train_menu(bar: QMenuBar, actions: Actions, session: Session) -> None:
    """Add the Train menu."""
    commands = ("actionTrain", "actionPause", "actionStep", "actionReset")
    past = ("actionFirst", "actionBack", "actionForward", "actionNow", "actionBranch")
    paces = ("actionSlower", "actionFaster")
    races = ("actionRace", "actionRaceOf")
    menu = bar.addMenu("&Train")
    add_commands(menu, actions, *commands, "", *races, "", "actionOverfit", "", *past)
    _add_budgets(menu.addMenu("&Memory for looking back"), session)
    add_commands(menu, actions, "", *paces)


def _add_budgets(menu: QMenu, session: Session) -> None:
    """Let the user say how much memory checkpoints may take; it begins as it was left."""
    hint = "With more memory, fewer updates are made anew to reach a step"
    sizes = settings.HISTORY_MEGABYTES
    choices = {size: (f"{size} MB", f"history{size}", hint) for size in sizes}

    def choose(megabytes: int) -> None:
        settings.set_history_megabytes(megabytes)
        session.set_history_budget(megabytes)

    kept = settings.history_megabytes()
    session.set_history_budget(kept)
    _add_choices(menu, choices, choose)[kept].setChecked(True)
