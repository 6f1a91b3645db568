"""Ways to spoil a file: its bytes, its JSON, its arrays, its zip, its cells."""

from __future__ import annotations

import io
import json
import struct
import warnings
import zipfile
from copy import deepcopy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np

    Rng = np.random.Generator

ODD_TEXTS = ("", "\0", "\ud800", "../x", "/etc/passwd", "a" * 300, "é\u202e", "NaN", "\n\x1b[2J")
ODD_NUMBERS = (0, -1, 1, 2**31, 2**53, 2**63, -(2**63) - 1, 10**30, 1e308, 1e-320, -0.0, 0.5)
ODD: tuple[Any, ...] = (None, True, [], {}, [[]], float("nan"), float("inf"))
BITS = (b"", b"\0", b'"', b"{", b"[", b"]", b",", b";", b"\r", b"\n", b"\xff\xfe", b"\xef\xbb\xbf")
MORE_BITS = (b"PK\x03\x04", b"PK\x05\x06", b"NaN", b"1e999", b"9" * 40, b"=1+1", b"\xf0\x9f", b"''")
REALS = (float("nan"), float("inf"), float("-inf"), -1.0, 0.0, 1e-30, 1e30, 3.5)
TYPES = {
    "F32": ("<f", REALS),
    "F64": ("<d", (*REALS, 1e300, 2.0**53, 2.0**60)),
    "I64": ("<q", (0, -1, 1, 2, 7, 10**6, 2**31, 2**62, -(2**63))),
}
CELLS = ("", "NA", "nan", "inf", "-inf", "1e999", "1,5", "1.5.2", '"', '"x', "\0", "x" * 200, "０")


def one_of(rng: Rng, things: Any) -> Any:
    """Return one of several things."""
    return things[int(rng.integers(len(things)))]


def odd_value(rng: Rng) -> Any:
    """Return a JSON value that is likely not to be meant where it is put."""
    return deepcopy(one_of(rng, (*ODD, one_of(rng, ODD_NUMBERS), one_of(rng, ODD_TEXTS))))


def bytes_changed(content: bytes, rng: Rng) -> bytes:
    """Change, insert, drop, double, swap or cut off bytes, up to eight times."""
    text = bytearray(content)
    for _ in range(one_of(rng, (1, 1, 2, 4, 8))):
        start = int(rng.integers(len(text) + 1))
        end = min(start + int(rng.integers(0, 12)), len(text))
        match int(rng.integers(6)):
            case 0 if start < len(text):
                text[start] ^= 1 << int(rng.integers(8))
            case 1:
                text[start:end] = one_of(rng, BITS + MORE_BITS)
            case 2:
                text[start:end] = b""
            case 3:
                text[start:start] = text[start : start + int(rng.integers(200))]
            case 4:
                text[start:end] = rng.bytes(end - start)
            case _ if rng.random() < 0.2:
                del text[start:]
    return bytes(text)


def json_changed(content: bytes, rng: Rng) -> bytes:
    """Put odd values, keys and copies anywhere in a JSON text."""
    try:
        value = json.loads(content)
    except ValueError:
        return bytes_changed(content, rng)
    for _ in range(one_of(rng, (1, 1, 1, 2, 3))):
        value = _changed(value, rng)
    text = json.dumps(value)
    if rng.random() < 0.1:
        text = text.replace("{", '{"twice": 1, "twice": 2,', 1)
    return text.encode("utf-8", "surrogatepass")


def _changed(value: Any, rng: Rng) -> Any:
    """Return a JSON value with one thing in it changed: any, so most often a deep one."""
    holder, key = one_of(rng, [(None, None), *_places(value)])
    if holder is None:
        return odd_value(rng) if rng.random() < 0.2 else value
    kind = rng.random()
    if kind < 0.1:
        del holder[key]
    elif kind < 0.2 and isinstance(holder, dict):
        holder[one_of(rng, [*ODD_TEXTS, *holder])] = holder.pop(key)
    elif kind < 0.25 and isinstance(holder, list):
        holder.insert(key, deepcopy(holder[key]))
    elif kind < 0.3 and isinstance(holder, dict):
        holder[key] = deepcopy(holder[one_of(rng, list(holder))])
    else:
        holder[key] = _other(holder[key], rng)
    return value


def _places(value: Any) -> list[tuple[Any, Any]]:
    """Return all places in a JSON value: what holds each, and its key there."""
    keys = list(value) if isinstance(value, dict) else []
    keys = list(range(len(value))) if isinstance(value, list) else keys
    return [place for key in keys for place in ((value, key), *_places(value[key]))]


