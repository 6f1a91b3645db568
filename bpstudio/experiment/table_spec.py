"""Between what a file says of a table and what the reading of tables takes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.data.cells import Kind
from bpstudio.data.format import ColumnKind, Format, TableOptions
from bpstudio.experiment.spec import DataSpec

if TYPE_CHECKING:
    from bpstudio.data.detect import Guess

KINDS: dict[Kind, ColumnKind] = {Kind.CATEGORY: "category", Kind.IGNORE: "ignore"}


def options_of(spec: DataSpec, loss: str) -> TableOptions:
    """Return what `spec` wants of its table."""
    return TableOptions(
        format=Format(
            encoding=spec.encoding,
            delimiter=spec.delimiter,
            decimal=spec.decimal,
            header=spec.header,
            missing_values=spec.missing_values,
        ),
        target=spec.target,
        numeric_target=loss == "squared_error",
        columns=spec.columns,
        missing=spec.missing,
        bad_rows=spec.bad_rows,
    )


def column_of(feature: str, spec: DataSpec) -> str:
    """Return the column of a table that a feature is of: one of categories has a feature for each.

    Such a feature is named after both: ``"island=Biscoe"``.
    """
    starts = (feature[:at] for at, sign in enumerate(feature) if sign == "=")
    return next((name for name in starts if spec.columns.get(name) == "category"), feature)


def spec_from(guess: Guess, path: str) -> DataSpec:
    """Return the data of a table as it was guessed; a target that is the last column isn't told."""
    target = guess.target
    if guess.columns and guess.columns[-1].name == target:
        target = None
    features = [column for column in guess.columns if column.name != guess.target]
    return DataSpec(
        path=path,
        target=target,
        columns={c.name: KINDS[c.kind] for c in features if c.kind is not Kind.NUMBER},
        encoding=guess.format.encoding,
        delimiter=guess.format.delimiter,
        decimal=guess.format.decimal,
        header=guess.format.header,
        missing_values=guess.format.missing_values,
    )


def loss_of(guess: Guess) -> str:
    """Return the loss that fits the target."""
    return "squared_error" if guess.numeric_target else "cross_entropy"
