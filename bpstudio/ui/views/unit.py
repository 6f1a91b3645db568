"""One unit at a glance: what it looks for, and whether it still learns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.portrait import Asked
from bpstudio.ui.cover import Kind
from bpstudio.ui.numbers import count, figure
from bpstudio.ui.views.caption import Caption
from bpstudio.ui.views.unit_history import MEANINGS
from bpstudio.ui.views.unit_picture import UnitPicture
from bpstudio.ui.views.unit_samples import logit_at, most_exciting, sample_words
from bpstudio.ui.views.unit_subject import subject_of, verdict
from bpstudio.ui.views.unit_weights import strongest
from bpstudio.ui.views.view import PictureView

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from bpstudio.runtime.recorder import Recorder
    from bpstudio.runtime.snapshot import Snapshot
    from bpstudio.ui.views.unit_subject import Subject

NOTHING_ASKED = (
    "Click a unit in the network: what it looks for, and whether it still learns, stands here. "
    "Press Train, and you see it change."
)
HEADERS = ["what", "of", "number", "gradient of the batch", "last change"]


class UnitView(PictureView):
    """The unit that was asked about: weights, logits, figures through the run, best samples."""

    title = "Unit"
    object_name = "unitView"
    tells = frozenset({Kind.VALUES, Kind.GRADIENTS, Kind.WEIGHTS, Kind.UPDATES})

    def __init__(self, parent: QWidget | None = None) -> None:
        self._picture = UnitPicture()
        super().__init__(self._picture, parent)
        self._picture.sample_chosen.connect(self.sample_chosen)
        self._caption = Caption("the unit")
        self._picture.say(NOTHING_ASKED)

    def header(self) -> QWidget:
        """Return the unit's name."""
        return self._caption

    def refresh(self, snapshot: Snapshot, recorder: Recorder) -> None:
        """Show the unit that `snapshot` tells about, with the recorder's track of it."""
        subject = subject_of(snapshot)
        self._picture.subject = subject
        self._picture.say("" if subject else NOTHING_ASKED)
        self._caption.write(subject.title if subject else "")
        if subject is None:
            self.describe("")
            return
        asked = Asked(subject.portrait.layer, subject.unit)
        self._picture.show_subject(subject, recorder.history(*asked))
        self.describe(in_words(subject))

    def table(self) -> tuple[list[str], list[list[str]]]:
        """Return all of its numbers: bias and weights, logits, samples, figures by step."""
        subject = self._picture.subject
        if subject is None:
            return HEADERS, []
        return HEADERS, [list(row) for pane in self._picture.panes for row in pane.rows(subject)]


def in_words(subject: Subject) -> str:
    """Return what the picture shows, in words."""
    portrait = subject.portrait
    words = [f"{subject.title}, step {count(subject.step)}", *verdict(subject)]
    place = strongest(portrait.weights)
    words.append(
        f"strongest weight {figure(float(portrait.weights[place]))} from {subject.incoming}, "
        f"{subject.source(place)}"
    )
    if subject.data is not None:
        for best in most_exciting(portrait, subject.data, 1):
            a = figure(logit_at(portrait, best))
            words.append(f"most excited by {sample_words(subject.data, best)}, a {a}")
    now = subject.now.tolist()
    words += [
        f"{name} {figure(now[row])}" for row, name in MEANINGS.items() if now[row] == now[row]
    ]
    return "; ".join(words)
