"""What is going to be made of a table: its format, its columns, its split; and how that looks."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from bpstudio.data.detect import Guess, detect
from bpstudio.data.estimate import Need, estimate
from bpstudio.data.preview import Preview, preview
from bpstudio.experiment.spec import DataSpec, replace
from bpstudio.experiment.table_spec import loss_of, options_of, spec_from
from bpstudio.ui.numbers import count
from bpstudio.ui.table.uses import Use, use_of
from bpstudio.ui.table.words import told

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.data.format import Format
    from bpstudio.data.head import Head

ROWS = 200  # of the preview
MOST = 2**18  # bytes that are looked at: so much follows each choice at once
FORMAT = ("encoding", "delimiter", "decimal", "header", "missing_values")  # fields of a `Format`


def guess_of(head: Head) -> Guess:
    """Return how a table seems to be written, by as much of its head as a plan looks at."""
    return detect(dataclasses.replace(head, data=head.data[:MOST]))


class Plan(QObject):
    """The `DataSpec` that is being made, with a preview that follows it.

    Parameters
    ----------
    head
        The first part of the file.
    path
        As the experiment will have it.
    spec, loss
        What there is already; None to begin with what is detected.
    guess
        What `guess_of` the head says, where that is known already.

    Attributes
    ----------
    spec, loss
        What would be read now, and the loss that goes with its target.
    preview, need
        How the first rows look so, and what all of it will take.
    uses
        What each column is used for.

    Signals
    -------
    changed
        Any of them is another.
    """

    changed = Signal()

    def __init__(
        self,
        head: Head,
        path: str,
        spec: DataSpec | None = None,
        loss: str | None = None,
        guess: Guess | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        head = self.head = dataclasses.replace(head, data=head.data[:MOST])
        self._guess = guess or guess_of(head)
        self.guessed = self._guess.format
        self._by_hand: dict[str, Use] = {}
        self.spec = spec_from(self._guess, path) if spec is None else spec
        self.loss = loss or loss_of(self._guess)
        self._began = (self._shape, self.spec.added)
        if spec is not None:
            self._guess = detect(head, self.format)
            known = [column.name for column in self._guess.columns]
            self._by_hand = {name: use_of(spec.columns.get(name, "number")) for name in known}
        self._look()

    @property
    def wanted(self) -> DataSpec:
        """What is going to be read: samples added by hand stay where they still fit."""
        shape, added = self._began
        return replace(self.spec, added=added if shape == self._shape else ())

    @property
    def _shape(self) -> tuple[object, ...]:
        return (self.spec.columns, self.spec.target, self.spec.header, self.loss)

    @property
    def format(self) -> Format:
        """How the text is written."""
        return options_of(self.spec, self.loss).format

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns."""
        return self.preview.names

    @property
    def target(self) -> str | None:
        """The name of the target column; None where there are no columns."""
        if self.spec.target is not None or not self.names:
            return self.spec.target
        return self.names[-1]

    def why_ignored(self, column: int) -> str:
        """Return why a column was taken for one to ignore; empty where it wasn't, or by hand."""
        guessed = self._guess.columns
        if column >= len(guessed) or guessed[column].name in self._by_hand:
            return ""
        return guessed[column].reason.rstrip(".") if self.uses[column] is Use.IGNORE else ""

    def words_of(self, column: int) -> str:
        """Return what the rows that were looked at have in a column, and of which rows that is."""
        shown = self.preview
        words = told(shown.columns[column].sentence())
        return words if shown.is_whole else f"{words} (of the first {count(shown.seen)} rows)"

    @property
    def learns_numbers(self) -> bool:
        """Whether the target is a number."""
        return self.loss == "squared_error"

    def set(self, **fields: Any) -> None:
        """Set fields of the `DataSpec`; where the format is another, columns are guessed anew."""
        new = replace(self.spec, **fields)
        if new == self.spec:
            return
        self.spec = new
        if set(fields) & set(FORMAT[:-1]):
            self._guess_columns()
        self._look()
        self.changed.emit()

    def learn_numbers(self, numbers: bool) -> None:
        """Take the target as numbers, or as classes."""
        if numbers != self.learns_numbers:
            self.loss = "squared_error" if numbers else "cross_entropy"
            self._look()
            self.changed.emit()

    def set_target(self, name: str) -> None:
        """Learn another column; the one before becomes what it looks like."""
        if name in self.names:
            self.set_uses([self.names.index(name)], Use.TARGET)

    def set_uses(self, columns: Iterable[int], use: Use) -> None:
        """Use these columns so; there is one target, and it stays one until another is chosen."""
        chosen = [self.names[column] for column in columns if column < len(self.names)]
        if use is Use.TARGET:
            self._choose_target(chosen[-1:])
        else:
            self._by_hand |= {name: use for name in chosen if name != self.target}
        self._set_columns(self.target)
        self._look()
        self.changed.emit()

    def _choose_target(self, chosen: list[str]) -> None:
        for name in chosen:
            if name != self.target:
                numbers = self._looks_numeric(name)
                self.loss = "squared_error" if numbers else "cross_entropy"
            self._by_hand.pop(name, None)
            self.spec = replace(self.spec, target=name)

    def _looks_numeric(self, name: str) -> bool:
        return any(one.name == name and one.numeric_target for one in self._guess.columns)

    def _guess_columns(self) -> None:
        """Guess what the columns are in the format that was chosen; keep what was set by hand."""
        guess = self._guess = detect(self.head, self.format)
        names = [column.name for column in guess.columns]
        if self.target not in names:
            self.loss = loss_of(guess)
            self.spec = replace(self.spec, target=guess.target)
        self._set_columns(self.spec.target)

    def _set_columns(self, target: str | None) -> None:
        """Name the kinds that aren't numbers, as guessed or as set by hand."""
        kinds = {}
        for column in self._guess.columns:
            use = self._by_hand.get(column.name) or use_of(column.kind)
            if column.name != target and use is not Use.NUMBER:
                kinds[column.name] = str(use.kind)
        self.spec = replace(self.spec, columns=kinds)

    def _look(self) -> None:
        options = options_of(self.spec, self.loss)
        self.preview: Preview = preview(self.head, options, ROWS)
        kinds, target = self.spec.columns, self.target
        self.uses = tuple(
            Use.TARGET if name == target else use_of(kinds.get(name, "number"))
            for name in self.names
        )
        self.need: Need = estimate(self.head, options, self.spec.test_fraction, self.preview)
