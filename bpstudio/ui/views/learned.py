"""What the network has learned: shown as it suits the data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpstudio.ui.cover import Kind
from bpstudio.ui.given_names import class_names, target_name
from bpstudio.ui.views.class_picker import ClassPicker
from bpstudio.ui.views.confusion import Confusion
from bpstudio.ui.views.curve import Curve
from bpstudio.ui.views.fit import Fit
from bpstudio.ui.views.learned_picture import LearnedPicture
from bpstudio.ui.views.learned_subject import learned_of, target_range
from bpstudio.ui.views.plane import Plane
from bpstudio.ui.views.view import PictureView, side_by_side
from bpstudio.ui.widgets.segmented import Segmented

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from bpstudio.data.dataset import Dataset
    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.runtime.studies.predictions import PartName
    from bpstudio.runtime.study import Study
    from bpstudio.ui.views.face import Face

NOTHING_YET = "Nothing learned yet: press Train, or Update for a single step."
TEST_HINT = "The samples that were kept apart: the network has never learned from them"
TRAINING_HINT = "The samples that the network learns from"


class BoundaryView(PictureView):
    """Regions of two inputs, a curve over one; else confusion, or predicted against true."""

    title = "Learned"
    object_name = "boundaryView"
    tells = frozenset({Kind.VALUES, Kind.WEIGHTS})

    def __init__(self, parent: QWidget | None = None) -> None:
        self._picture = LearnedPicture()
        super().__init__(self._picture, parent)
        self._newest: tuple[Snapshot, Recorder] | None = None
        self._part = Segmented("samples", {"test": TEST_HINT, "training": TRAINING_HINT})
        self._part.changed.connect(self._turn_to_part)
        self._picker = ClassPicker()
        self._picker.picked.connect(self._picture.add_with_clicks)
        self._header = side_by_side(self._picker, self._part)
        for control in (self._picker, self._part):
            control.hide()
        self._picture.sample_chosen.connect(self.sample_chosen)
        self._picture.sample_added.connect(self.sample_added)
        self._picture.say(NOTHING_YET)

    def header(self) -> QWidget:
        """Return what a click adds, or the choice between the two parts of the data."""
        return self._header

    def studies(self) -> Iterable[Study[Any]]:
        """Return what the face wants to know; before there is one, nothing."""
        return () if self._picture.face is None else self._picture.face.studies()

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show what the network of `snapshot` makes of its data."""
        self._newest = snapshot, recorder
        learned = learned_of(snapshot)
        if learned is None:
            self._picture.face = None
            self._picture.say(NOTHING_YET)
            self.describe("")
            return
        kind, face = _kind_of(learned.data), self._picture.face
        if type(face) is not kind:
            face = kind()
            self._turn_to(face)
        self._offer_samples(face, learned.data)
        face.show(learned)
        self._picture.message = ""
        self._picture.changed()
        self.describe(face.words())

    def _offer_samples(self, face: Face, data: Dataset) -> None:
        """Let samples be added where a click says all of their features."""
        self._picker.setVisible(isinstance(face, Plane | Curve))
        if isinstance(face, Plane) and data.is_regression:
            self._picker.offer_numbers(target_name(data), *target_range(data, added=False))
        elif isinstance(face, Plane | Curve):
            self._picker.offer(class_names(data))

    def _turn_to(self, face: Face) -> None:
        """Show another face, and keep nothing of the former: its data may be a large table."""
        self._picture.face = face
        self._part.setVisible(face.has_parts)
        self._picker.turn_off()
        face.part = self._chosen_part

    @property
    def _chosen_part(self) -> PartName:
        return "training" if self._part.chosen == "training" else "test"

    def _turn_to_part(self) -> None:
        if self._picture.face is not None:
            self._picture.face.part = self._chosen_part
        if self._newest is not None:
            self.refresh(*self._newest)

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return the table behind the face."""
        face = self._picture.face
        return (["sample"], []) if face is None else face.table()


def _kind_of(data: Dataset) -> type[Face]:
    """Return the kind of face that suits the data."""
    if data.inputs == 2:
        return Plane
    if data.inputs == 1:
        return Curve
    return Fit if data.is_regression else Confusion
