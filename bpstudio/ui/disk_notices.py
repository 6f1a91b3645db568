"""What the window says when others change its files: the documents' and the table's."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject

from bpstudio.data.added import have_one_source
from bpstudio.experiment import edits
from bpstudio.experiment.spec import replace
from bpstudio.refusal import Refusal
from bpstudio.ui.dialogs import Answer, ask_to_give_up
from bpstudio.ui.disk_file import DiskFile, Fate
from bpstudio.ui.widgets.offer import Choice, Offer

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QVBoxLayout

    from bpstudio.data.dataset import Dataset, Part
    from bpstudio.ui.document import Document
    from bpstudio.ui.keeper import Keeper
    from bpstudio.ui.opener import Opener

READ_AGAIN = "Read the table as it is now; a new run begins, and undo brings this one back"
KEEP_DATA = "Go on with the data as they were read"
RENAME_DATA = "Go on with the same data under the new name of their file; the run goes on, too"
RELOAD = "Open the file as it is now"
KEEP = "Go on with what is open here; saving writes over what the file holds now"
SAVE_AS = "Save what is open here to another file"
SAVE_AGAIN = "Write the file again, where it was"
FOLLOW = "Go on with the file under its new name"


class DiskNotices(QObject):
    """Says in the window, not in its way, what has become of the files that are open in it.

    Parameters
    ----------
    keepers
        Of the documents, whose files these are.
    opener
        Reads a file as it is now.
    offers
        Where the choices stand.
    """

    def __init__(
        self,
        document: Document,
        keepers: Iterable[Keeper],
        opener: Opener,
        offers: QVBoxLayout,
    ) -> None:
        super().__init__(opener)
        self._of_keepers = [_KeeperNotice(document, keeper, opener) for keeper in keepers]
        for notice in self._of_keepers:
            offers.addWidget(notice.offer)
        offers.addWidget(_TableNotice(document, opener).offer)

    def follow_run(self) -> None:
        """Tell what would be given up now, where that has been told of."""
        for notice in self._of_keepers:
            notice.follow_run()


class _KeeperNotice(QObject):
    """Tells of the file of one document, which is the user's own: beside a guest it waits."""

    def __init__(self, document: Document, keeper: Keeper, opener: Opener) -> None:
        super().__init__(keeper)
        self._document, self._keeper, self._opener = document, keeper, opener
        self._told_of_run = self._waits = False
        self.offer = Offer(f"{keeper.kind.noun}FileOffer")
        keeper.disk.changed.connect(self._tell)
        keeper.lent.connect(self._wait)
        keeper.returned.connect(self._tell_what_waited)

    def _wait(self) -> None:
        """Put what is told aside: what can be chosen there isn't about the guest."""
        self._waits = self._waits or not self.offer.isHidden()
        self.offer.hide()

    def _tell_what_waited(self) -> None:
        if self._waits:
            self._waits = False
            self._tell()

    def _tell(self) -> None:
        if self._keeper.is_lent:
            self._waits = True
            return
        fate = self._keeper.disk.fate
        if fate is Fate.CHANGED:
            self._tell_of_change()
        elif fate is Fate.GONE:
            self._tell_of_loss()
        else:
            self.offer.hide()

    def follow_run(self) -> None:
        """Tell of the run, too, once there is one to be given up."""
        is_asked = self._keeper.disk.fate is Fate.CHANGED and self.offer.isVisible()
        if is_asked and self._told_of_run != self._has_run:
            self._tell_of_change()

    @property
    def _has_run(self) -> bool:
        return self._keeper.kind.has_run and self._document.has_learned()

    def _tell_of_change(self) -> None:
        keeper, self._told_of_run = self._keeper, self._has_run
        lost = ["the run in this window"] if self._told_of_run else []
        if keeper.is_dirty:
            lost.append("your unsaved edits")
        gives_up = f" Reloading gives up {' and '.join(lost)}." if lost else ""
        self.offer.show_offer(
            f"{keeper.name} has been changed outside this window.",
            f"What is open here is as it was.{gives_up}",
            Choice("&Reload", RELOAD, self._reload),
            Choice("&Keep mine", KEEP, keeper.keep_mine),
            Choice("Save &mine as …", SAVE_AS, keeper.save_as),
        )

    def _tell_of_loss(self) -> None:
        keeper = self._keeper
        again = Choice("&Save it again", SAVE_AGAIN, keeper.save)
        if (path := keeper.disk.renamed()) is not None:
            self.offer.show_offer(
                f"{keeper.name} is called {path.name} now.",
                "What is open here is as it was.",
                Choice("F&ollow it", FOLLOW, lambda: keeper.follow(path)),
                again,
            )
            return
        self.offer.show_offer(
            f"{keeper.name} is no longer there.",
            "It was deleted or moved. What is open here is as it was, and in no file now.",
            again,
            Choice("Save &as …", SAVE_AS, keeper.save_as),
        )

    def _reload(self) -> None:
        keeper, path = self._keeper, self._keeper.disk.path
        if path is None:
            return
        if keeper.is_dirty and ask_to_give_up(self.offer, keeper.name) != Answer.Discard:
            return
        self._opener.open(path)


