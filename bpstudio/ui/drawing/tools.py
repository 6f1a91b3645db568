"""The tools beside the canvas: what paints, which class, how wide; noise, sets to begin with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from bpstudio.data.drawn import MAX_CLASSES
from bpstudio.ui.drawing.begin import fill_with_sets
from bpstudio.ui.drawing.class_button import ClassButton
from bpstudio.ui.drawing.state import DENSITIES, SIZES, TOOLS
from bpstudio.ui.numbers import NONE
from bpstudio.ui.theme import CONTROL_HEIGHT, GRID
from bpstudio.ui.widgets.real_field import RealField
from bpstudio.ui.widgets.segmented import Segmented
from bpstudio.ui.widgets.stop_slider import StopSlider

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QPainter

    from bpstudio.ui.drawing.canvas import DrawingCanvas
    from bpstudio.ui.drawing.state import DrawingState

WIDTH = 25 * GRID  # px
ALL, ONE = "all", "class in hand"
NOISES = {
    ALL: "Noise moves all points",
    ONE: "Noise moves the points of the class that is chosen above",
}
LARGEST_NOISE, NOISE = 10.0, 0.1
NOISE_HINT = "Move the points at random, normally distributed, as one step"
CLEAR_HINT = "Begin with an empty canvas; undo brings the points back"
SEEN, UNSEEN = "show", "hide"
REGIONS = {
    SEEN: "Colour the plane by what the network says there",
    UNSEEN: "Show the points alone",
}


class DrawingTools(QScrollArea):
    """What stands at the left of the canvas; where there is no room it scrolls."""

    def __init__(self, state: DrawingState, canvas: DrawingCanvas) -> None:
        super().__init__()
        self.setObjectName("drawingTools")
        self.setAccessibleName("Tools to paint with")
        self.setFixedWidth(WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._state, self._canvas = state, canvas
        self._make()
        self._fill()
        state.settings_changed.connect(self._follow)
        state.points_changed.connect(self._count)
        self._follow()
        self._count()

    def _make(self) -> None:
        state = self._state
        self.tool = Segmented("Tool", TOOLS)
        self.tool.changed.connect(lambda tool: state.choose(tool=tool))
        self.classes = _class_group(self)
        self.classes.idClicked.connect(lambda number: state.choose(number=number))
        self.size_slider = _Stops("size", SIZES, "px", "Radius of the ring ([ and ], Ctrl+wheel)")
        self.size_slider.valueChanged.connect(lambda stop: state.choose(size=stop))
        self.density = _Stops("density", DENSITIES, "a touch", "Points that a touch sprays")
        self.density.valueChanged.connect(lambda stop: state.choose(density=stop))
        self.noise = RealField(0.05)
        self.noise.setRange(0, LARGEST_NOISE)
        self.noise.show_number(NOISE)
        self.noise.setObjectName("noiseDeviation")
        self.noise.setAccessibleName("Standard deviation of the noise")
        self.noise.setToolTip("Standard deviation of what is added to x1 and to x2")
        self.noise.setFixedSize(8 * GRID, CONTROL_HEIGHT)
        self.moved = Segmented("What noise moves", NOISES)
        self.regions = Segmented("What the network says", REGIONS)
        self.regions.changed.connect(self._show_regions)

    def _fill(self) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(GRID, GRID, GRID, GRID)
        column.setSpacing(GRID // 2)
        self._add(column, "Tool", self.tool)
        self._add(column, "Class", _grid(self.classes), self.size_slider, self.density)
        clear = self._button("clearDrawing", "Clear", self._state.clear, CLEAR_HINT)
        self._add(column, "Drawing", _row(self._begin_button(), clear))
        noise = self._button("addNoise", "Add noise", self._add_noise, NOISE_HINT)
        self._add(column, "Noise", self.moved, _row(self.noise, noise))
        self._add(column, "Network’s regions", self.regions)
        column.addStretch(1)
        self.setWidget(content)

    def _add(self, column: QVBoxLayout, title: str, *widgets: QWidget) -> None:
        heading = QLabel(title)
        heading.setProperty("role", "heading")
        heading.setFixedHeight(20)
        column.addWidget(heading)
        for widget in widgets:
            column.addWidget(widget)

    def _button(self, name: str, text: str, act: Callable[[], object], hint: str) -> QPushButton:
        button = QPushButton(text)
        button.setObjectName(name)
        button.setAccessibleName(text)
        button.setToolTip(hint)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: act())
        return button

    def _begin_button(self) -> QPushButton:
        button = QPushButton("Begin with")
        button.setObjectName("beginWith")
        button.setAccessibleName("Begin with a set")
        button.setToolTip("Draw on the samples of a set: they become points like any others")
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(button)
        menu.aboutToShow.connect(lambda: fill_with_sets(menu, self._state))
        button.setMenu(menu)
        return button

    def _add_noise(self) -> None:
        number = self._state.number if self.moved.chosen == ONE else None
        self._state.add_noise(self.noise.value(), number)

    def _show_regions(self, chosen: str) -> None:
        self._canvas.shows_regions = chosen == SEEN
        self._canvas.changed()

    def _follow(self) -> None:
        state = self._state
        self.tool.choose(state.tool)
        self.classes.button(state.number).setChecked(True)
        self.size_slider.setValue(state.size)
        self.density.setValue(state.density)
        self.density.setEnabled(state.tool == "brush")

    def _count(self) -> None:
        for number, points in enumerate(self._state.counts(), start=1):
            button = self.classes.button(number)
            if isinstance(button, ClassButton):
                button.show_count(points)


class _Stops(StopSlider):
    """Chooses one of a few numbers."""

    def __init__(self, name: str, numbers: Sequence[int], unit: str, hint: str) -> None:
        self._numbers, self._unit = numbers, unit
        longest = f"{numbers[-1]} {unit}"
        super().__init__(name, ("", ""), len(numbers) - 1, (), longest)
        self.setObjectName(f"drawing{name.capitalize()}")
        self.setToolTip(hint)
        self.changed()

    def text(self) -> str:
        """Return the number with its unit; a dash where the tool has no use for it."""
        return f"{self._numbers[self.value()]} {self._unit}" if self.isEnabled() else NONE

    def draw_knob(self, painter: QPainter) -> None:
        """Draw the knob where it can be moved."""
        if self.isEnabled():
            super().draw_knob(painter)

    def changeEvent(self, event: QEvent) -> None:
        """Show whether the tool has a use for it."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.EnabledChange:
            self.changed()


def _class_group(parent: QWidget) -> QButtonGroup:
    group = QButtonGroup(parent)
    for number in range(1, MAX_CLASSES + 1):
        group.addButton(ClassButton(number), number)
    return group


def _row(left: QWidget, right: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GRID // 2)
    row.addWidget(left)
    row.addWidget(right, 1)
    return holder


def _grid(group: QButtonGroup) -> QWidget:
    holder = QWidget()
    grid = QGridLayout(holder)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setSpacing(GRID // 2)
    for place, button in enumerate(group.buttons()):
        grid.addWidget(button, place // 3, place % 3)
    grid.setColumnStretch(3, 1)
    return holder
