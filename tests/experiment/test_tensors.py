"""Arrays as bytes: those that safetensors itself writes, and read back as they were."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from safetensors.numpy import load, save

from bpstudio.experiment import tensors
from bpstudio.experiment.tensors import KINDS, pack

NAMES = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=5)
SHAPES = arrays.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4)
ARRAYS = st.sampled_from(list(KINDS.values())).flatmap(lambda kind: arrays.arrays(kind, SHAPES))


def as_saved(some: dict[str, np.ndarray]) -> bytes:
    return save({name: np.ascontiguousarray(array) for name, array in some.items()})


@given(st.dictionaries(NAMES, ARRAYS, max_size=6))
@settings(max_examples=60)
def test_they_are_the_bytes_of_safetensors(some: dict[str, np.ndarray]) -> None:
    assert pack(some) == as_saved(some)


def test_large_and_slanted_arrays_are_packed_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tensors, "AT_ONCE", 1000)
    some = {"a": np.arange(12_345.0).reshape(5, -1).T, "b": np.arange(7, dtype=np.uint8)[::2]}
    packed = pack(some)
    assert packed == as_saved(some)
    for name, array in load(packed).items():
        np.testing.assert_array_equal(array, some[name])


def test_the_data_begin_where_a_number_may_lie() -> None:
    packed = pack({"é": np.ones(3)})
    length = int.from_bytes(packed[:8], "little")
    assert length % 8 == 0
    assert json.loads(packed[8 : 8 + length])["é"]["dtype"] == "F64"
