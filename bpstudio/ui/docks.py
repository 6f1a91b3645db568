"""The views in their docks, connected with all that they tell and are told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal

from bpstudio.ui.dock_tabs import DockTabs, ShowWhenAsked
from bpstudio.ui.pointing import connect_view
from bpstudio.ui.run_book import RunBook
from bpstudio.ui.treatment import Treatment
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.unit import UnitView
from bpstudio.ui.widgets.dock import Dock

if TYPE_CHECKING:
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
        self.all = [self._add(view(), canvas) for view in VIEWS]
        ShowWhenAsked(session, self.dock_of(UnitView))
        DockTabs(window)

    def _add(self, view: View, canvas: NetworkCanvas) -> Dock:
        dock = Dock(view.title, view.object_name, view, view.header())
        self._window.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self._session.add_view(view)
        self._exporter.add_view(view)
        self._views.append(view)
        connect_view(view, self._views, canvas, self._session)
        view.sample_added.connect(self.sample_added)
        dock.visibilityChanged.connect(lambda: self._session.refresh_view(view))
        return dock

    def connect_runs(self, editor: Editor, actions: Actions) -> None:
        """Let what the list of runs, the doctor and the actions that race ask for be done."""
        runs = self.dock_of(RunsView).widget()
        assert isinstance(runs, RunsView)
        RunBook(runs, self._session, editor, actions, self._window).told.connect(self.told)
        doctor = self.dock_of(DoctorView).widget()
        assert isinstance(doctor, DoctorView)
        treatment = Treatment(doctor, self._session, editor)
        treatment.told.connect(self.told)
        treatment.racing.connect(lambda: self.show_view(LossView))

    def show_view(self, kind: type[View]) -> None:
        """Bring a view in front, also where its dock was closed."""
        dock = self.dock_of(kind)
        dock.show()
        dock.raise_()

    def dock_of(self, kind: type[View]) -> Dock:
        """Return the dock of a view."""
        return next(dock for dock in self.all if isinstance(dock.widget(), kind))
