"""A row of a few choices of which one is on, such as ``L2 norm | mean``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget

from bpstudio.ui.theme import SEGMENT_HEIGHT
from bpstudio.ui.tooltips import fitted

if TYPE_CHECKING:
    from collections.abc import Mapping


class Segmented(QFrame):
    """A choice among a few texts, all in sight; arrow keys move it.

    Parameters
    ----------
    name
        The accessible name: what is being chosen.
    choices
        The texts, first one on, and what a tooltip says of each.
    """

    changed = Signal(str)

    def __init__(
        self, name: str, choices: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self.setAccessibleName(name)
        self.setFixedHeight(SEGMENT_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for text, hint in choices.items():
            row.addWidget(self._segment(text, hint))
        self._group.buttons()[0].setChecked(True)
        self._group.buttonToggled.connect(self._toggled)

    def _segment(self, text: str, hint: str) -> QToolButton:
        button = QToolButton()
        button.setText(text)
        button.setCheckable(True)
        button.setToolTip(fitted(hint))
        button.setAccessibleName(f"{self.accessibleName()}: {text}")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._group.addButton(button)
        return button

    @property
    def chosen(self) -> str:
        """The text that is on."""
        button = self._group.checkedButton()
        return button.text() if button else ""

    def choose(self, text: str) -> None:
        """Turn `text` on; emits `changed` where it wasn't."""
        for button in self._group.buttons():
            if button.text() == text:
                button.setChecked(True)

    def _toggled(self, _button: QToolButton, on: bool) -> None:
        if on:
            self.changed.emit(self.chosen)
