"""What a data set is, before and after its split into a training and a test part."""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from bpstudio.data.report import TableReport

FloatArray: TypeAlias = NDArray[np.floating[Any]]
IndexArray: TypeAlias = NDArray[np.intp]
TargetArray: TypeAlias = NDArray[np.intp] | NDArray[np.float64]


def _freeze(*arrays: NDArray[Any]) -> None:
    for array in arrays:
        array.flags.writeable = False


@dataclass(frozen=True)
class Gap:
    """A column with missing cells, whose features are NaN there: to be filled after the split.

    Attributes
    ----------
    column
        Its name.
    start, stop
        Which features of the samples it is.
    categories
        The names of these features where it is one-hot; none where it is a number.
    """

    column: str
    start: int
    stop: int
    categories: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False, slots=True, kw_only=True)
class Samples:
    """Samples as read or made, before split and scaling. Takes its arrays over: read-only.

    Attributes
    ----------
    x
        Features, (samples, features), C order, float64; float32 for the noise set.
    t
        Targets, (samples,): indices into `classes` (intp), or numbers (float64).
    features, classes
        Names; `classes` is empty for a numeric target.
    target
        Name of what is to be learned, the target column of a table.
    image
        Height and width where the features of a sample are the pixels of an image.
    gaps
        The columns with cells to be filled.
    report
        What became of the rows of a table.
    """

    x: FloatArray
    t: TargetArray
    features: tuple[str, ...]
    classes: tuple[str, ...]
    target: str
    image: tuple[int, int] | None = None
    gaps: tuple[Gap, ...] = ()
    report: TableReport | None = None

    def __post_init__(self) -> None:
        _freeze(self.x, self.t)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True, weakref_slot=True)
class Part:
    """The training or the test part of a data set. Takes its arrays over: read-only.

    Attributes
    ----------
    x
        Features, (samples, features), standardised where asked.
    t
        Targets, (samples,), as in `Samples`; numbers are standardised where asked.
    index
        The number of each sample in its source, (samples,), ascending.
    """

    x: FloatArray
    t: TargetArray
    index: IndexArray

    def __post_init__(self) -> None:
        _freeze(self.x, self.t, self.index)


@dataclass(frozen=True, eq=False, slots=True, kw_only=True, weakref_slot=True)
class Dataset:
    """Samples ready for training: ``x * scale + offset`` gives a feature in its own units again.

    Attributes
    ----------
    name
        What the user calls it: "digits", "mine.csv".
    train, test
        The two parts; `test` may be empty.
    features, classes, target, image
        As in `Samples`.
    offset, scale
        What standardisation subtracted and divided by, (features,): 0 and 1 where it didn't.
    target_offset, target_scale
        The same for a numeric target.
    added
        How many samples at the end of the training part were added by hand.
    report
        What became of the rows of a table; None of other data.
    is_drawn
        Whether the samples are points that a user paints: they come and go while a run goes on.
    """

    name: str
    train: Part
    test: Part
    features: tuple[str, ...]
    classes: tuple[str, ...]
    target: str
    image: tuple[int, int] | None
    offset: FloatArray
    scale: FloatArray
    target_offset: float
    target_scale: float
    added: int = 0
    report: TableReport | None = None
    is_drawn: bool = False

    def __post_init__(self) -> None:
        _freeze(self.offset, self.scale)

    @property
    def arrays(self) -> list[NDArray[Any]]:
        """The arrays of all its samples, training part first."""
        return [array for part in (self.train, self.test) for array in (part.x, part.t, part.index)]

    @property
    def inputs(self) -> int:
        """Number of features."""
        return len(self.features)

    @property
    def outputs(self) -> int:
        """Number of output units: one a class, or a single one for a numeric target."""
        return len(self.classes) or 1

    @property
    def is_regression(self) -> bool:
        """Whether the target is a number."""
        return not self.classes