def _other(value: Any, rng: Rng) -> Any:
    if isinstance(value, bool):
        return not value
    if isinstance(value, (int, float)) and rng.random() < 0.7:
        near = (-value, value + 1, value - 1, value * 2, value / 2, value // 2, value * 10**6)
        return one_of(rng, near)
    return odd_value(rng)


def tensors_changed(content: bytes, rng: Rng) -> bytes:
    """Change the header, the numbers or the inner JSON of a safetensors file."""
    if len(content) < 8:
        return bytes_changed(content, rng)
    (length,) = struct.unpack("<Q", content[:8])
    header, data = content[8 : 8 + length], bytearray(content[8 + length :])
    match int(rng.integers(8)):
        case 0 | 1:
            header = json_changed(header, rng)
        case 2:
            header = bytes_changed(header, rng)
        case 3 | 4 | 5:
            _put_odd_numbers(header, data, rng)
        case _:
            return _inner_json_changed(header, bytes(data), rng) or bytes_changed(content, rng)
    if rng.random() < 0.05:
        return struct.pack("<Q", one_of(rng, (0, 1, 2**32, 2**63, 2**64 - 1))) + header + data
    return struct.pack("<Q", len(header)) + header + data


def _put_odd_numbers(header: bytes, data: bytearray, rng: Rng) -> None:
    """Change some numbers of some arrays, each to one of its own type."""
    try:
        arrays = [array for array in json.loads(header).values() if "dtype" in array]
    except (ValueError, AttributeError, TypeError):
        return
    for _ in range(one_of(rng, (1, 1, 2, 5))):
        array = one_of(rng, arrays) if arrays else {"dtype": ""}
        if array["dtype"] not in TYPES:
            continue
        kind, numbers = TYPES[array["dtype"]]
        start, end = array["data_offsets"]
        size = struct.calcsize(kind)
        if end - start >= size:
            place = start + size * int(rng.integers((end - start) // size))
            data[place : place + size] = struct.pack(kind, one_of(rng, numbers))


def _inner_json_changed(header: bytes, data: bytes, rng: Rng) -> bytes | None:
    """Change the array that holds JSON, and move those behind it; None where there is none."""
    try:
        entries = json.loads(header)
        start, end = entries["json"]["data_offsets"]
    except (ValueError, KeyError, TypeError):
        return None
    text = json_changed(data[start:end], rng)
    grown = len(text) - (end - start)
    for name, entry in entries.items():
        if name != "__metadata__" and entry["data_offsets"][0] >= end:
            entry["data_offsets"] = [place + grown for place in entry["data_offsets"]]
    entries["json"] |= {"shape": [len(text)], "data_offsets": [start, start + len(text)]}
    found = json.dumps(entries).encode()
    return struct.pack("<Q", len(found)) + found + data[:start] + text + data[end:]


def zip_changed(content: bytes, rng: Rng) -> bytes:
    """Spoil one entry of a zip, swap, rename, double, drop or pack entries, or its own bytes."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [(name, archive.read(name)) for name in archive.namelist()]
    except (zipfile.BadZipFile, OSError):
        return bytes_changed(content, rng)
    place = int(rng.integers(len(entries)))
    name, inner = entries[place]
    kind = int(rng.integers(14))
    if kind < 10:
        change = json_changed if name.endswith("json") else tensors_changed
        entries[place] = (name, (bytes_changed if rng.random() < 0.1 else change)(inner, rng))
    elif kind == 10:
        entries[place] = (one_of(rng, ODD_TEXTS[2:]).replace("\ud800", "u"), inner)
    elif kind == 11:
        del entries[place]
    elif kind == 12:
        entries.append((one_of(rng, entries)[0], inner))
    else:
        return bytes_changed(content, rng)
    file = io.BytesIO()
    packing = one_of(rng, (zipfile.ZIP_STORED, zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w", packing) as archive:
        for known, its in entries:
            archive.writestr(known, its)
    return file.getvalue()


def cells_changed(content: bytes, rng: Rng) -> bytes:
    """Change cells and lines of a table, or how it is encoded."""
    lines = content.decode("latin-1").splitlines(keepends=True)
    for _ in range(int(rng.integers(1, 6))):
        if not lines:
            break
        place = int(rng.integers(len(lines)))
        cells = lines[place].split(",")
        match int(rng.integers(6)):
            case 0 | 1:
                cells[int(rng.integers(len(cells)))] = one_of(rng, CELLS)
            case 2:
                cells.insert(int(rng.integers(len(cells) + 1)), one_of(rng, CELLS))
            case 3:
                cells.pop()
            case 4:
                cells = [one_of(rng, (";", "\t", "|", " ")).join(cells)]
            case _:
                lines.insert(place, one_of(rng, lines))
        lines[place] = ",".join(cells)
    text = "".join(lines)
    return text.encode(one_of(rng, ("latin-1",) * 6 + ("utf-8", "utf-16", "utf-32")), "replace")


WAYS: dict[str, tuple[Callable[[bytes, Rng], bytes], ...]] = {
    "experiments": (bytes_changed, json_changed, json_changed),
    "circuits": (bytes_changed, json_changed, json_changed),
    "lessons": (bytes_changed, *(json_changed,) * 5),
    "documents": (bytes_changed, *(zip_changed,) * 7),
    "tables": (bytes_changed, cells_changed, cells_changed),
    "parameters": (bytes_changed, tensors_changed, tensors_changed),
}
