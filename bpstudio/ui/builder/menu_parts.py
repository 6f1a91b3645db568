"""What several context menus of the canvas have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QMenu, QWidgetAction

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.experiment.edits import OUTPUT
from bpstudio.experiment.spec import Choice
from bpstudio.runtime.portrait import Asked
from bpstudio.ui.icons import icon
from bpstudio.ui.numbers import count
from bpstudio.ui.teaching import initializer_tip

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from bpstudio.ui.builder.canvas import NetworkCanvas


def new_menu(canvas: NetworkCanvas) -> QMenu:
    """Return an empty menu, which deletes itself when it closes."""
    menu = QMenu(canvas)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu


def add_heading(menu: QMenu, words: str) -> None:
    """Say what the menu is about, in words that can't be chosen."""
    label = QLabel(words)
    label.setProperty("role", "menuHeading")
    heading = QWidgetAction(menu)
    heading.setDefaultWidget(label)
    heading.setText(words)  # what a screen reader says
    heading.setEnabled(False)
    menu.addAction(heading)
    menu.addSeparator()


def add_choices(
    menu: QMenu,
    choices: Mapping[str, str],
    chosen: str | None,
    choose: Callable[[str], object],
) -> None:
    """Add `choices`, names with their labels, with a tick at the one that is `chosen` already."""
    for name, label in choices.items():
        action = menu.addAction(label)
        action.setCheckable(True)
        action.setChecked(name == chosen)
        action.triggered.connect(lambda _=False, name=name: choose(name))


def add_initializers(menu: QMenu, canvas: NetworkCanvas, numbers: tuple[int, ...]) -> None:
    """Add a menu of how the first weights of layers are drawn, the output's among them."""
    submenu = menu.addMenu("Initializer")
    submenu.setToolTipsVisible(True)
    add_heading(submenu, "acts at the next Reset")
    experiment = canvas.document.experiment
    used = {layer.initializer for layer in experiment.hidden if layer.id in numbers}
    if OUTPUT in numbers:
        used.add(experiment.network.initializer)
    names = {choice.name for choice in used}
    labels = {name: known.label for name, known in INITIALIZERS.items()}

    def choose(name: str) -> None:
        if names != {name}:  # the numbers of the one that is used already stay as they are
            canvas.editor.set_initializer(numbers, Choice(name), f"initializer {numbers}")

    add_choices(submenu, labels, names.pop() if len(names) == 1 else None, choose)
    for action, name in zip(submenu.actions()[2:], INITIALIZERS, strict=True):
        action.setToolTip(initializer_tip(name))


def fill_with_layers(menu: QMenu, canvas: NetworkCanvas, place: int) -> None:
    """Add every kind of layer, each to be inserted so that it becomes the one at `place`."""
    for activation in ACTIVATIONS.values():
        action = menu.addAction(icon(activation.name), activation.label)
        action.triggered.connect(
            lambda _=False, name=activation.name: canvas.insert_layer(place, name)
        )


def add_insertions(menu: QMenu, canvas: NetworkCanvas, place: int, where: str = "here") -> None:
    """Add what can be put at a place: a new layer, or those of the clipboard."""
    fill_with_layers(menu.addMenu(icon("plus"), f"Add layer {where}"), canvas, place)
    words = f"Paste layers {where}"
    menu.addAction(icon("paste"), words, lambda: canvas.commands.paste(place))


def add_fit(menu: QMenu, canvas: NetworkCanvas) -> None:
    """Add what shows the whole network."""
    menu.addSeparator()
    menu.addAction(icon("expand"), "Fit the network\tF", canvas.fit)


def add_unit_numbers(menu: QMenu, canvas: NetworkCanvas, number: int, unit: int) -> None:
    """Add what shows the numbers of a unit, and its weights to be written."""
    asking = canvas.network.asking
    words = "Close its numbers" if asking.unit_card.of == (number, unit) else "Show its numbers"
    menu.addAction(words, lambda: asking.open_unit(number, unit))
    numbers = menu.addAction("Weights and bias …\tCtrl+E", canvas.commands.edit_unit(number, unit))
    numbers.setEnabled(canvas.commands.can_edit_unit(number))
    wanted = Asked(number, unit)
    menu.addAction("Open this unit as a circuit", lambda: canvas.circuit_wanted.emit(wanted))


def past_menu(canvas: NetworkCanvas) -> QMenu:
    """Return the menu of all that is shown of the past: nothing can be edited there."""
    menu = new_menu(canvas)
    add_heading(menu, f"step {count(canvas.session.snapshot.step)} of the past")
    menu.addAction(icon("branch"), "Branch from here", canvas.session.branch)
    menu.addAction(icon("now"), "Back to now", canvas.session.come_back)
    add_fit(menu, canvas)
    return menu