class _TableNotice(QObject):
    """Tells of the table that the data come from."""

    def __init__(self, document: Document, opener: Opener) -> None:
        super().__init__(opener)
        self._document, self._opener = document, opener
        self._dataset: Dataset | None = None
        # by the test part, which is the same whatever was added by hand
        self._digests: WeakKeyDictionary[Part, bytes] = WeakKeyDictionary()
        self._disk = DiskFile(self)
        self.offer = Offer("tableOffer")
        self._disk.changed.connect(self._tell)
        document.experiment_changed.connect(self._follow)
        self._follow()

    def _follow(self) -> None:
        """Watch the table of these data; samples added by hand don't make them others.

        Undo brings data back that were read from what the table was then.
        """
        before, self._dataset = self._dataset, self._document.dataset
        name = self._document.experiment.data.path
        path = None if name is None else Path(name)
        is_same = before is not None and have_one_source(before, self._dataset)
        if path == self._disk.path and is_same:
            return
        if before is not None and self._disk.path and self._disk.known is not None:
            self._digests[before.test] = self._disk.known
        self._disk.follow(path, self._digests.get(self._dataset.test))

    def _tell(self) -> None:
        path, fate = self._disk.path, self._disk.fate
        if path is None or fate is Fate.SAME:
            self.offer.hide()
        elif fate is Fate.CHANGED:
            self.offer.show_offer(
                f"The data have changed: {path.name} was written to outside this window.",
                "The training goes on with the data as they were read.",
                Choice("Read it a&gain", READ_AGAIN, self._opener.read_again),
                Choice("Kee&p these", KEEP_DATA, self._disk.accept),
            )
        elif (name := self._disk.renamed()) is not None:
            self.offer.show_offer(
                f"{path.name}, from which the data come, is called {name.name} now.",
                "Without its new name the experiment can’t be opened again.",
                Choice("&Use the new name", RENAME_DATA, lambda: self._rename(name)),
            )
        else:
            self.offer.show_offer(
                f"{path.name}, from which the data come, is no longer there.",
                "The training goes on with the data as they were read, but without the table "
                "the experiment can’t be opened again.",
            )

    def _rename(self, path: Path) -> None:
        """Have the data under another name, which is an edit; the run goes on."""
        experiment = self._document.experiment
        renamed = edits.set_data(experiment, replace(experiment.data, path=str(path)))
        dataset = dataclasses.replace(self._document.dataset, name=path.name)
        try:
            self._document.edit("Rename the table", renamed, dataset=dataset)
        except Refusal as refusal:
            self._opener.refused.emit(f"{path.name} can’t be trained on.", refusal)
