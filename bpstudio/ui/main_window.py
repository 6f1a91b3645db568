"""The window: menus and toolbar on top, the network in the middle, its views at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow

from bpstudio.engine.flow import GATES
from bpstudio.experiment import edits
from bpstudio.experiment.circuits.examples import read_examples
from bpstudio.ui import menus, settings
from bpstudio.ui.actions import make_actions
from bpstudio.ui.autosave import Autosave
from bpstudio.ui.builder.edge_switch import HINTS as EDGE_HINTS
from bpstudio.ui.builder.editor import Editor
from bpstudio.ui.builder.showing import Showing
from bpstudio.ui.check import CheckPage, cards
from bpstudio.ui.circuit.page import CircuitPage
from bpstudio.ui.circuit_opener import CircuitOpener, first_circuit
from bpstudio.ui.dialogs import show_about
from bpstudio.ui.disk_notices import DiskNotices
from bpstudio.ui.docks import Docks
from bpstudio.ui.doctor_badge import DoctorBadge
from bpstudio.ui.drawing.page import TITLE as DRAW
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.experiment_fields import ExperimentFields
from bpstudio.ui.export.exporter import Exporter
from bpstudio.ui.files import CIRCUITS, EXPERIMENTS, Files
from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.least_size import LeastSize
from bpstudio.ui.log_window import connect_log_actions
from bpstudio.ui.narrator import Narrator
from bpstudio.ui.new_window import NewWindow
from bpstudio.ui.page_bars import PageBars
from bpstudio.ui.page_commands import PageCommands
from bpstudio.ui.pages import Pages
from bpstudio.ui.panels import Panels
from bpstudio.ui.place import remember_panels, remember_place, restore_panels
from bpstudio.ui.recovery import Recovery
from bpstudio.ui.run_control import RunControl
from bpstudio.ui.shortcuts import show_shortcuts
from bpstudio.ui.stage import Stage
from bpstudio.ui.status_bar import StatusBar
from bpstudio.ui.theme import MENU_HEIGHT
from bpstudio.ui.timeline import TimelineBar, TimelineStrip
from bpstudio.ui.toolbar import Toolbar
from bpstudio.ui.undo_keys import UndoKeys
from bpstudio.ui.unsaved import UnsavedCircuit, UnsavedExperiment
from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.table import close_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from bpstudio.experiment.circuits.examples import Example
    from bpstudio.ui.canvas.view import CanvasView
    from bpstudio.ui.circuit.document import CircuitDocument
    from bpstudio.ui.document import Document
    from bpstudio.ui.page import Page
    from bpstudio.ui.session import Session

SIZE = (1440, 900)
LEAST_SIZE = (960, 600)
PANELS_BROKEN = "Where the panels stood can’t be read any more: they stand as at first."


class MainWindow(QMainWindow):
    """One document, one session, and everything that shows them.

    Attributes
    ----------
    document, session
        What is wanted, and what is trained.
    files
        Opens and saves.
    autosave, recovery
        Keep what isn't saved, and offer it after a crash.
    circuit
        The page of the circuit.
    offers
        Where messages stand that leave a choice.
    """

    def __init__(self, document: Document, session: Session) -> None:
        super().__init__()
        self.document = document
        self.session = session
        for owned in (document, session):
            owned.setParent(self)
        self._editor = Editor(document, self)
        self.setObjectName("mainWindow")
        LeastSize(self, QSize(*LEAST_SIZE))
        self.setAcceptDrops(True)
        self._actions = make_actions(self)
        examples = read_examples()
        circuit = first_circuit(examples)
        self.files = Files(document, circuit, self)
        self._showing = Showing(document, session, self)
        self._fields = ExperimentFields(self._editor, self._showing, self)
        self._toolbar = Toolbar(self._actions, self._fields)
        self.addToolBar(self._toolbar)
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self._stage = Stage(document, session, self._actions)
        self._timeline = self._timeline_bar()
        self._pages = Pages(self)
        self.offers = self._pages.offers
        self.setCentralWidget(self._pages)
        self._pages.add(self._stage.page(self._toolbar, self._timeline))
        self._narrator = Narrator(
            document,
            session,
            self._showing,
            self._stage,
            self._pages,
            self._status,
            self._toolbar.readouts,
        )
        self.circuit = self._add_circuit(circuit, examples)
        unsaved = (UnsavedExperiment(document, session, self), UnsavedCircuit(circuit, self))
        self.autosave = Autosave(unsaved, self)
        self.recovery = Recovery(self.autosave, self.files, self._actions)
        self.offers.addWidget(self.recovery.bar)
        self._exporter = Exporter(document, session, self.files, self)
        self._pages.add(self._check_page())
        self._drawing = DrawingPage(document, session)
        self._pages.add(self._drawing.page(self._toolbar, self._timeline))
        self._docks = Docks(self, session, self._stage.canvas, self._exporter)
        self._docks.connect_runs(self._editor, self._actions)
        session.set_history_budget(settings.history_megabytes())
        self._run = RunControl(session, self._actions, self._toolbar.pace)
        self._add_menus()
        self.resize(*SIZE)
        self._panels = Panels(self, self._docks.all, self._pages.left, self._pages.right)
        self._connect()
        self._show_name()
        self._narrator.follow_run()
        self._stage.canvas.setFocus()

    def _timeline_bar(self) -> TimelineBar:
        """Put the timeline below everything."""
        strip = TimelineStrip(self.session, self._actions)
        bar = TimelineBar(self._stage.strips(strip), self)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)
        self.session.add_view(strip)
        return bar

    def _add_circuit(self, document: CircuitDocument, examples: Sequence[Example]) -> CircuitPage:
        circuit = CircuitPage(document, self._actions, examples, self)
        self.addToolBar(circuit.toolbar)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, circuit.strip)
        self._pages.add(circuit.page())
        circuit.canvas.holder = self.session
        return circuit

    def _check_page(self) -> Page:
        checks = CheckPage(self.document, self.session, cards())
        for view in checks.views:
            self._exporter.add_view(view)
        checks.refused.connect(self._narrator.refuse)
        checks.training_began.connect(self._watch_gradients)
        return checks.page(self._toolbar, self._timeline)

    def _watch_gradients(self) -> None:
        """Turn to the network, with the gradient's magnitude in sight."""
        self._stage.passes.leave()
        self._show_network()
        self._docks.show_view(GradientView)

    def _make_room_for_passes(self, is_on: bool) -> None:
        """Put the panels aside while the passes are stepped through, and the strip in sight."""
        self._panels.put_aside("passes", is_on)
        if is_on:
            self._show_network()
            self._timeline.show()

    def _add_menus(self) -> None:
        bar = self.menuBar()
        bar.setFixedHeight(MENU_HEIGHT)
        panels = [dock.toggleViewAction() for dock in self._docks.all]
        panels.append(self._timeline.toggleViewAction())
        self.files.add_menu(bar, self._actions)
        menus.add_edit_menu(bar, self._actions)
        menus.add_view_menu(bar, self._actions, self._pages.turns, panels)
        menus.add_network_menu(
            bar,
            self._actions,
            add_layer=self._stage.canvas.add_layer,
            set_loss=self._set_loss,
            loss=lambda: self._showing.experiment.loss,
            edges=EDGE_HINTS,
            show_edges=self._stage.edge_switch.choice.choose,
            shown_edges=lambda: self._stage.edge_switch.choice.chosen,
        )
        menus.add_circuit_menu(bar, self._actions, GATES.values(), self._add_gate)
        menus.add_train_menu(bar, self._actions, self._set_history)
        menus.add_help_menu(bar, self._actions)

    def _add_sample(self, row: tuple[float | str, ...]) -> None:
        self._editor.apply("Add sample", lambda experiment: edits.add_sample(experiment, row))

    def _add_gate(self, gate: str) -> None:
        self.show_tab(CIRCUITS.page)
        self.circuit.canvas.commands.add(gate)

    def _set_history(self, megabytes: int) -> None:
        settings.set_history_megabytes(megabytes)
        self.session.set_history_budget(megabytes)

    def _set_loss(self, loss: str) -> None:
        self._editor.apply("Change loss", lambda experiment: edits.set_loss(experiment, loss))

    def _connect(self) -> None:
        self._connect_files()
        self._connect_pages()
        self._connect_words()
        self._connect_actions()
        UndoKeys(self)

    def _connect_files(self) -> None:
        self.files.connect_actions(self._actions)
        self.files.refused.connect(
            lambda what, why: self._narrator.refuse_file(what, why, self.files.name)
        )
        self.files.wanted.connect(self.show_tab)
        self.files.saved.connect(lambda path: self._status.show_notice(f"Saved to {path}."))
        self.files.noticed.connect(self._pages.banner.show_message)
        self.files.told.connect(self._status.show_notice)
        self.autosave.failed.connect(self._narrator.tell_unkept)
        self.autosave.mended.connect(
            lambda: self._status.show_notice("Unsaved work is kept again.")
        )
        self.recovery.told.connect(self._status.show_notice)
        self.recovery.refused.connect(self._pages.banner.show_message)
        self.recovery.bar.left.connect(lambda: self._canvas_in_front().setFocus())
        self._exporter.connect_actions(self._actions, self._canvas_in_front)
        self._exporter.written.connect(self._status.show_notice)
        self._exporter.refused.connect(self._pages.banner.show_message)
        self.document.opened.connect(lambda: close_tables(self))
        for asked in (self._fields.drawing_wanted, self._stage.canvas.drawing_wanted):
            asked.connect(self._draw)
        for wanted in (self._fields.table_wanted, self._stage.palette_panel.table_requested):
            wanted.connect(self.files.ask_for_table)
        self._fields.options_wanted.connect(self.files.show_data_options)
        DiskNotices(self.files, self.document, self.offers)
        for document in (self.document, self.circuit.document):
            document.path_changed.connect(self._show_name)

    def _connect_pages(self) -> None:
        self._stage.passes.turned.connect(self._make_room_for_passes)
        self._pages.turned.connect(self._stage.turn_to)
        self._pages.turned.connect(self._turn)
        PageCommands(self._pages, self._actions, self._narrator.refuse, self)
        PageBars(self._pages, self._panels, self)
        opener = CircuitOpener(
            self.circuit, self.files, self.session, self._stage.canvas, self._actions
        )
        opener.opened.connect(self._status.show_notice)
        opener.refused.connect(self._narrator.refuse)

    def _connect_words(self) -> None:
        circuit, status = self.circuit, self._status
        drawing = self._drawing.state
        drawing.told.connect(status.show_notice)
        for refused in (self._editor, self._stage.canvas, circuit.state, drawing):
            refused.refused.connect(self._narrator.refuse)
        circuit.told.connect(status.show_told)
        circuit.status_changed.connect(self._narrator.show_status)
        self._docks.told.connect(status.show_notice)
        badge = DoctorBadge(self.session)
        badge.clicked.connect(lambda: self._docks.show_view(DoctorView))
        status.insertPermanentWidget(1, badge)  # beside what is run
        self._docks.sample_added.connect(self._add_sample)
        for changed in (self.document.experiment_changed, circuit.document.diagram_changed):
            changed.connect(self._pages.banner.hide)
            changed.connect(status.forget_aside)
            changed.connect(self._show_name)
        for document in (self.document, circuit.document):
            document.opened.connect(self._pages.banner.hide)

    def _connect_actions(self) -> None:
        actions = self._actions
        for name in (*LAYOUTS, "actionResetLayout"):
            actions[name].triggered.connect(self._show_network)
            actions[name].triggered.connect(self._stage.passes.leave)
        self._panels.connect_actions(actions)
        connect_log_actions(actions, self, self._status.show_notice)
        actions["actionQuit"].triggered.connect(self._quit)
        NewWindow(self, actions["actionNewWindow"]).refused.connect(self._narrator.refuse)
        listed = (*actions.values(), *self._pages.turns)
        actions["actionShortcuts"].triggered.connect(
            lambda: show_shortcuts(self, listed, self._pages.all)
        )
        actions["actionAbout"].triggered.connect(lambda: show_about(self))

    @property
    def has_circuit_in_front(self) -> bool:
        """Whether the page in front is that of the circuit."""
        return self._pages.current.title == CIRCUITS.page

    def _canvas_in_front(self) -> CanvasView:
        return self.circuit.canvas if self.has_circuit_in_front else self._stage.canvas

    def show_tab(self, name: str) -> None:
        """Turn to the tab `name`; raises `Refusal` where there is none."""
        self._pages.show_page(name)

    def _draw(self) -> None:
        """Turn to the canvas on which points are painted, with the drawing there was."""
        self._drawing.state.take_up()
        self.show_tab(DRAW)

    def _show_network(self) -> None:
        self.show_tab(EXPERIMENTS.page)

    def _turn(self, page: Page) -> None:
        self.files.turn_to(page.title)
        self._status.forget_aside()
        self._show_name()
        self._narrator.show_run()

    def _show_name(self) -> None:
        self.setWindowTitle(f"{self.files.name}[*] – bpstudio")
        self.setWindowModified(self.files.front.is_dirty)

    def restore_panels(self) -> None:
        """Put the panels where they were left; say where that can't be."""
        front = self._pages.current.title
        self._show_network()  # the others put the panels aside
        if not restore_panels(self._panels):
            self._status.show_refusal(PANELS_BROKEN)
        if front != self._pages.current.title:
            self.show_tab(front)

    def _quit(self) -> None:
        if self.files.may_leave():
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the training; where the user closes the window, ask about unsaved edits first."""
        if event.spontaneous() and not self.files.may_leave():
            event.ignore()
            return
        remember_place(self)
        remember_panels(self._panels)
        close_tables(self)
        self._exporter.stop()
        self.files.stop()
        self.recovery.stop()
        self.autosave.stop()
        self.session.stop()
        super().closeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file that is dragged over the window."""
        if _dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open the file that was dropped."""
        if path := _dropped(event):
            event.acceptProposedAction()
            self.files.take(path)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is being dropped, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
