"""A dock with a title bar of ours: the title, the view's own controls, a small menu."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QDockWidget, QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from bpstudio.ui.theme import DOCK_TITLE_HEIGHT
from bpstudio.ui.widgets.more_button import more_button


class Dock(QDockWidget):
    """A panel at a side of the window that can be closed, floated and moved.

    Parameters
    ----------
    title
        What the panel shows.
    name
        Of the content: the dock is called ``<name>Dock``.
    content
        The panel; its actions stand in the dock's menu.
    header
        The panel's controls, to be put in the title bar.
    hint
        What the title's tooltip teaches about it.
    """

    def __init__(
        self, title: str, name: str, content: QWidget, header: QWidget | None, hint: str = ""
    ) -> None:
        super().__init__(title)
        self._is_held = False
        self.setObjectName(f"{name}Dock")
        self.setAccessibleName(title)
        area = Qt.DockWidgetArea
        sides = area.LeftDockWidgetArea | area.RightDockWidgetArea
        self.setAllowedAreas(sides | area.BottomDockWidgetArea)
        self.setWidget(content)
        self.setTitleBarWidget(_TitleBar(self, header, hint))
        self.toggleViewAction().setStatusTip(f"Show or hide the panel “{title}”")
        self.topLevelChanged.connect(self._give_frame)

    def event(self, event: QEvent) -> bool:
        """Become a real window where a drag out of the main window ends."""
        if event.type() == QEvent.Type.MouseButtonPress:
            self._is_held = True
        is_done = super().event(event)
        if event.type() == QEvent.Type.MouseButtonRelease:
            self._is_held = False
            self._give_frame()
        return is_done

    def _give_frame(self) -> None:
        """Have the desktop draw a frame to move, resize and close a floating panel by.

        With a title bar of ours Qt would leave it out. While it is dragged it stays as it is: Qt
        can't have its window replaced then.
        """
        frameless = Qt.WindowType.FramelessWindowHint
        if self._is_held or not self.isFloating() or not self.windowFlags() & frameless:
            return
        place, was_visible = self.geometry(), self.isVisible()
        self.setWindowFlags(self.windowFlags() & ~frameless)
        self.setGeometry(place)
        self.setVisible(was_visible)


class _TitleBar(QFrame):
    """The title bar; what its parts leave of the mouse goes to the dock, so it can be dragged."""

    def __init__(self, dock: Dock, header: QWidget | None, hint: str) -> None:
        super().__init__(dock)
        self.setObjectName("dockTitle")
        self.setFixedHeight(DOCK_TITLE_HEIGHT)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 8, 0)
        row.setSpacing(8)
        title = QLabel(dock.windowTitle())
        title.setProperty("title", True)
        title.setToolTip(hint)
        row.addWidget(title)
        row.addStretch()
        if header is not None:
            row.addWidget(header)
        row.addWidget(_menu_button(dock))

    def sizeHint(self) -> QSize:
        """Return the fixed height, too: a dock goes by the hint, and would lap over its view."""
        return QSize(super().sizeHint().width(), DOCK_TITLE_HEIGHT)


def _menu_button(dock: Dock) -> QToolButton:
    what = f"Export, close or float the panel “{dock.windowTitle()}”"
    button, menu = more_button(what)
    menu.addActions(dock.widget().actions())
    menu.addSeparator()
    floating = menu.addAction("Float")
    floating.setCheckable(True)
    # not when the tick follows a drag: Qt crashes where it is told to float what it is dragging
    floating.triggered.connect(lambda on: dock.setFloating(on))
    dock.topLevelChanged.connect(floating.setChecked)
    menu.addAction("Close", dock.close)
    return button
