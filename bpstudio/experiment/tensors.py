"""Arrays as safetensors, each taken out by name and looked at before it is used."""

from __future__ import annotations

import json
import struct
from typing import TYPE_CHECKING, Any

import numpy as np
import safetensors
from safetensors import SafetensorError

from bpstudio.data.memory import in_words
from bpstudio.experiment.fields import shown, shown_key
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from numpy.typing import DTypeLike, NDArray

Tensor = dict[str, Any]  # its dtype, shape and data
Size = tuple[int | None, ...]  # a shape; None where any number will do

_deserialize: Callable[[bytes], list[tuple[str, Tensor]]] = safetensors.deserialize

LENGTH = struct.Struct("<Q")  # of the list of arrays, which is JSON, at the start of a file
MAX_HEADER = 8 * 2**20  # bytes of it
MAX_ARRAYS = 25_000  # each takes about 2 kB beside its numbers
BYTES = "U8"
KINDS = {BYTES: "|u1", "F16": "<f2", "F32": "<f4", "F64": "<f8", "I64": "<i8"}
DTYPES = tuple(KINDS.values())  # files have the last first
AT_ONCE = 2**18  # bytes that are copied without another thread having a chance
ALIGNED = 8  # bytes: the header's length is a multiple
DECIMALS = ("F16", "F32", "F64")
LARGEST = 8  # bytes of a number


def pack(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return the arrays as the bytes of a safetensors file; the same arrays give the same bytes.

    They are the bytes of safetensors' own `save`, which holds up all threads until it is done.
    """
    names = sorted(arrays, key=lambda name: (-DTYPES.index(arrays[name].dtype.str), name))
    header: dict[str, object] = {}
    parts: list[bytes] = []
    end = 0
    for name in names:
        array = np.ascontiguousarray(arrays[name])
        start, end = end, end + array.nbytes
        kind = list(KINDS)[DTYPES.index(array.dtype.str)]
        header[name] = {"dtype": kind, "shape": array.shape, "data_offsets": [start, end]}
        flat = array.reshape(-1).view(np.uint8)
        parts += (flat[at : at + AT_ONCE].tobytes() for at in range(0, len(flat), AT_ONCE))
    text = json.dumps(header, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % ALIGNED)
    return b"".join([struct.pack("<Q", len(text)), text, *parts])


def _check_header(content: bytes, place: str) -> None:
    """Refuse a list of arrays that would take far more memory than it has bytes."""
    (length,) = LENGTH.unpack_from(content) if len(content) >= LENGTH.size else (0,)
    is_long = MAX_HEADER < length < len(content)
    if is_long or content.count(b"{", LENGTH.size, LENGTH.size + length) > MAX_ARRAYS:
        raise Refusal(place, "has more arrays in it than can be read")


class Tensors:
    """The arrays of a file, to be taken out one by one; none may be left in the end.

    Parameters
    ----------
    content
        The bytes of a safetensors file.
    place
        What the file is called in a refusal.

    Raises
    ------
    Refusal
        When it is no such file.
    """

    def __init__(self, content: bytes, place: str) -> None:
        self.place = place
        _check_header(content, place)
        try:
            self._left = dict(_deserialize(content))
        except SafetensorError:
            reason = "isn't a whole safetensors file, or is none at all"
            raise Refusal(place, reason) from None

    @property
    def names(self) -> tuple[str, ...]:
        """The names of what has not been taken out."""
        return tuple(self._left)

    def __contains__(self, name: str) -> bool:
        return name in self._left

    def decimals(self, name: str, shape: Size, dtype: DTypeLike) -> NDArray[Any]:
        """Take out finite numbers of any precision, as `dtype`."""
        where = f"{self.place}: {name}"
        tensor = self._taken(name, shape, DECIMALS)
        with np.errstate(over="ignore"):  # what float32 can't hold is infinite
            numbers = tensor.astype(dtype)
        if not np.isfinite(numbers).all():
            raise Refusal(where, f"holds numbers that aren't finite in {np.dtype(dtype)}")
        return numbers

    def exactly(self, name: str, shape: Size, kind: str) -> NDArray[Any]:
        """Take out numbers of one kind, a key of `KINDS`; they need not be finite."""
        return self._taken(name, shape, (kind,)).copy()

    def text(self, name: str, most: int) -> memoryview:
        """Return an array of bytes that is a text, of `most` bytes, and leave it there."""
        size = self._found(name, (None,), (BYTES,)).size
        if size > most:
            reason = f"has {in_words(size)} of text; {in_words(most)} at most"
            raise Refusal(f"{self.place}: {name}", reason)
        return memoryview(self._left[name]["data"])

    def drop(self, name: str) -> None:
        """Take out what has been looked at."""
        del self._left[name]

    def _taken(self, name: str, shape: Size, kinds: tuple[str, ...]) -> NDArray[Any]:
        numbers = self._found(name, shape, kinds)
        del self._left[name]
        return numbers

    def _found(self, name: str, shape: Size, kinds: tuple[str, ...]) -> NDArray[Any]:
        where = f"{self.place}: {name}"
        if name not in self._left:
            raise Refusal(where, "is missing")
        tensor = self._left[name]
        kind, has = tensor["dtype"], tuple(tensor["shape"])
        if kind not in kinds:
            raise Refusal(where, f"holds {kind} numbers; {', '.join(kinds)} can be read")
        fits = len(has) == len(shape)
        if not fits or any(w not in (None, h) for w, h in zip(shape, has, strict=True)):
            needed = str(shape).replace("None", "any")
            raise Refusal(where, f"has the shape {shown(has)}; {needed} is needed")
        return np.frombuffer(tensor["data"], KINDS[kind]).reshape(has)

    def refuse_others(self, known: Collection[str] = (), *, reason: str) -> None:
        """Refuse the file if there is anything left that isn't `known`."""
        for name in self._left:
            if name not in known:
                raise Refusal(f"{self.place}: {shown_key(name)}", reason)
