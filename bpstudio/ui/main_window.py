"""The window: a document, a session, what shows them, and how all of these act together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QMainWindow

from bpstudio.experiment import edits
from bpstudio.experiment.circuits.examples import shipped_examples
from bpstudio.ui import menus
from bpstudio.ui.actions import make_actions
from bpstudio.ui.autosave import Autosave
from bpstudio.ui.bookmarks.menu import BookmarkMenu
from bpstudio.ui.bookmarks.place import Place
from bpstudio.ui.bookmarks.shelf import Shelf
from bpstudio.ui.circuit.page import CircuitPage
from bpstudio.ui.circuit_opener import CircuitOpener, first_circuit
from bpstudio.ui.disk_notices import DiskNotices
from bpstudio.ui.explainer import Explainer
from bpstudio.ui.export.exporter import Exporter
from bpstudio.ui.file_commands import FileCommands
from bpstudio.ui.file_menu import add_file_menu
from bpstudio.ui.files import Files
from bpstudio.ui.first_hints import FirstHints
from bpstudio.ui.first_steps import FirstSteps
from bpstudio.ui.given_names import shown
from bpstudio.ui.guide.guide import Guide
from bpstudio.ui.help_menu import add_help_menu
from bpstudio.ui.least_size import LeastSize
from bpstudio.ui.loan import Loan
from bpstudio.ui.narrator import Narrator
from bpstudio.ui.navigation import Navigation
from bpstudio.ui.new_window import NewWindow
from bpstudio.ui.opener import Opener
from bpstudio.ui.page_bars import PageBars
from bpstudio.ui.page_commands import PageCommands
from bpstudio.ui.parts import Parts
from bpstudio.ui.place import remember_panels, remember_place, restore_panels
from bpstudio.ui.present.mode import PresentMode
from bpstudio.ui.recovery import Recovery
from bpstudio.ui.theme import MENU_HEIGHT
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
    files, opener
        Save and begin the documents; open what is in a file.
    autosave, recovery
        Keep what isn't saved, and offer it after a crash.
    circuit
        The page of the circuit.
    guide
        Goes through the chapter.
    loan
        Lends the window to guests, such as lessons.
    parts
        All that stands in the window.
    shelf
        The bookmarks.
    present
        Shows all of it in front of a class.
    offers
        Where messages stand that leave a choice.
    start_screen
        What one may begin with; out of sight until it is asked for.
    """

    def __init__(self, document: Document, session: Session) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self.setAcceptDrops(True)
        self.resize(*SIZE)
        LeastSize(self, QSize(*LEAST_SIZE))
        self.document, self.session = document, session
        for owned in (document, session):
            owned.setParent(self)
        self._actions = make_actions(self)
        self.circuit = CircuitPage(first_circuit(), self._actions, shipped_examples(), self)
        self.files = Files(document, self.circuit.document, self)
        self.opener = Opener(document, self.circuit.document, self.files, self)
        self._exporter = Exporter(document, session, self.files, self)
        self.parts = Parts(self, document, session, self.circuit, self._actions, self._exporter)
        self.offers = self.parts.pages.offers
        self._narrator = Narrator(document, session, self.parts)
        self._navigation = Navigation(self.parts)
        bars = PageBars(self.parts.pages, self.parts.panels, self)
        self._navigation.strip_wanted.connect(lambda: bars.bring(self.parts.timeline))
        self.present = PresentMode(self, self.parts, bars, self._actions)
        self.shelf = Shelf(document, Place(self.parts, self.present))
        self.present.follow(self.shelf)
        self._keep_work()
        steps = (self._navigation, self.circuit, self._actions, self)
        self.start_screen = FirstSteps(self.files, self.opener, session, *steps).screen
        self._add_menus()
        self._connect()
        self._show_name()
        self._narrator.follow_run()
        self.parts.stage.canvas.setFocus()

    def _keep_work(self) -> None:
        """Keep what isn't saved, and look after the files on the disk."""
        experiment = UnsavedExperiment(self.document, self.session, self)
        circuit = UnsavedCircuit(self.circuit.document, self)
        self.autosave = Autosave((experiment, circuit), self)
        self.recovery = Recovery(self.autosave, self.opener, self._actions)
        self.offers.addWidget(self.recovery.bar)
        notices = DiskNotices(self.document, self.files.keepers, self.opener, self.offers)
        self.session.snapshot_changed.connect(notices.follow_run)

    def _add_menus(self) -> None:
        bar, actions, parts = self.menuBar(), self._actions, self.parts
        bar.setFixedHeight(MENU_HEIGHT)
        panels = [dock.toggleViewAction() for dock in parts.docks.all]
        panels.append(parts.timeline.toggleViewAction())
        add_file_menu(bar, actions, self.opener.leave_and_open)
        menus.add_edit_menu(bar, actions)
        marks = menus.add_view_menu(bar, actions, parts.pages.turns, panels)
        BookmarkMenu(self, marks, actions, self.shelf)
        menus.add_network_menu(bar, actions, parts.stage, parts.editor, parts.showing)
        menus.add_circuit_menu(bar, actions, self._navigation.add_gate)
        menus.add_train_menu(bar, actions, self.session)
        add_help_menu(self, actions, parts.pages, parts.status.show_notice)

    def _connect(self) -> None:
        self._connect_actions()
        self._connect_files()
        self._connect_pages()
        self._connect_words()
        self._connect_documents()
        UndoKeys(self)
        FirstHints(self.parts, self.session, self._actions)

    def _connect_actions(self) -> None:
        actions = self._actions
        self._exporter.connect_actions(actions, lambda: self._navigation.canvas)
        self._navigation.connect_actions(actions)
        self.parts.panels.connect_actions(actions)
        commands = PageCommands(self.parts.pages, actions, self._narrator.refuse, self)
        self.loan = Loan(
            self.document, self.session, self.parts, self._navigation, commands, actions
        )
        self.guide = Guide(
            self, self.document, self.session, self.parts, self.files, self.loan, actions
        )
        self.present.turned.connect(self.guide.present)
        self.present.aside_wanted.connect(self.guide.step_aside)
        self.files.put_back = self.guide.give_way
        self.opener.lesson_wanted.connect(self.guide.open_file)
        Explainer(actions["actionExplain"], self).told.connect(self.parts.status.show_notice)
        another = NewWindow(self, actions["actionNewWindow"])
        another.refused.connect(self._narrator.refuse)
        actions["actionQuit"].triggered.connect(self._quit)

    def _connect_files(self) -> None:
        files, opener, parts = self.files, self.opener, self.parts
        commands = FileCommands(self.document, files, opener, self._actions, self)
        for one in (files, opener, self.guide):
            one.refused.connect(lambda what, why: self._narrator.refuse_file(what, why, files.name))
        for one in (files, opener):
            one.wanted.connect(self.show_tab)
        files.saved.connect(lambda path: parts.status.show_notice(self._saved(path)))
        parts.fields.options_wanted.connect(opener.show_data_options)
        for wanted in (parts.fields.table_wanted, parts.stage.palette_panel.table_requested):
            wanted.connect(commands.ask_for_table)
        self.autosave.failed.connect(self._narrator.tell_unkept)
        self.autosave.mended.connect(self._narrator.tell_kept)
        self.recovery.bar.left.connect(lambda: self._navigation.canvas.setFocus())

    def _connect_pages(self) -> None:
        parts, navigation = self.parts, self._navigation
        parts.pages.turned.connect(self._turn)
        parts.checks.training_began.connect(navigation.watch_gradients)
        for wanted in (parts.fields.drawing_wanted, parts.stage.canvas.drawing_wanted):
            wanted.connect(navigation.draw)
        for wanted in (parts.badge.clicked, self._actions["actionOverfit"].triggered):
            wanted.connect(navigation.see_doctor)
        parts.docks.sample_added.connect(self._add_sample)

    def _connect_words(self) -> None:
        parts, circuit, drawing = self.parts, self.circuit, self.parts.drawing.state
        files, opener, exporter = self.files, self.opener, self._exporter
        canvas = parts.stage.canvas
        circuits = CircuitOpener(circuit, files, self.session, canvas, self._actions)
        done = (files, opener, self.recovery, parts.docks, drawing, self.guide, self.shelf)
        refused = (self.shelf, parts.editor, canvas, parts.checks, circuit.state, circuits, drawing)
        self._narrator.hear(
            done=(*(one.told for one in done), circuits.opened, exporter.written),
            refused=(one.refused for one in refused),
            troubles=(files.noticed, opener.noticed, self.recovery.refused, exporter.refused),
        )
        circuit.told.connect(parts.status.show_told)
        circuit.status_changed.connect(self._narrator.show_status)

    def _connect_documents(self) -> None:
        """Let what was said of a document go with what it was about."""
        experiment, circuit = self.document, self.circuit.document
        banner, status = self.parts.pages.banner, self.parts.status
        experiment.opened.connect(lambda: close_tables(self))
        for changed in (experiment.experiment_changed, circuit.diagram_changed):
            changed.connect(banner.hide)
            changed.connect(status.forget_aside)
            changed.connect(self._show_name)
        for document in (experiment, circuit):
            document.opened.connect(banner.hide)
            document.path_changed.connect(self._show_name)
        experiment.bookmarks_changed.connect(self._show_name)

    def _add_sample(self, row: tuple[float | str, ...]) -> None:
        self.parts.editor.apply("Add sample", lambda experiment: edits.add_sample(experiment, row))

    @property
    def has_circuit_in_front(self) -> bool:
        """Whether the page in front is that of the circuit."""
        return self._navigation.is_at_circuit

    def show_tab(self, name: str) -> None:
        """Turn to the tab `name`; raises `Refusal` where there is none."""
        self.parts.pages.show_page(name)

    def _turn(self, page: Page) -> None:
        self.files.turn_to(page.title)
        self.parts.status.forget_aside()
        self._show_name()
        self._narrator.show_run()

    def _saved(self, path: Path) -> str:
        """Return what is said after saving: in a lesson, that it wasn't the user's own."""
        if self.loan.is_on:
            return f"What the lesson shows is saved to {path}; your own document still waits."
        return f"Saved to {path}."

    def _show_name(self) -> None:
        name = shown(self.files.name).replace("[*]", "[*][*]")  # or Qt takes it for its own mark
        self.setWindowTitle(f"{name}[*] – bpstudio")
        self.setWindowModified(self.files.front.is_dirty)

    def restore_panels(self) -> None:
        """Put the panels where they were left; say where that can't be."""
        front = self.parts.pages.current.title
        self._navigation.show_network()  # the others put the panels aside
        if not restore_panels(self.parts.panels):
            self.parts.status.show_refusal(PANELS_BROKEN)
        if front != self.parts.pages.current.title:
            self.show_tab(front)

    def _quit(self) -> None:
        if self.files.may_leave():
            self.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Stop the training; where the user closes the window, ask about unsaved edits first."""
        if event.spontaneous() and not self.files.may_leave():
            event.ignore()
            return
        if self.present.is_on:
            self.present.leave(is_closing=True)  # where it was is known
        else:
            remember_place(self)
        self.guide.stop()
        self.loan.end()
        remember_panels(self.parts.panels)
        close_tables(self)
        self._exporter.stop()
        self.opener.stop()
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
            self.opener.take(path)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is being dropped, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
