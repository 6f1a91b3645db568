"""What the window consists of: bars, pages and panels, made and put in their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from bpstudio.ui.builder.editor import Editor
from bpstudio.ui.builder.showing import Showing
from bpstudio.ui.check import CheckPage, cards
from bpstudio.ui.docks import Docks
from bpstudio.ui.doctor_badge import DoctorBadge
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.experiment_fields import ExperimentFields
from bpstudio.ui.pages import Pages
from bpstudio.ui.panels import Panels
from bpstudio.ui.run_control import RunControl
from bpstudio.ui.stage import Stage
from bpstudio.ui.status_bar import StatusBar
from bpstudio.ui.timeline import TimelineBar, TimelineStrip
from bpstudio.ui.toolbar import Toolbar

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMainWindow

    from bpstudio.ui.actions import Actions
    from bpstudio.ui.circuit.page import CircuitPage
    from bpstudio.ui.document import Document
    from bpstudio.ui.export.exporter import Exporter
    from bpstudio.ui.session import Session


class Parts:
    """The parts of a window; they know what they show, and not each other.

    Parameters
    ----------
    window
        Owns them. It has its size, which the panels share.
    circuit
        What is on the circuit's page, not in its place yet.
    exporter
        Writes what the views show.

    Attributes
    ----------
    session
        What is trained.
    editor, showing
        Edit the experiment; tell which one is shown, of now or of the past.
    toolbar, fields, timeline, status, badge
        The bars, the fields in the toolbar, and the doctor's button in the status bar.
    pages
        The middle, with what is in front and the messages above it.
    stage, circuit, checks, drawing
        What its pages show.
    docks, panels
        The views in their docks, and where those stand.
    """

    def __init__(
        self,
        window: QMainWindow,
        document: Document,
        session: Session,
        circuit: CircuitPage,
        actions: Actions,
        exporter: Exporter,
    ) -> None:
        self._window, self._document, self.session = window, document, session
        self._actions, self._exporter = actions, exporter
        self.circuit = circuit
        self.editor = Editor(document, window)
        self.showing = Showing(document, session, window)
        self._add_bars()
        self._add_pages()
        self._add_panels()

    def _add_bars(self) -> None:
        """Put the toolbars above everything, timeline and status bar below."""
        window, session, below = self._window, self.session, Qt.ToolBarArea.BottomToolBarArea
        self.fields = ExperimentFields(self.editor, self.showing, window)
        self.toolbar = Toolbar(self._actions, self.fields)
        RunControl(session, self._actions, self.toolbar.pace)
        self.stage = Stage(self._document, session, self._actions)
        strip = TimelineStrip(session, self._actions)
        session.add_view(strip)
        self.timeline = TimelineBar(self.stage.strips(strip), window)
        for bar in (self.toolbar, self.circuit.toolbar):
            window.addToolBar(bar)
        for strip_bar in (self.timeline, self.circuit.strip):
            window.addToolBar(below, strip_bar)
        self.status = StatusBar()
        self.badge = DoctorBadge(session)
        self.status.addPermanentWidget(self.badge)  # at the end, where no text moves it
        window.setStatusBar(self.status)

    def _add_pages(self) -> None:
        document, session, bars = self._document, self.session, (self.toolbar, self.timeline)
        self.pages = Pages(self._window)
        self._window.setCentralWidget(self.pages)
        self.circuit.canvas.holder = session
        self.checks = CheckPage(document, session, cards())
        for view in self.checks.views:
            self._exporter.add_view(view)
        self.drawing = DrawingPage(document, session)
        self.pages.add(self.stage.page(*bars))
        self.pages.add(self.circuit.page())
        self.pages.add(self.checks.page(*bars))
        self.pages.add(self.drawing.page(*bars))

    def _add_panels(self) -> None:
        window, pages = self._window, self.pages
        self.docks = Docks(window, self.session, self.stage.canvas, self._exporter)
        self.docks.connect_runs(self.editor, self._actions)
        self.panels = Panels(window, self.docks.all, pages.left, pages.right)
