"""The window: menus and toolbar on top, the network in the middle, its views at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow

from bpstudio.experiment import edits
from bpstudio.experiment.circuits.examples import read_examples
from bpstudio.ui import menus
from bpstudio.ui.actions import make_actions
from bpstudio.ui.autosave import Autosave
from bpstudio.ui.builder.editor import Editor
from bpstudio.ui.builder.showing import Showing
from bpstudio.ui.check import CheckPage, cards
from bpstudio.ui.circuit.page import CircuitPage
from bpstudio.ui.circuit_opener import CircuitOpener, first_circuit
from bpstudio.ui.disk_notices import DiskNotices
from bpstudio.ui.docks import Docks
from bpstudio.ui.doctor_badge import DoctorBadge
from bpstudio.ui.drawing.page import DrawingPage
from bpstudio.ui.experiment_fields import ExperimentFields
from bpstudio.ui.export.exporter import Exporter
from bpstudio.ui.files import Files
from bpstudio.ui.help_menu import add_help_menu
from bpstudio.ui.least_size import LeastSize
from bpstudio.ui.narrator import Narrator
from bpstudio.ui.navigation import Navigation
from bpstudio.ui.new_window import NewWindow
from bpstudio.ui.page_bars import PageBars
from bpstudio.ui.page_commands import PageCommands
from bpstudio.ui.pages import Pages
from bpstudio.ui.panels import Panels
from bpstudio.ui.place import remember_panels, remember_place, restore_panels
from bpstudio.ui.recovery import Recovery
from bpstudio.ui.run_control import RunControl
from bpstudio.ui.stage import Stage
from bpstudio.ui.status_bar import StatusBar
from bpstudio.ui.theme import MENU_HEIGHT
from bpstudio.ui.timeline import TimelineBar, TimelineStrip
from bpstudio.ui.toolbar import Toolbar
from bpstudio.ui.undo_keys import UndoKeys
from bpstudio.ui.unsaved import UnsavedCircuit, UnsavedExperiment
from bpstudio.ui.views.table import close_tables

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

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
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        LeastSize(self, QSize(*LEAST_SIZE))
        self.document, self.session = document, session
        for owned in (document, session):
            owned.setParent(self)
        self._actions = make_actions(self)
        examples = read_examples()
        circuit = first_circuit(examples)
        self.files = Files(document, circuit, self)
        self._exporter = Exporter(document, session, self.files, self)
        self._add_bars()
        self.circuit = CircuitPage(circuit, self._actions, examples, self)
        self._add_pages()
        self._keep_work()
        self._add_panels()
        self._add_menus()
        self._connect()
        self._show_name()
        self._narrator.follow_run()
        self._stage.canvas.setFocus()

    def _add_bars(self) -> None:
        """Put the toolbar above everything, the timeline and the status bar below."""
        document, session = self.document, self.session
        self._editor = Editor(document, self)
        self._showing = Showing(document, session, self)
        self._fields = ExperimentFields(self._editor, self._showing, self)
        self._toolbar = Toolbar(self._actions, self._fields)
        self.addToolBar(self._toolbar)
        RunControl(session, self._actions, self._toolbar.pace)
        self._status = StatusBar()
        self.setStatusBar(self._status)
        self._stage = Stage(document, session, self._actions)
        strip = TimelineStrip(session, self._actions)
        session.add_view(strip)
        self._timeline = TimelineBar(self._stage.strips(strip), self)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self._timeline)

    def _add_pages(self) -> None:
        self._pages = Pages(self)
        self.offers = self._pages.offers
        self.setCentralWidget(self._pages)
        bars = self._toolbar, self._timeline
        self._pages.add(self._stage.page(*bars))
        self.addToolBar(self.circuit.toolbar)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, self.circuit.strip)
        self.circuit.canvas.holder = self.session
        self._pages.add(self.circuit.page())
        self._checks = CheckPage(self.document, self.session, cards())
        for view in self._checks.views:
            self._exporter.add_view(view)
        self._pages.add(self._checks.page(*bars))
        self._drawing = DrawingPage(self.document, self.session)
        self._pages.add(self._drawing.page(*bars))

    def _keep_work(self) -> None:
        """Keep what isn't saved, and look after the files on the disk."""
        experiment = UnsavedExperiment(self.document, self.session, self)
        circuit = UnsavedCircuit(self.circuit.document, self)
        self.autosave = Autosave((experiment, circuit), self)
        self.recovery = Recovery(self.autosave, self.files, self._actions)
        self.offers.addWidget(self.recovery.bar)
        DiskNotices(self.files, self.document, self.offers)

    def _add_panels(self) -> None:
        """Put the views into docks; the window has its size by then, which they share."""
        self._docks = Docks(self, self.session, self._stage.canvas, self._exporter)
        self._docks.connect_runs(self._editor, self._actions)
        self.resize(*SIZE)
        self._panels = Panels(self, self._docks.all, self._pages.left, self._pages.right)
        self._navigation = Navigation(
            self._pages,
            self._stage,
            self.circuit,
            self._drawing,
            self._docks,
            self._panels,
            self._timeline,
        )

    def _add_menus(self) -> None:
        bar, actions = self.menuBar(), self._actions
        bar.setFixedHeight(MENU_HEIGHT)
        panels = [dock.toggleViewAction() for dock in self._docks.all]
        panels.append(self._timeline.toggleViewAction())
        self.files.add_menu(bar, actions)
        menus.add_edit_menu(bar, actions)
        menus.add_view_menu(bar, actions, self._pages.turns, panels)
        menus.add_network_menu(bar, actions, self._stage, self._editor, self._showing)
        menus.add_circuit_menu(bar, actions, self._navigation.add_gate)
        menus.add_train_menu(bar, actions, self.session)
        add_help_menu(self, actions, self._pages, self._status.show_notice)

    def _connect(self) -> None:
        self._narrator = Narrator(
            self.document,
            self.session,
            self._showing,
            self._stage,
            self._pages,
            self._status,
            self._toolbar.readouts,
        )
        self._connect_actions()
        self._connect_files()
        self._connect_pages()
        self._connect_words()
        self._connect_documents()
        UndoKeys(self)

    def _connect_actions(self) -> None:
        actions = self._actions
        self.files.connect_actions(actions)
        self._exporter.connect_actions(actions, lambda: self._navigation.canvas)
        self._navigation.connect_actions(actions)
        self._panels.connect_actions(actions)
        PageCommands(self._pages, actions, self._narrator.refuse, self)
        another = NewWindow(self, actions["actionNewWindow"])
        another.refused.connect(self._narrator.refuse)
        actions["actionQuit"].triggered.connect(self._quit)

    def _connect_files(self) -> None:
        files = self.files
        files.refused.connect(lambda what, why: self._narrator.refuse_file(what, why, files.name))
        files.wanted.connect(self.show_tab)
        files.saved.connect(lambda path: self._status.show_notice(f"Saved to {path}."))
        self._fields.options_wanted.connect(files.show_data_options)
        for wanted in (self._fields.table_wanted, self._stage.palette_panel.table_requested):
            wanted.connect(files.ask_for_table)
        self.autosave.failed.connect(self._narrator.tell_unkept)
        self.autosave.mended.connect(self._narrator.tell_kept)
        self.recovery.bar.left.connect(lambda: self._navigation.canvas.setFocus())

    def _connect_pages(self) -> None:
        navigation = self._navigation
        self._pages.turned.connect(self._turn)
        PageBars(self._pages, self._panels, self)
        self._checks.training_began.connect(navigation.watch_gradients)
        for wanted in (self._fields.drawing_wanted, self._stage.canvas.drawing_wanted):
            wanted.connect(navigation.draw)
        badge = DoctorBadge(self.session)
        badge.clicked.connect(navigation.see_doctor)
        self._status.insertPermanentWidget(1, badge)  # beside what is run
        self._docks.sample_added.connect(self._add_sample)

    def _connect_words(self) -> None:
        circuit, drawing, exporter = self.circuit, self._drawing.state, self._exporter
        opener = CircuitOpener(circuit, self.files, self.session, self._stage.canvas, self._actions)
        self._narrator.hear(
            done=(
                *(self.files.told, self.recovery.told, exporter.written),
                *(opener.opened, drawing.told, self._docks.told),
            ),
            refused=(
                *(self._editor.refused, self._stage.canvas.refused, self._checks.refused),
                *(circuit.state.refused, opener.refused, drawing.refused),
            ),
            troubles=(self.files.noticed, self.recovery.refused, exporter.refused),
        )
        circuit.told.connect(self._status.show_told)
        circuit.status_changed.connect(self._narrator.show_status)

    def _connect_documents(self) -> None:
        """Let what was said of a document go with what it was about."""
        experiment, circuit = self.document, self.circuit.document
        experiment.opened.connect(lambda: close_tables(self))
        for changed in (experiment.experiment_changed, circuit.diagram_changed):
            changed.connect(self._pages.banner.hide)
            changed.connect(self._status.forget_aside)
            changed.connect(self._show_name)
        for document in (experiment, circuit):
            document.opened.connect(self._pages.banner.hide)
            document.path_changed.connect(self._show_name)

    def _add_sample(self, row: tuple[float | str, ...]) -> None:
        self._editor.apply("Add sample", lambda experiment: edits.add_sample(experiment, row))

    @property
    def has_circuit_in_front(self) -> bool:
        """Whether the page in front is that of the circuit."""
        return self._navigation.is_at_circuit

    def show_tab(self, name: str) -> None:
        """Turn to the tab `name`; raises `Refusal` where there is none."""
        self._pages.show_page(name)

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
        self._navigation.show_network()  # the others put the panels aside
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
