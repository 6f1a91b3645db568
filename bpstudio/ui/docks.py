"""The views in their docks, connected with all that they tell and are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from bpstudio.ui.dock_tabs import DockTabs, ShowWhenAsked
from bpstudio.ui.pointing import connect_view
from bpstudio.ui.run_book import RunBook
from bpstudio.ui.teaching import view_tip
from bpstudio.ui.treatment import Treatment
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.widgets.dock import Dock

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QMainWindow

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.builder.editor import Editor
    from bpstudio.ui.export.exporter import Exporter
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.view import View


class Docks(QObject):
    """A dock for each of the `VIEWS`, at the right of the window.

    Attributes
    ----------
    all
        The docks, in the order of their views.
    elsewhere
        Shows a view where it stands outside its dock; False where it doesn't.

    Signals
    -------
    sample_added
        A sample that is to be put into the data, as a row of the experiment's.
    told
        What was done with a run, in words.
    """

    sample_added = Signal(object)
    told = Signal(str)

    def __init__(
        self, window: QMainWindow, session: Session, canvas: NetworkCanvas, exporter: Exporter
    ) -> None:
        super().__init__(window)
        self._window, self._session, self._exporter = window, session, exporter
        self._views: list[View] = []
        self._docks: dict[View, Dock] = {}
        self.elsewhere: Callable[[View], bool] = lambda _view: False
        self.all = [self._add(view(), canvas) for view in VIEWS]
        ShowWhenAsked(session, self.dock_of(UnitView))
        DockTabs(window, {view.title: view_tip(view.object_name, view.title) for view in VIEWS})

    def _add(self, view: View, canvas: NetworkCanvas) -> Dock:
        hint = view_tip(view.object_name, view.title)
        dock = Dock(view.title, view.object_name, view, view.header(), hint)
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self._session.add_view(view)
        view.follow_cover(self._session.cover)
        self._exporter.add_view(view)
        self._views.append(view)
        self._docks[view] = dock
        connect_view(view, self._views, canvas, self._session)
        view.sample_added.connect(self.sample_added)
        dock.visibilityChanged.connect(lambda: self._session.refresh_view(view))
        return dock

    def connect_runs(self, editor: Editor, actions: Actions) -> None:
        """Let what the list of runs, the doctor and the actions that race ask for be done."""
        runs = self._view_of(self.dock_of(RunsView))
        assert isinstance(runs, RunsView)
        book = RunBook(runs, self._session, editor, actions, self._window)
        book.told.connect(self.told)
        doctor = self._view_of(self.dock_of(DoctorView))
        assert isinstance(doctor, DoctorView)
        treatment = Treatment(doctor, self._session, editor)
        treatment.told.connect(self.told)
        for racing in (book.racing, treatment.racing):
            racing.connect(lambda: self.show_view(LossView))
        actions["actionOverfit"].triggered.connect(treatment.overfit)

    def show_view(self, kind: type[View]) -> None:
        """Bring a view in front, also where its dock was closed."""
        self._bring_in_front(self.dock_of(kind))

    def show_named(self, name: str) -> None:
        """Bring the view of that object name in front, in the same way."""
        view = next(view for view in self._views if view.objectName() == name)
        self._bring_in_front(self._docks[view])  # which may have lent it

    @property
    def in_sight(self) -> frozenset[str]:
        """The object names of the views in sight."""
        return frozenset(view.objectName() for view in self._views if view.isVisible())

    def _bring_in_front(self, dock: Dock) -> None:
        if self.elsewhere(self._view_of(dock)):
            return
        dock.show()
        dock.raise_()

    def show_titled(self, title: str) -> None:
        """Bring the view of a title in front, if there is one."""
        for view, dock in self._docks.items():
            if view.title == title:
                self._bring_in_front(dock)

    def lend(self, title: str) -> View:
        """Give the view of a title out of its dock."""
        view = next(view for view in self._views if view.title == title)
        view.setParent(None)
        return view

    def take_back(self, view: View) -> None:
        """Put a view that was lent back into its dock."""
        self._docks[view].setWidget(view)
        view.show()

    def refresh(self, view: View) -> None:
        """Feed a view that has come into sight."""
        self._session.refresh_view(view)

    def dock_of(self, kind: type[View]) -> Dock:
        """Return the dock of a view."""
        return next(dock for view, dock in self._docks.items() if isinstance(view, kind))

    def _view_of(self, dock: Dock) -> View:
        return next(view for view, known in self._docks.items() if known is dock)
