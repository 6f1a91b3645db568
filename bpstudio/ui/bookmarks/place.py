"""Where the window is: taken down as a bookmark, and gone to again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QTimer, Signal

from bpstudio.experiment.bookmarks import Bookmark
from bpstudio.runtime.portrait import Asked
from bpstudio.ui.files import CIRCUITS, EXPERIMENTS
from bpstudio.ui.numbers import count

if TYPE_CHECKING:
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.present.mode import PresentMode

PATIENCE = 5_000  # ms that the way to a step may take before the rest is shown without it


class Place(QObject):
    """Takes the window down, and brings it to where a bookmark points.

    Signals
    -------
    told
        What of it there isn't any more, in one sentence.
    """

    told = Signal(str)

    def __init__(self, parts: Parts, present: PresentMode) -> None:
        super().__init__(parts.pages)
        self._parts, self._present = parts, present
        self._wanted: Bookmark | None = None
        self._left: int | None = None  # the step that was looked back at before
        self._late = QTimer(self, singleShot=True, interval=PATIENCE)
        self._late.timeout.connect(self._give_up)
        parts.session.snapshot_changed.connect(self._arrive)

    def taken(self) -> Bookmark:
        """Return where the window is now, named after it."""
        parts, snapshot = self._parts, self._parts.session.snapshot
        page, passes = parts.pages.current.title, parts.stage.passes
        asked = parts.stage.canvas.network.asking.about
        is_stepping = passes.is_on and page == EXPERIMENTS.page
        circuit = parts.circuit.state
        has_gates = page == CIRCUITS.page and not circuit.is_done
        made = Bookmark(
            name="?",
            page=page,
            panel=self._present.beside.chosen if self._present.is_on else "",
            step=snapshot.timeline.shown,
            layers=parts.stage.canvas.selected_layers,
            unit=None if asked is None else (asked.layer, asked.unit),
            sample=None if snapshot.sample is None else snapshot.sample.position,
            instruction=passes.state.position if is_stepping else None,
            gates=circuit.done if has_gates else None,
        )
        return renamed(made, name_of(made))

    def go_to(self, bookmark: Bookmark) -> None:
        """Go where a bookmark points, as far as there is such a place by now."""
        parts, session = self._parts, self._parts.session
        session.pause()
        if bookmark.instruction is None or bookmark.step != session.snapshot.step:
            parts.stage.passes.leave()
        titles = [page.title for page in parts.pages.all]
        if bookmark.page not in titles:
            self._miss(bookmark, f"there is no page “{bookmark.page}”")
            return
        parts.pages.show_page(bookmark.page)
        self._bring_panel(bookmark.panel)
        self._select(bookmark)
        if bookmark.page == CIRCUITS.page:
            state = parts.circuit.state
            state.go_to(len(state.steps) if bookmark.gates is None else bookmark.gates)
        self._travel(bookmark)

    def _bring_panel(self, panel: str) -> None:
        """Show a panel, where there is one of that title."""
        if self._present.is_on:
            if panel in self._present.beside.titles:
                self._present.beside.choose(panel)
        elif panel:
            self._parts.docks.show_titled(panel)

    def _select(self, bookmark: Bookmark) -> None:
        """Select what was selected; say what is gone."""
        canvas = self._parts.stage.canvas
        canvas.network.asking.close()
        canvas.selection.set(bookmark.layers)
        if set(bookmark.layers) - set(canvas.selection.numbers):
            self._miss(bookmark, "a layer that was selected is gone")
        if bookmark.unit is not None:
            unit = Asked(*bookmark.unit)
            if canvas.network.asking.has(unit):
                canvas.ask_about(unit)
            else:
                self._miss(bookmark, "the unit that was shown is gone")
        if bookmark.sample is not None:
            if bookmark.sample < len(canvas.showing.dataset.train.t):
                self._parts.session.show_sample(bookmark.sample)
            else:
                self._miss(bookmark, f"there is no sample {count(bookmark.sample)}")

    def _travel(self, bookmark: Bookmark) -> None:
        session = self._parts.session
        line = session.snapshot.timeline
        if not line.first <= bookmark.step <= line.newest:
            has = f"steps {count(line.first)} to {count(line.newest)}"
            self._miss(bookmark, f"step {count(bookmark.step)} isn’t in this run, which has {has}")
            self._finish(bookmark)
            return
        self._wanted, self._left = bookmark, line.wanted
        self._late.start()
        if bookmark.step == line.now:
            session.come_back()
        else:
            session.travel(bookmark.step)
        self._arrive()

    def _arrive(self) -> None:
        """Show the rest once the step is there, or the nearest that is kept."""
        bookmark, snapshot = self._wanted, self._parts.session.snapshot
        if bookmark is None:
            return
        if snapshot.step == bookmark.step:
            self._finish(bookmark)
        elif self._is_nearest and snapshot.timeline.wanted != self._left:
            self._settle(bookmark)

    @property
    def _is_nearest(self) -> bool:
        """Whether there is no way on from the step that is looked back at."""
        snapshot = self._parts.session.snapshot
        return snapshot.is_past and snapshot.is_exact

    def _settle(self, bookmark: Bookmark) -> None:
        """Show the rest where one has come to."""
        step, here = count(bookmark.step), count(self._parts.session.snapshot.step)
        found = f"isn’t kept any more; {here} is the nearest"
        self._miss(bookmark, f"step {step} {found if self._is_nearest else 'couldn’t be reached'}")
        self._finish(bookmark)

    def _give_up(self) -> None:
        if self._wanted is not None:
            self._settle(self._wanted)

    def _finish(self, bookmark: Bookmark) -> None:
        self._wanted = None
        self._late.stop()
        if bookmark.instruction is not None and bookmark.page == EXPERIMENTS.page:
            self._parts.stage.passes.enter(bookmark.instruction)

    def _miss(self, bookmark: Bookmark, what: str) -> None:
        self.told.emit(f"Bookmark “{bookmark.name}”: {what}. The rest is shown.")


def renamed(bookmark: Bookmark, name: str) -> Bookmark:
    """Return a bookmark with another name."""
    return replace(bookmark, name=name)


def name_of(bookmark: Bookmark) -> str:
    """Return what a bookmark is called before the user names it."""
    if bookmark.page == CIRCUITS.page:
        return (
            bookmark.page if bookmark.gates is None else f"{bookmark.page}, gate {bookmark.gates}"
        )
    name = f"step {count(bookmark.step)}"
    if bookmark.instruction is not None:
        return f"{name}, instruction {bookmark.instruction + 1}"
    return name if bookmark.page == EXPERIMENTS.page else f"{bookmark.page}, {name}"
