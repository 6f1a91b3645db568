"""The window: menus and toolbar on top, the network in the middle, its views at the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QMainWindow, QToolBar

from bpstudio.engine.flow import GATES
from bpstudio.experiment import edits
from bpstudio.experiment.circuits.examples import read_examples
from bpstudio.runtime.snapshot import Status
from bpstudio.ui import menus, settings
from bpstudio.ui.actions import make_actions
from bpstudio.ui.builder.edge_switch import HINTS as EDGE_HINTS
from bpstudio.ui.builder.editor import Editor
from bpstudio.ui.builder.showing import Showing
from bpstudio.ui.calm import Calm
from bpstudio.ui.check import CheckPage, cards
from bpstudio.ui.circuit.document import CircuitDocument
from bpstudio.ui.circuit.page import CircuitPage
from bpstudio.ui.circuit_maker import CircuitMaker
from bpstudio.ui.dialogs import show_about
from bpstudio.ui.dock_tabs import DockTabs, ShowWhenAsked
from bpstudio.ui.experiment_fields import ExperimentFields
from bpstudio.ui.export.exporter import Exporter
from bpstudio.ui.files import CIRCUITS, Files
from bpstudio.ui.layouts import LAYOUTS
from bpstudio.ui.least_size import LeastSize
from bpstudio.ui.page_bars import PageBars
from bpstudio.ui.page_commands import PageCommands
from bpstudio.ui.pages import Pages
from bpstudio.ui.panels import Panels
from bpstudio.ui.place import remember_panels, remember_place, restore_panels
from bpstudio.ui.pointing import connect_view
from bpstudio.ui.race.words import race_sentence
from bpstudio.ui.run_book import RunBook
from bpstudio.ui.run_control import RunControl
from bpstudio.ui.sentence import run_sentence, run_summary, trouble_words
from bpstudio.ui.shortcuts import show_shortcuts
from bpstudio.ui.stage import Stage
from bpstudio.ui.status_bar import StatusBar
from bpstudio.ui.theme import MENU_HEIGHT
from bpstudio.ui.timeline import TimelineStrip
from bpstudio.ui.toolbar import Toolbar
from bpstudio.ui.undo_keys import UndoKeys
from bpstudio.ui.views import VIEWS
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.table import close_tables
from bpstudio.ui.widgets.dock import Dock

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent

    from bpstudio.experiment.circuits.diagram import Diagram
    from bpstudio.experiment.circuits.examples import Example
    from bpstudio.refusal import Refusal
    from bpstudio.ui.canvas.view import CanvasView
    from bpstudio.ui.document import Document
    from bpstudio.ui.page import Page
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.view import View

SIZE = (1440, 900)
FIRST_CIRCUIT = "sigmoid_neuron"
LEAST_SIZE = (960, 600)
PANELS_BROKEN = "Where the panels stood can’t be read any more: they stand as at first."
CALM = 90  # ms, about three ticks: numbers that change more often can't be read


class MainWindow(QMainWindow):
    """One document, one session, and everything that shows them.

    Attributes
    ----------
    document, session
        What is wanted, and what is trained.
    files
        Opens and saves.
    circuit
        The page of the circuit.
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
        circuit = CircuitDocument()
        _begin_with(circuit, examples)
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
        self.setCentralWidget(self._pages)
        self._pages.add(self._stage.page(self._toolbar, self._timeline))
        self.circuit = self._add_circuit(circuit, examples)
        self._exporter = Exporter(document, session, self.files, self)
        self._pages.add(self._check_page())
        self._trouble = ""  # what the banner says of the run
        self._calm = Calm(CALM, self._show_run, self)
        self._views: list[View] = []
        self._docks = [self._add_dock(view()) for view in VIEWS]
        for dock in self._docks:
            if dock.objectName() == "unitViewDock":
                ShowWhenAsked(session, dock)
        for view in self._views:
            if isinstance(view, RunsView):
                book = RunBook(view, session, self._editor, self._actions, self)
                book.told.connect(self._status.show_notice)
        DockTabs(self)
        session.set_history_budget(settings.history_megabytes())
        self._run = RunControl(session, self._actions, self._toolbar.pace)
        self._make_circuits()
        self._add_menus()
        self.resize(*SIZE)
        self._panels = Panels(self, self._docks, self._pages.left)
        self._stage.passes.turned.connect(self._make_room_for_passes)
        self._pages.turned.connect(self._stage.turn_to)
        for told in (self._stage.passes.found, self._pages.turned):
            told.connect(lambda *_: self._follow_run())
        self._connect()
        PageCommands(self._pages, self._actions, self.show_refusal, self)
        PageBars(self._pages, self._panels, self)
        UndoKeys(self)
        self._show_name()
        self._follow_run()
        self._stage.canvas.setFocus()

    def _add_circuit(self, document: CircuitDocument, examples: Sequence[Example]) -> CircuitPage:
        circuit = CircuitPage(document, self._actions, examples, self)
        self.addToolBar(circuit.toolbar)
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, circuit.strip)
        self._pages.add(circuit.page())
        circuit.example_chosen.connect(
            lambda example: self.files.open_circuit(example.diagram, example.title)
        )
        circuit.state.refused.connect(self.show_refusal)
        circuit.canvas.holder = self.session
        circuit.told.connect(self._status.show_told)
        circuit.status_changed.connect(self._show_status)
        document.diagram_changed.connect(self._status.forget_aside)
        for changed in (document.diagram_changed, document.path_changed):
            changed.connect(self._show_name)
        return circuit

    def _timeline_bar(self) -> QToolBar:
        """Put the timeline below everything; the View menu hides it."""
        bar = QToolBar("Timeline", self)
        bar.setObjectName("timelineBar")
        bar.setMovable(False)
        bar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        bar.toggleViewAction().setStatusTip("Show or hide the timeline of the run")
        strip = TimelineStrip(self.session, self._actions)
        bar.addWidget(self._stage.strips(strip))
        self.addToolBar(Qt.ToolBarArea.BottomToolBarArea, bar)
        self.session.add_view(strip)
        return bar

    def _check_page(self) -> Page:
        checks = CheckPage(self.document, self.session, cards())
        for view in checks.views:
            self._exporter.add_view(view)
        checks.refused.connect(self.show_refusal)
        checks.training_began.connect(self._watch_gradients)
        return checks.page(self._toolbar, self._timeline)

    def _make_room_for_passes(self, is_on: bool) -> None:
        """Put the panels aside while the passes are stepped through, and the strip in sight."""
        self._panels.put_aside("passes", is_on)
        if is_on:
            self.show_tab(self._pages.all[0].title)
            self._timeline.show()

    def _watch_gradients(self) -> None:
        """Turn to the network, with the gradient's magnitude in sight."""
        self._stage.passes.leave()
        self.show_tab(self._pages.all[0].title)
        for dock in self._docks:
            if dock.objectName() == f"{GradientView.object_name}Dock":
                dock.show()
                dock.raise_()

    def _add_dock(self, view: View) -> Dock:
        dock = Dock(view.title, view.object_name, view, view.header())
        self.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        self.session.add_view(view)
        self._exporter.add_view(view)
        self._views.append(view)
        connect_view(view, self._views, self._stage.canvas, self.session)
        view.sample_added.connect(self._add_sample)
        dock.visibilityChanged.connect(lambda: self.session.refresh_view(view))
        return dock

    def _make_circuits(self) -> None:
        """Let the network, or one of its units, be opened on the circuit's page."""
        maker, canvas = CircuitMaker(self.session), self._stage.canvas
        self._actions["actionNetworkCircuit"].triggered.connect(maker.open_network)
        self._actions["actionUnitCircuit"].triggered.connect(
            lambda: maker.open_unit(canvas.network.asking.about)
        )
        canvas.circuit_wanted.connect(maker.open_unit)
        maker.made.connect(self._open_made)
        maker.refused.connect(self.show_refusal)

    def _open_made(self, diagram: Diagram, title: str) -> None:
        self.files.open_circuit(diagram, title)
        document = self.circuit.document
        if document.diagram is diagram:  # the user may keep the circuit that is there
            self.circuit.canvas.fit()
            hint = " Undo brings back what was there." if document.undo_stack.canUndo() else ""
            self._status.show_notice(f"{title}, as a circuit.{hint}")

    def _add_menus(self) -> None:
        bar = self.menuBar()
        bar.setFixedHeight(MENU_HEIGHT)
        panels = [dock.toggleViewAction() for dock in self._docks]
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
        actions = self._actions
        self.files.connect_actions(actions)
        self.files.refused.connect(self._show_refused_file)
        self.files.wanted.connect(self.show_tab)
        self._pages.turned.connect(self._turn)
        self.files.saved.connect(lambda path: self._status.show_notice(f"Saved to {path}."))
        self.files.noticed.connect(self._pages.banner.show_message)
        self._exporter.connect_actions(actions, self._canvas_in_front)
        self._exporter.written.connect(self._status.show_notice)
        self._exporter.refused.connect(self._pages.banner.show_message)
        self.document.opened.connect(lambda: close_tables(self))
        for succeeded in (
            self.document.opened,
            self.document.experiment_changed,
            self.circuit.document.opened,
            self.circuit.document.diagram_changed,
        ):
            succeeded.connect(self._pages.banner.hide)
        for wanted in (self._fields.table_wanted, self._stage.palette_panel.table_requested):
            wanted.connect(self.files.ask_for_table)
        self._editor.refused.connect(self.show_refusal)
        self._stage.canvas.refused.connect(self.show_refusal)
        self.session.snapshot_changed.connect(self._follow_run)
        self.session.status_changed.connect(self._show_trouble)
        self.document.experiment_changed.connect(self._status.forget_aside)
        self.document.path_changed.connect(self._show_name)
        self.document.experiment_changed.connect(self._show_name)
        for name in (*LAYOUTS, "actionResetLayout", "actionExpand"):
            actions[name].triggered.connect(lambda: self.show_tab(self._pages.all[0].title))
        for name in (*LAYOUTS, "actionResetLayout"):
            actions[name].triggered.connect(self._stage.passes.leave)
        self._panels.connect_actions(actions)
        actions["actionQuit"].triggered.connect(self._quit)
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

    def show_refusal(self, text: str) -> None:
        """Say in the status bar what was refused."""
        self._status.show_refusal(f"{text.rstrip('.')}. Nothing was changed.")

    def show_fault(self, text: str) -> None:
        """Say that the program itself made a mistake."""
        self._pages.banner.show_message(
            f"Something went wrong inside bpstudio: {text}",
            "The experiment is as it was; save it under a new name to be safe. "
            "The terminal has the details for a report.",
        )

    def _show_refused_file(self, what: str, refusal: Refusal) -> None:
        self._pages.banner.show_message(
            what,
            f"{str(refusal).rstrip('.')}.\n{self.files.name} is open as it was. "
            "Mend the file and try again, or pick another.",
        )

    def _follow_run(self) -> None:
        self._calm.ask(now=not self.session.snapshot.is_training)

    def _show_trouble(self) -> None:
        """Say in full what stopped the training by itself; the status bar has less room."""
        snapshot, banner = self.session.snapshot, self._pages.banner
        is_stale = snapshot.experiment != self.document.experiment
        if snapshot.status in (Status.DIVERGED, Status.FAILED) and not is_stale:
            if snapshot.message != self._trouble:  # told once, and kept while one looks back
                self._trouble = snapshot.message
                self._stage.canvas.point_out(snapshot.culprit)
                banner.show_message(*trouble_words(snapshot))
        elif self._trouble and not snapshot.is_past:  # what a file's refusal says stays
            self._trouble = ""
            banner.hide()

    def _show_run(self) -> None:
        snapshot, preparing = self.session.snapshot, self.session.preparing
        race = "" if preparing else race_sentence(snapshot, self.session.recorder)
        sentence = race or self._stage.passes.sentence
        showing = self._showing
        self._toolbar.readouts.show_snapshot(snapshot)
        if self._pages.current.status is not None:
            self._show_status()
            return
        self._status.show_run(
            sentence or run_sentence(snapshot, self.document.dataset, preparing),
            run_summary(showing.experiment, showing.dataset, snapshot.steps_per_second),
            warning=snapshot.status in (Status.DIVERGED, Status.FAILED),
            now=not snapshot.is_training,
        )

    def _show_status(self) -> None:
        """Say what the page in front has to say; of the run, where that is in front."""
        if (status := self._pages.current.status) is not None:
            sentence, summary = status()
            self._status.show_run(sentence, summary, warning=False, now=True)

    def _turn(self, page: Page) -> None:
        self.files.turn_to(page.title)
        self._status.forget_aside()
        self._show_name()
        self._show_run()

    def _show_name(self) -> None:
        self.setWindowTitle(f"{self.files.name}[*] – bpstudio")
        self.setWindowModified(self.files.front.is_dirty)

    def restore_panels(self) -> None:
        """Put the panels where they were left; say where that can't be."""
        front = self._pages.current.title
        self.show_tab(self._pages.all[0].title)  # the others put the panels aside
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


def _begin_with(circuit: CircuitDocument, examples: Sequence[Example]) -> None:
    """Open the example that a new window shows, where there is one."""
    for example in examples:
        if example.name == FIRST_CIRCUIT:
            circuit.new(example.diagram, example.title)


def _dropped(event: QDropEvent) -> Path | None:
    """Return the one local file that is being dropped, if it is one."""
    urls = event.mimeData().urls()
    return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None
