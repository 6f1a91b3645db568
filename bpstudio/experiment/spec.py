"""The experiment as one frozen value: what is wanted, never what has been learned.

The fields, their defaults and their limits are those of the JSON format: what a file leaves out
has the default written here.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from bpstudio.data.drawn import FARTHEST, MAX_CLASSES, MAX_POINTS
from bpstudio.data.format import BadRows, ColumnKind, Decimal, Delimiter, Encoding, Missing

MAX_LAYERS = 1_000
MAX_UNITS = 10**6
MAX_SAMPLES = 10**7
MAX_EPOCHS = 10**12
MAX_ADDED = 10_000
MAX_MISSING_TEXTS = 100
MAX_NUMBER = 1e30
MAX_SEED = 2**63 - 1

Units = Annotated[int, Meta(ge=1, le=MAX_UNITS)]
Samples = Annotated[int, Meta(ge=2, le=MAX_SAMPLES)]
Seed = Annotated[int, Meta(ge=0, le=MAX_SEED)]
Share = Annotated[float, Meta(ge=0, lt=1)]
Size = Annotated[float, Meta(ge=0, le=MAX_NUMBER)]
Number = Annotated[float, Meta(ge=-MAX_NUMBER, le=MAX_NUMBER)]
MissingText = Annotated[str, Meta(max_length=100)]
Coordinate = Annotated[float, Meta(ge=-FARTHEST, le=FARTHEST)]
Point = tuple[Coordinate, Coordinate, Annotated[int, Meta(ge=1, le=MAX_CLASSES)]]
BatchSize = Annotated[int, Meta(ge=1, le=MAX_SAMPLES)] | Literal["all"]

TABLE_FIELDS = (
    "target",
    "columns",
    "missing",
    "missing_values",
    "bad_rows",
    "encoding",
    "delimiter",
    "decimal",
    "header",
)


class Choice(Struct, frozen=True):
    """One of several named things, with its options: an initializer, an optimizer, a schedule.

    In JSON the bare name, or an object with the name and the options that differ from their
    defaults: ``"sgd"``, ``{"name": "normal", "std": 2.1}``.
    """

    name: str
    options: tuple[tuple[str, float], ...] = ()

    def with_option(self, option: str, value: float) -> "Choice":
        """Return this choice with one option set."""
        return Choice(self.name, tuple(sorted({**dict(self.options), option: value}.items())))


class DataSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where the samples come from: a named set (made, bundled or drawn) or a table by its path.

    `samples`, `noise`, `features` and `classes` shape made sets; `TABLE_FIELDS` are for tables
    (`bpstudio.data.format` says what they mean). A drawn set has `points`, each two coordinates
    and a class from 1, and at least so many `classes`. `standardize` None means: as is usual for
    that kind of set. `added` are samples written by hand, which join the training part: rows of
    the features and then the target, in their own units, a class by its name.
    """

    name: str | None = None
    path: str | None = None
    target: str | None = None
    columns: dict[str, ColumnKind] = {}
    missing: Missing = "refuse"
    missing_values: Annotated[tuple[MissingText, ...], Meta(max_length=MAX_MISSING_TEXTS)] = ()
    bad_rows: BadRows = "refuse"
    encoding: Encoding = "utf-8"
    delimiter: Delimiter = "auto"
    decimal: Decimal = "."
    header: bool = True
    samples: Samples = 500
    noise: Annotated[float, Meta(ge=0, le=10)] = 0.1
    features: Annotated[int, Meta(ge=1, le=MAX_UNITS)] = 2
    classes: Annotated[int, Meta(ge=2, le=MAX_UNITS)] = 2
    test_fraction: Share = 0.3
    standardize: bool | None = None
    seed: Seed = 0
    points: Annotated[tuple[Point, ...], Meta(max_length=MAX_POINTS)] = ()
    added: Annotated[tuple[tuple[Number | str, ...], ...], Meta(max_length=MAX_ADDED)] = ()


class LayerSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, eq=False):
    """A hidden layer. Its `id` is stable through edits, and equality ignores it.

    The id (0: none given yet) seeds the layer's initial weights, so that a new layer doesn't
    change what the others draw, and tells which weights survive an edit. With a `skip` the layer
    adds what comes in to what goes out; both are equally wide then.
    """

    units: Units = 8
    activation: str = "tanh"
    initializer: Choice = Choice("glorot_uniform")
    skip: bool = False
    id: Annotated[int, Meta(ge=0, le=MAX_SEED)] = 0

    def _wanted(self) -> tuple[object, ...]:
        return (self.units, self.activation, self.initializer, self.skip)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, LayerSpec) and self._wanted() == other._wanted()

    def __hash__(self) -> int:
        return hash(self._wanted())


class NetworkSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The hidden layers, input side first, and the initializer of the output layer."""

    hidden: Annotated[tuple[LayerSpec, ...], Meta(max_length=MAX_LAYERS)] = ()
    initializer: Choice = Choice("glorot_uniform")


class TrainingSpec(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How to descend, and when to stop.

    A `batch_size` of "all" is gradient descent, 1 stochastic descent. `schedule` changes the rate
    from epoch to epoch; `clip_norm` is the longest that a gradient may be. Besides its `epochs`, a
    run ends when the mean batch loss of an epoch is under `stop_loss`, or when the test loss has
    not been better for `patience` epochs: then the best parameters are kept. 0 is: not at all.
    """

    batch_size: BatchSize = 10
    learning_rate: Size = 0.1
    optimizer: Choice = Choice("sgd")
    l1: Size = 0.0
    l2: Size = 0.0
    schedule: Choice = Choice("constant")
    clip_norm: Size = 0.0
    stop_loss: Size = 0.0
    patience: Annotated[int, Meta(ge=0, le=MAX_EPOCHS)] = 0
    shuffle: bool = True
    seed: Seed = 0
    epochs: Annotated[int, Meta(ge=0, le=MAX_EPOCHS)] = 100


class Experiment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything a user can want: data, network, loss, training."""

    data: DataSpec
    network: NetworkSpec = NetworkSpec()
    loss: str = "cross_entropy"
    training: TrainingSpec = TrainingSpec()

    @property
    def hidden(self) -> tuple[LayerSpec, ...]:
        """The hidden layers, input side first."""
        return self.network.hidden


replace = msgspec.structs.replace
