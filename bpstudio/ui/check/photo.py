"""The card with the chapter's large network, and this one: their counts and times, and a button."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from bpstudio.experiment.build import network
from bpstudio.experiment.photo import BATCH, PHOTO, PRINTED_WEIGHTS, UNITS, WEIGHTS
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.pass_times import MakePhotos, PassTimes, Photos, Timed, TimePasses
from bpstudio.ui.check.card_view import LOW, CardView
from bpstudio.ui.check.photo_picture import PhotoPicture, Subject
from bpstudio.ui.names import counted
from bpstudio.ui.numbers import count, duration
from bpstudio.ui.theme import GRID
from bpstudio.ui.tooltips import fitted
from bpstudio.ui.views.table import cell
from bpstudio.ui.views.view import side_by_side
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.task import Report

Key = tuple[tuple[int, ...], int]  # the widths of a network, and the samples of a batch

PHOTO_CHOICE, THIS = "photo", "this one"
TIME_KEY = "Ctrl+Alt+T"
TIME_HINT = "Time the passes again, on this machine now"
TRAIN_HINT = (
    f"Train {count(PHOTO.size)} parameters on images of noise, in the tab Network.\n"
    "Undo brings this network back with all that it has learned."
)
NOT_TIMED = "not timed yet"
UNDO_WORDS = "Train at the scale of a photo"
PRODUCT = "224 × 224 × 3 × 100"
NOTE = (
    f"the chapter prints {count(PRINTED_WEIGHTS)}, a misprint: {PRODUCT} is {count(WEIGHTS)}",
    f"the chapter prints {count(PRINTED_WEIGHTS)}, a misprint for {count(WEIGHTS)}",
    f"the chapter prints {count(PRINTED_WEIGHTS)}, a misprint",
)


class PhotoView(CardView):
    """What the chapter's argument means for a network that looks at photos.

    The passes are timed when the card is first seen and nothing else is worked at, and for
    another network again.
    """

    title = "At the scale of a photo"
    object_name = "photoCard"
    least_width = 54 * GRID
    least_height = LOW
    grows = False

    def __init__(self) -> None:
        self.picture = PhotoPicture()
        super().__init__(self.picture)
        self._here: Subject | None = None
        self._batch = 0
        self._times: dict[Key, PassTimes] = {}
        self._is_busy = False  # whether any task is worked at
        self._is_drawing = False
        self._asked: tuple[TimePasses | None, Key | None] | None = None
        self._state = NOT_TIMED
        self._add_command("Time again", TIME_KEY, TIME_HINT, self.time)
        self._choice = Segmented(
            "Whose size is shown",
            {
                PHOTO_CHOICE: "A layer of 100 units that looks at 224 × 224 pixels of 3 colours",
                THIS: "The network that is open",
            },
        )
        self._choice.setObjectName("segmented")
        self._choice.changed.connect(lambda _: self._show())
        self._button = QToolButton()
        self._button.setText("Train it")
        self._button.setObjectName("trainPhoto")
        self._button.setProperty("outlined", True)
        self._button.setProperty("low", True)
        self._button.setToolTip(fitted(TRAIN_HINT))
        self._button.setAccessibleName("Train the network at the scale of a photo")
        self._button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._button.clicked.connect(self._make_photos)
        self._header = side_by_side(self._choice, self._button)
        self._show()

    def header(self) -> QWidget:
        """Return whose size is shown, and the button that trains the large network."""
        return self._header

    def time(self) -> None:
        """Time the passes of both networks."""
        self._asked = self._missing, self._key
        self.task_wanted.emit(TimePasses())

    @property
    def _key(self) -> Key | None:
        """What the times of the network at hand are kept by; None while there is none."""
        return None if self._here is None else (self._here.shape.widths, self._batch)

    @property
    def _missing(self) -> TimePasses | None:
        """What has to be timed for both networks to be known; None where nothing has."""
        photo = (PHOTO.widths, BATCH) not in self._times
        return TimePasses(photo) if photo or self._key not in self._times else None

    def _time_if_idle(self) -> None:
        """Time what nobody has timed, once, if it is seen and nothing else is worked at."""
        missing, key = self._missing, self._key
        is_due = missing is not None and key is not None and (missing, key) != self._asked
        if is_due and not self._is_busy and self.isVisible():
            self._asked = missing, key
            self.task_wanted.emit(missing)

    def _make_photos(self) -> None:
        self._is_drawing = True
        self._show_button()
        self.task_wanted.emit(MakePhotos())

    def _show_button(self) -> None:
        self._button.setEnabled(not self._is_drawing)
        self._button.setText("Drawing noise …" if self._is_drawing else "Train it")

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the size of the network that is looked at; time it where nobody has."""
        if snapshot.experiment is None or snapshot.data is None:
            return
        shape = network(snapshot.experiment, snapshot.data).shape
        size = snapshot.experiment.training.batch_size
        samples = len(snapshot.data.train.x)
        self._batch = samples if size == "all" else min(size, samples)
        widths = "–".join(map(str, shape.widths))
        note = (f"{widths}, a batch of {counted(self._batch, 'sample')}", widths)
        biases = shape.size - sum(out * into for out, into in shape.blocks)
        product = "and 1 bias" if biases == 1 else f"and {count(biases)} biases"
        self._here = Subject(shape, (product,), note)
        self._time_if_idle()
        self._show()

    def make_way(self) -> None:
        """Time nothing before the task that was asked for is over."""
        self._is_busy = True

    def follow(self, report: Report[Any]) -> None:
        """Take over what was timed, or have the large network trained on what was drawn."""
        self._is_busy = not report.is_over or report.status is TaskStatus.REPLACED
        if report.found_by(TimePasses):
            self._follow_timing(report)
        else:  # if it was being timed, this has taken its place
            self._asked, self._state = None, NOT_TIMED
        if self._is_drawing and report.found_by(MakePhotos) and report.is_over:
            self._take_noise(report)
        self._time_if_idle()
        self._show()

    def _take_noise(self, report: Report[Photos]) -> None:
        """Have what was drawn trained; where another task came in between, offer it again."""
        self._is_drawing = False
        self._show_button()
        if report.status is TaskStatus.FINISHED and report.found is not None:
            if (drawn := report.found.take()) is not None:
                self.training_wanted.emit(UNDO_WORDS, *drawn)
        elif report.message:
            self._state = report.message

    def _follow_timing(self, report: Report[Timed]) -> None:
        if report.found is not None:
            for times in (report.found.current, report.found.photo):
                if times is not None:
                    self._times[times.widths, times.batch] = times
        words = {TaskStatus.FAILED: report.message, TaskStatus.CANCELLED: NOT_TIMED}
        self._state = words.get(report.status, "being timed …")

    def _subject(self, choice: str) -> Subject | None:
        if choice == PHOTO_CHOICE:
            product = (
                f"= {PRODUCT}, and {UNITS} biases; a batch of {BATCH}",
                f"= {PRODUCT}, and {UNITS} biases",
                f"= {PRODUCT}",
            )
            times = self._times.get((PHOTO.widths, BATCH))
            return Subject(PHOTO, product, NOTE, times, self._state)
        here = self._here
        if here is None:
            return None
        times = self._times.get((here.shape.widths, self._batch))
        return Subject(here.shape, here.product, here.note, times, self._state)

    def _show(self) -> None:
        subject = self._subject(self._choice.chosen)
        self.picture.say("" if subject else "There is no network yet")
        if subject is None:
            return
        self.picture.show_subject(subject)
        words = f"{count(subject.weights)} weights"
        if subject.times is not None:
            words += (
                f": two passes take {duration(subject.times.two_passes)}, brute force with "
                f"{count(subject.times.brute_force_passes)} passes would take "
                f"{duration(subject.times.brute_force)}"
            )
        self.describe(words)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the counts and times of both networks."""
        subjects = [self._subject(choice) for choice in (THIS, PHOTO_CHOICE)]
        known = [subject for subject in subjects if subject is not None]
        headers = ["", *(["this network"] if len(known) > 1 else []), "224 × 224 × 3 → 100"]
        rows = [
            ["weights", *(cell(one.weights) for one in known)],
            ["parameters N", *(cell(one.shape.size) for one in known)],
            ["bytes of the parameters, float32", *(cell(one.bytes) for one in known)],
            ["brute force, passes", *(cell(one.shape.size + 1) for one in known)],
            ["backprop, passes", *(cell(2) for _ in known)],
        ]
        for name, of in (
            ("samples in the batch", "batch"),
            ("forward pass, s", "forward"),
            ("backward pass, s", "backward"),
            ("two passes, s", "two_passes"),
            ("brute force, s", "brute_force"),
        ):
            numbers = [getattr(one.times, of, math.nan) for one in known]
            rows.append([name, *map(cell, numbers)])
        printed = ["weights as the chapter prints them", *[""] * (len(known) - 1)]
        return headers, [*rows, [*printed, cell(PRINTED_WEIGHTS)]]
