"""Hypothesis strategies for experiments, made from the types of the spec itself."""

import msgspec
from hypothesis import strategies as st
from msgspec import inspect

from bpstudio.data import drawn
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.made import MADE
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.initializers import INITIALIZERS
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.schedules import SCHEDULES
from bpstudio.experiment.edits import with_ids
from bpstudio.experiment.spec import (
    MAX_NUMBER,
    MAX_SEED,
    TABLE_FIELDS,
    Choice,
    DataSpec,
    Experiment,
    LayerSpec,
    NetworkSpec,
    TrainingSpec,
)

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)


def _of_type(kind):
    """Return a strategy for all values that msgspec takes for a type."""
    match kind:
        case inspect.IntType(ge=low, le=high):
            return st.integers(low, high)
        case inspect.FloatType(ge=low, lt=under, le=high):
            high = under if high is None else high
            return st.floats(low, high, exclude_max=under is not None)
        case inspect.LiteralType(values=values):
            return st.sampled_from(values)
        case inspect.UnionType(types=types):
            return st.one_of(*map(_of_type, types))
        case inspect.DictType(key_type=key, value_type=value):
            return st.dictionaries(_of_type(key), _of_type(value), max_size=3)
        case inspect.StrType():
            return st.text(min_size=1, max_size=8)
        case inspect.BoolType():
            return st.booleans()
        case inspect.TupleType(item_types=items):
            return st.tuples(*map(_of_type, items))
        case inspect.VarTupleType(item_type=item):
            return st.lists(_of_type(item), max_size=3).map(tuple)
        case inspect.NoneType():
            return st.none()
    raise NotImplementedError(f"no strategy for {kind}")


def _struct(struct, **chosen):
    fields = {
        field.name: _of_type(field.type)
        for field in inspect.type_info(struct).fields
        if field.name not in chosen
    }
    return st.builds(struct, **fields, **chosen)


@st.composite
def _choices(draw, registry):
    thing = draw(st.sampled_from(list(registry.values())))
    options = {
        name: draw(
            st.floats(
                thing.at_least.get(name, 0),
                thing.below.get(name, MAX_NUMBER),
                exclude_max=name in thing.below,
            )
        )
        for name in thing.options
        if draw(st.booleans())
    }
    return Choice(thing.name, tuple(sorted(options.items())))


def other_values(struct, field, value):
    """Return a strategy for the values of a field of the spec that differ from `value`."""
    kinds = {known.name: known.type for known in inspect.type_info(struct).fields}
    named = {
        "activation": st.sampled_from(list(ACTIVATIONS)),
        "loss": st.sampled_from(list(LOSSES)),
        "optimizer": _choices(OPTIMIZERS),
        "schedule": _choices(SCHEDULES),
        "initializer": _choices(INITIALIZERS),
    }
    values = named[field] if field in named else _of_type(kinds[field])
    return values.filter(lambda other: other != value)


named_data = _struct(
    DataSpec,
    name=st.sampled_from([*MADE, *BUNDLED]),
    path=st.none(),
    **{field: st.just(getattr(DataSpec(), field)) for field in TABLE_FIELDS},
    points=st.just(()),
)
drawings = _struct(
    DataSpec,
    name=st.just(drawn.NAME),
    path=st.none(),
    **{field: st.just(getattr(DataSpec(), field)) for field in TABLE_FIELDS},
)
tables = _struct(
    DataSpec, name=st.none(), path=st.text(min_size=1, max_size=20), points=st.just(())
)
layers = _struct(
    LayerSpec,
    activation=st.sampled_from(list(ACTIVATIONS)),
    initializer=_choices(INITIALIZERS),
    id=st.just(0) | st.integers(0, 5) | st.integers(0, MAX_SEED),
)
trainings = _struct(TrainingSpec, optimizer=_choices(OPTIMIZERS), schedule=_choices(SCHEDULES))
_hidden = st.lists(layers, max_size=5, unique_by=lambda layer: layer.id or object())
experiments = st.builds(
    Experiment,
    data=named_data | drawings | tables,
    network=st.builds(NetworkSpec, hidden=_hidden.map(tuple), initializer=_choices(INITIALIZERS)),
    loss=st.sampled_from(list(LOSSES)),
    training=trainings,
).map(with_ids)


def changed(value, path, new):
    """Return a JSON value with `new` at `path`, such as ``("training", "seed")``."""
    if not path:
        return new
    copy = msgspec.json.decode(msgspec.json.encode(value))
    place = copy
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = new
    return copy
