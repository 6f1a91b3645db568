"""Every command of the window as a QAction: its name, its key, what it teaches.

To add one, describe it in `COMMANDS`, put it in a menu and connect it; tooltips, status tips and
the list of keyboard shortcuts follow from the description.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction, QKeySequence

from bpstudio.ui.icons import set_icon
from bpstudio.ui.tooltips import fitted

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

Actions = dict[str, QAction]


@dataclass(frozen=True)
class Command:
    """A command as it is described once.

    Parameters
    ----------
    name
        Object name of the action.
    text
        In menus; an ``&`` marks the letter for the keyboard.
    hint
        One sentence for the status bar and the tooltip.
    key
        Shortcut, or several with ``|`` between. A key that only the canvas hears stands in the
        text, after a tab.
    icon
        Name of the icon.
    """

    name: str
    text: str
    hint: str
    key: str = ""
    icon: str = ""


EXPORT = "Ctrl+Shift+E"
_OF_NETWORK = "Weights, sample and loss gate by gate, for up to 60 parameters"
_EXPLAIN = "Say what the control with the keyboard is, and what it does to the gradient"
_OVERFIT = "Can the network learn one batch by heart? If not, it can’t learn at all"
_OF_UNIT = "What comes in, its weights and its gradient, gate by gate, for a unit of any network"
_LEAVE = "Have your own document back as it was"
_KEEP = "Go on with what the lesson has in the window; your own is asked about first"
_COVER = "Cover them until they are predicted, or tell them: a click tells one"
COMMANDS = (
    Command("actionNew", "&New", "Start an empty experiment on made data", "Ctrl+N", "new"),
    Command("actionExample", "New from &example …", "Pick one to begin with", "Ctrl+Shift+N"),
    Command("actionNewWindow", "New &window", "One more, beside this one", "Ctrl+Shift+W"),
    Command("actionOpen", "&Open …", "Open an experiment from a file", "Ctrl+O", "open"),
    Command("actionSave", "&Save", "Save the experiment to its file", "Ctrl+S", "save"),
    Command("actionSaveAs", "Save &as …", "Save the experiment to another file", "Ctrl+Shift+S"),
    Command("actionRecover", "Reco&ver unsaved work", "To what was kept when bpstudio ended"),
    Command("actionExportPng", "Picture as &PNG …", "Network or circuit, at twice its size"),
    Command("actionExportSvg", "Picture as &SVG …", "Network or circuit, for any size"),
    Command("actionExportRun", "&Run as CSV …", "Every step’s loss, and what was sampled", EXPORT),
    Command("actionQuit", "&Quit", "Close the window; unsaved edits are asked about", "Ctrl+Q"),
    Command("actionUndo", "Undo", "Take the last edit back", "Ctrl+Z", "undo"),
    Command("actionRedo", "Redo", "Make the edit again", "Ctrl+Shift+Z|Ctrl+Y", "redo"),
    Command("actionCut", "Cu&t", "Copy what is selected, and remove it", "Ctrl+X", "cut"),
    Command("actionCopy", "&Copy", "Copy what is selected as a text", "Ctrl+C", "copy"),
    Command("actionPaste", "&Paste", "Insert what was copied", "Ctrl+V", "paste"),
    Command("actionDuplicate", "&Duplicate", "Insert the like of what is selected", "Ctrl+D"),
    Command("actionSelectAll", "Select &all\tCtrl+A", "Ctrl+A on the canvas"),
    Command("actionFit", "F&it to the window\tF", "Show all of it; F on the canvas"),
    Command("actionExpand", "&Expand the page", "Hide what stands around it", "F11", "expand"),
    Command("actionPresent", "&Present", "Large, for a class; Esc or F5 leaves", "F5", "present"),
    Command("actionBookmark", "Add a &bookmark", "Keep this state, to jump back to it", "Ctrl+M"),
    Command("actionBookmarks", "&Edit bookmarks …", "Name them, order them", "Ctrl+Shift+M"),
    Command("actionCoverValues", "Cover &values", _COVER, "Alt+Shift+V"),
    Command("actionCoverGradients", "Cover &gradients", _COVER, "Alt+Shift+G"),
    Command("actionCoverWeights", "Cover &weights", _COVER, "Alt+Shift+W"),
    Command("actionCoverUpdates", "Cover &updates", _COVER, "Alt+Shift+U"),
    Command("actionTellAll", "&Reveal all", "Tell every number that is covered", "Alt+Shift+R"),
    Command("actionWatch", "&Watch", "Loss, gradient and saturated units at the right", "Ctrl+1"),
    Command("actionDiagnose", "&Diagnose", "Large gradient and saturated units", "Ctrl+2"),
    Command("actionCompare", "&Compare", "A large loss, the runs, the gradient", "Ctrl+3"),
    Command("actionResetLayout", "&Reset layout", "Put all panels where they were at first"),
    Command("actionRemove", "&Remove what is selected\tDel", "Del on the canvas", "", "trash"),
    Command("actionPasses", "&Step through the passes", "One update, by its equations", "Ctrl+P"),
    Command("actionTable", "Open &data …", "Train on a table of yours", "Ctrl+Shift+O", "table"),
    Command("actionDataOptions", "Data o&ptions …", "Say anew what the columns of the table are"),
    Command("actionNetworkCircuit", "Open the network as a &circuit", _OF_NETWORK, "Ctrl+K"),
    Command("actionUnitCircuit", "Open this &unit as a circuit", _OF_UNIT, "Ctrl+Shift+K"),
    Command("actionTrain", "&Train", "Make updates until the epochs are done", "Ctrl+T", "play"),
    Command("actionPause", "&Pause", "Stop after the update under way", "Ctrl+T", "pause"),
    Command("actionStep", "&Update", "Make one update: one batch, both passes", "Ctrl+U", "step"),
    Command("actionReset", "&Reset", "Back to the same initial weights", "Ctrl+R", "reset"),
    Command("actionRace", "Race &GD, SGD and B-SGD", "From the same start", "Ctrl+G", "race"),
    Command("actionRaceOf", "R&ace …", "Choose variants to train side by side", "Ctrl+Shift+G"),
    Command("actionOverfit", "&Overfit one batch", _OVERFIT, "Ctrl+Shift+B"),
    Command("actionFirst", "To the &first step", "Look back at it", "Ctrl+Home", "first"),
    Command("actionBack", "Step &back", "Look back, a step", "Ctrl+[", "chevron-left"),
    Command("actionForward", "Step f&orward", "A step on, towards now", "Ctrl+]", "chevron-right"),
    Command("actionNow", "Back to &now", "Look at the newest step again", "Ctrl+End", "now"),
    Command("actionBranch", "&Branch from here", "Go on from the step shown", "Ctrl+B", "branch"),
    Command("actionRunPasses", "&Run both passes", "Gate by gate", "Ctrl+Return", "play"),
    Command("actionHoldPasses", "&Hold", "Stop at this gate", "Ctrl+Return", "pause"),
    Command("actionStepGate", "&Step gate", "Let the next gate have its turn", "Ctrl+.", "step"),
    Command("actionStepGateBack", "Step gate &back", "Take the last turn back", "Ctrl+,"),
    Command("actionArrange", "&Arrange the gates", "Put all gates in columns by their depth"),
    Command("actionSlower", "&Slower", "Fewer updates a second", "Ctrl+Down"),
    Command("actionFaster", "&Faster", "More updates a second", "Ctrl+Up"),
    Command("actionStart", "&What would you like to see?", "Six ways to begin", "Ctrl+H"),
    Command("actionChapter", "Through the &chapter", "Lessons, from the first idea on", "Ctrl+L"),
    Command("actionOpenLesson", "Open a &lesson …", "A lesson from a file, as a teacher writes it"),
    Command("actionLessonShow", "&Show it", "What this step is about", "Ctrl+Shift+Return"),
    Command("actionLessonNext", "&Next step", "Go on in the lesson", "Ctrl+PgDown"),
    Command("actionLessonBack", "Step &before", "Go back in the lesson", "Ctrl+PgUp"),
    Command("actionLeaveLesson", "Lea&ve the lesson", _LEAVE, "Ctrl+Shift+L"),
    Command("actionKeepLesson", "&Keep this as my document", _KEEP),
    Command("actionShortcuts", "&Keyboard shortcuts", "List every key", "F1"),
    Command("actionExplain", "What is t&his?", _EXPLAIN, "Shift+F1"),
    Command("actionLog", "Show the &log", "What bpstudio has put down, the newest last"),
    Command("actionCopyDetails", "Copy &details", "Versions, system and faults, for a report"),
    Command("actionAbout", "&About bpstudio", "What bpstudio is, and its version"),
)
CHECKABLE = ("actionExpand", "actionPasses", "actionPresent")


def make_actions(window: QWidget) -> Actions:
    """Return the window's actions by object name; the window owns them and hears their keys."""
    actions = {}
    for command in COMMANDS:
        action = actions[command.name] = _make(command, window)
        window.addAction(action)
    return actions


def _make(command: Command, owner: QWidget) -> QAction:
    action = QAction(command.text, owner)
    action.setObjectName(command.name)
    action.setIconText(bare(command.text))
    action.setCheckable(command.name in CHECKABLE)
    action.setShortcuts([QKeySequence(key) for key in command.key.split("|") if key])
    action.setStatusTip(command.hint)
    explain(action, bare(command.text))
    if command.icon:
        set_icon(action, command.icon)
    return action


def explain(action: QAction, title: str) -> None:
    """Set the tooltip: `title` with the key, then what the action does."""
    action.setToolTip(fitted(f"{title}{key_hint(action)}\n{action.statusTip()}"))


def key_hint(action: QAction) -> str:
    """Return the action's key in brackets, or nothing."""
    key = keys(action)
    return f" ({key})" if key else ""


def keys(action: QAction) -> str:
    """Return the action's keys as the desktop writes them."""
    form = QKeySequence.SequenceFormat.NativeText
    heard = " or ".join(key.toString(form) for key in action.shortcuts())
    return heard or action.text().partition("\t")[2]


def bare(text: str) -> str:
    """Return a menu's text without the mark of its letter, without key and dots."""
    return text.partition("\t")[0].replace("&", "").removesuffix(" …")
