"""Parameters as safetensors: what goes out comes in, and what doesn't fit is named."""

import json
import struct
import tracemalloc

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.numpy import load, load_file, save

from bpstudio.data import source
from bpstudio.engine.parameters import Parameters, Shape
from bpstudio.experiment.parameters_file import MEMORY_PER_BYTE, read_parameters, write_parameters
from bpstudio.refusal import Refusal

SHAPE = Shape((2, 3, 2))
FIRST = "layers.0.bias"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "p.safetensors"


def numbered(dtype=np.float32):
    parameters = Parameters(SHAPE, dtype=dtype)
    parameters.flat[:] = np.arange(SHAPE.size) / 7
    return parameters


@pytest.fixture
def tensors(path):
    write_parameters(numbered(), path)
    return load(path.read_bytes())


def refusal(path, content, dtype=np.float32):
    path.write_bytes(content)
    parameters = numbered(dtype)
    with pytest.raises(Refusal) as caught:
        read_parameters(parameters, path)
    np.testing.assert_array_equal(parameters.flat, numbered(dtype).flat)
    assert str(caught.value).isprintable()
    return caught.value


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_goes_out_comes_in(path, dtype):
    write_parameters(numbered(dtype), path)
    parameters = Parameters(SHAPE, dtype=dtype)
    read_parameters(parameters, path)
    assert parameters.flat.tobytes() == numbered(dtype).flat.tobytes()


def test_names_and_shapes_are_those_of_pytorch(path):
    write_parameters(numbered(), path)
    found = load_file(path)
    assert {name: tensor.shape for name, tensor in found.items()} == {
        "layers.0.weight": (3, 2),  # (fan_out, fan_in)
        "layers.0.bias": (3,),
        "layers.1.weight": (2, 3),
        "layers.1.bias": (2,),
    }
    np.testing.assert_array_equal(found["layers.1.weight"], numbered().weights[1])
    np.testing.assert_array_equal(found["layers.1.bias"], numbered().biases[1])


def test_the_same_parameters_are_the_same_bytes(path):
    write_parameters(numbered(), path)
    first = path.read_bytes()
    write_parameters(numbered(), path)
    assert path.read_bytes() == first


@pytest.mark.parametrize("kind", [np.float16, np.float64])
def test_other_floats_are_taken(path, tensors, kind):
    path.write_bytes(save({name: tensor.astype(kind) for name, tensor in tensors.items()}))
    parameters = Parameters(SHAPE)
    read_parameters(parameters, path)
    np.testing.assert_allclose(parameters.flat, numbered().flat, rtol=1e-3)


@pytest.mark.parametrize(
    ("tensor", "reason"),
    [
        (np.zeros(4, np.float32), "has the shape (4,); (3,) is needed"),
        (np.zeros((3, 1), np.float32), "has the shape (3, 1); (3,) is needed"),
        (np.zeros((), np.float32), "has the shape (); (3,) is needed"),
        (np.float32([0, np.nan, 1]), "holds numbers that aren't finite in float32"),
        (np.float32([0, -np.inf, 1]), "holds numbers that aren't finite in float32"),
        (np.float64([0, 1e39, 1]), "holds numbers that aren't finite in float32"),
        (np.zeros(3, np.int64), "holds I64 numbers; F16, F32, F64 can be read"),
        (np.zeros(3, np.bool_), "holds BOOL numbers; F16, F32, F64 can be read"),
    ],
)
def test_a_tensor_that_does_not_fit(path, tensors, tensor, reason):
    refused = refusal(path, save({**tensors, FIRST: tensor}))
    assert refused.place == f"{path}: {FIRST}"
    assert refused.reason == reason


def test_float64_holds_what_float32_can_not(path, tensors):
    path.write_bytes(save({**tensors, FIRST: np.float64([0, 1e39, 1])}))
    parameters = numbered(np.float64)
    read_parameters(parameters, path)
    assert parameters.biases[0].tolist() == [0, 1e39, 1]


def test_a_missing_and_an_unknown_tensor(path, tensors):
    missing = {name: tensor for name, tensor in tensors.items() if name != FIRST}
    refused = refusal(path, save(missing))
    assert (refused.place, refused.reason) == (f"{path}: {FIRST}", "is missing")
    refused = refusal(path, save({**tensors, "layers.2.weight\n": np.zeros(1, np.float32)}))
    assert refused.place == rf"{path}: layers.2.weight\n"
    assert refused.reason == "is no parameter of this network"


def raw(name, kind, shape, data):
    header = json.dumps({name: {"dtype": kind, "shape": shape, "data_offsets": [0, len(data)]}})
    return struct.pack("<Q", len(header)) + header.encode() + data


def one_layer(path, content):
    path.write_bytes(content)
    with pytest.raises(Refusal) as caught:
        read_parameters(Parameters(Shape((1, 1))), path)
    return caught.value


@pytest.mark.parametrize(("kind", "size"), [("BF16", 2), ("F8_E4M3", 1), ("C64", 8)])
def test_kinds_that_numpy_or_we_have_not(path, kind, size):
    refused = one_layer(path, raw("layers.0.weight", kind, [1, 1], bytes(size)))
    assert refused.place == f"{path}: layers.0.weight"
    assert refused.reason == f"holds {kind} numbers; F16, F32, F64 can be read"


def test_more_axes_than_numpy_has(path):
    refused = one_layer(path, raw("layers.0.weight", "F32", [1] * 99, bytes(4)))
    assert refused.place == f"{path}: layers.0.weight"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff" * 7,
        b"\xff" * 100,
        struct.pack("<Q", 2**63) + b"{}",
        struct.pack("<Q", 90 * 2**20) + b"{}",
        struct.pack("<Q", 2) + b"[]",
        raw("layers.0.bias", "F99", [1], bytes(4)),
        raw("layers.0.bias", "x\n" * 99, [1], bytes(4)),
        raw("layers.0.bias", "F32", [2], bytes(4)),
        raw("layers.0.bias", "F32", [2**62, 2**62], b""),
        b'{"format": "bpstudio"}',
        b"PK\x03\x04" + bytes(60),
    ],
)
def test_what_is_no_safetensors_file(path, content):
    refused = refusal(path, content)
    assert refused.place == str(path)
    assert refused.reason == "isn't a whole safetensors file, or is none at all"


def test_a_truncated_file(path, tensors):
    content = save(tensors)
    for length in range(0, len(content), 13):
        assert refusal(path, content[:length]).place == str(path)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_any_changed_byte_is_read_or_refused(tmp_path_factory, data):
    path = tmp_path_factory.getbasetemp() / "changed.safetensors"
    write_parameters(numbered(), path)
    content = bytearray(path.read_bytes())
    for _ in range(data.draw(st.integers(1, 3))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    path.write_bytes(content)
    parameters = numbered()
    try:
        read_parameters(parameters, path)
    except Refusal:
        assert parameters.flat.tobytes() == numbered().flat.tobytes()
    assert np.isfinite(parameters.flat).all()


def test_files_that_can_not_be_read_or_written(path, tmp_path):
    with pytest.raises(Refusal) as caught:
        read_parameters(numbered(), path)
    assert str(caught.value) == f"{path}: there is no such file"
    with pytest.raises(Refusal) as caught:
        write_parameters(numbered(), tmp_path)
    assert str(caught.value) == f"{tmp_path}: can't be written: it isn't a regular file"


def test_a_list_of_more_arrays_than_there_can_be_is_not_read(path):
    arrays = (b'"%d":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}' % n for n in range(30_000))
    header = b"{" + b",".join(arrays) + b"}"
    refused = refusal(path, struct.pack("<Q", len(header)) + header)
    assert refused.reason == "has more arrays in it than can be read"


def test_a_file_far_larger_than_the_parameters_is_not_read(path):
    refused = refusal(path, bytes(9 * 2**20))
    assert "9.44 MB; 8.39 MB at most" in refused.reason


def test_as_much_memory_as_it_takes_is_asked_for(path, monkeypatch):
    parameters = Parameters(Shape((1_000, 500)), dtype=np.float32)
    write_parameters(parameters, path)
    size = path.stat().st_size
    wider = Parameters(parameters.shape, dtype=np.float64)
    tracemalloc.start()
    read_parameters(wider, path)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < MEMORY_PER_BYTE * size
    monkeypatch.setattr(source, "available_memory", lambda: 6 * size)
    read_parameters(wider, path)
    monkeypatch.setattr(source, "available_memory", lambda: size)
    with pytest.raises(Refusal, match="of memory to be read"):
        read_parameters(wider, path)
