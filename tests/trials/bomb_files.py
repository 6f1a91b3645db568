"""Files that are made to fill the memory or to reach elsewhere."""

from __future__ import annotations

import io
import json
import stat
import struct
import warnings
import zipfile
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from safetensors.numpy import load, save

from tests.trials import corpus

if TYPE_CHECKING:
    from collections.abc import Callable

MEBI = 2**20
HEAD = '{"format": "bpstudio", "version": 1, "data": {"name": "circle"'
SOUND = (HEAD + "}}").encode()
NAMES = ("experiment.json", "parameters.safetensors", "state.safetensors", "run.safetensors")


def archive(
    *entries: tuple[str | zipfile.ZipInfo, bytes], packing: int = zipfile.ZIP_STORED
) -> bytes:
    """Return a zip of these entries."""
    file = io.BytesIO()
    with warnings.catch_warnings(action="ignore"), zipfile.ZipFile(file, "w", packing) as made:
        for name, content in entries:
            made.writestr(name, content, compress_type=packing)
    return file.getvalue()


def _squeezed(size: int, name: str = NAMES[3]) -> bytes:
    return archive((NAMES[0], SOUND), (name, bytes(size)), packing=zipfile.ZIP_DEFLATED)


def _lying(size: int) -> bytes:
    """Return a zip that says of an entry that it has 100 bytes, where there are many."""
    content = bytearray(_squeezed(size))
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        place = content.rindex(signature) + offset
        content[place : place + 4] = struct.pack("<L", 100)
    return bytes(content)


def _overlapping() -> bytes:
    """Return a zip whose directory names the same packed bytes four times."""
    content = archive((NAMES[0], b"[" + b" " * 10 * MEBI), packing=zipfile.ZIP_DEFLATED)
    start, end = content.index(b"PK\x01\x02"), content.index(b"PK\x05\x06")
    entry = content[start:end]
    directory = b"".join(
        entry[:28] + struct.pack("<H", len(name)) + entry[30:46] + name.encode() for name in NAMES
    )
    closing = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 4, 4, len(directory), start, 0)
    return content[:start] + directory + closing


@cache  # half of the time of the trial
def _directory(record: bytes) -> bytes:
    """Return 10^6 entries of a zip's directory."""
    return b"".join(record + b"%07d" % number for number in range(10**6))


def _million(is_large: bool) -> bytes:
    """Return a zip of 10^6 entries, as the format has it for so many, or as it was before."""
    entry = archive(("0000000", b""))
    start = entry.index(b"PK\x01\x02")
    record, body = entry[start : start + 46], entry[:start]
    directory = _directory(record)
    large = struct.pack(
        "<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 10**6, 10**6, len(directory), len(body)
    )
    large += struct.pack("<4sLQL", b"PK\x06\x07", 0, len(body) + len(directory), 1)
    count = 0xFFFF
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return body + directory + (large if is_large else b"") + end


def _link() -> bytes:
    """Return a zip whose experiment is a link to a file of the system."""
    info = zipfile.ZipInfo(NAMES[0])
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return archive((info, b"/etc/passwd"))


def _tensors(header: bytes, data: bytes = b"") -> bytes:
    return struct.pack("<Q", len(header)) + header + data


def _array(shape: list[int], start: int = 0, end: int = 0, name: str = "layers.0.weight") -> bytes:
    entry = {"dtype": "F32", "shape": shape, "data_offsets": [start, end]}
    return _tensors(json.dumps({name: entry}).encode())


def _many_arrays(count: int) -> bytes:
    arrays = (b'"%d":{"dtype":"U8","shape":[0],"data_offsets":[0,0]}' % n for n in range(count))
    return _tensors(b"{" + b",".join(arrays) + b"}")


def _document(name: str, inner: bytes) -> bytes:
    """Return a sound document with one entry replaced."""
    with zipfile.ZipFile(io.BytesIO(corpus.files()["documents/sgd.bps"])) as known:
        entries = [(one, inner if one == name else known.read(one)) for one in known.namelist()]
    return archive(*entries)


def _many_tracks(count: int) -> bytes:
    """Return a document that has recorded many layers, with room for a lot of each."""
    with zipfile.ZipFile(io.BytesIO(corpus.files()["documents/sgd.bps"])) as known:
        arrays = load(known.read(NAMES[3]))
    for number in range(10, 10 + count):
        arrays[f"saturation.{number}.steps"] = np.zeros(0)
        arrays[f"saturation.{number}.values"] = np.zeros((0, 8192), np.float32)
        arrays[f"saturation.{number}.pace"] = np.array([512, 1, 0])
    arrays["saturation.9.steps"] = np.zeros(1)  # the last one, which is refused
    arrays["saturation.9.values"] = np.zeros((1, 1), np.float32)
    arrays["saturation.9.pace"] = np.zeros(3, np.int64)
    return _document(NAMES[3], save(arrays))


def _run(change: Callable[[bytes], bytes], name: str = NAMES[3]) -> bytes:
    """Return a document with another text of its run."""
    with zipfile.ZipFile(io.BytesIO(corpus.files()["documents/sgd.bps"])) as known:
        arrays = load(known.read(name))
    text = change(arrays["json"].tobytes())
    return _document(name, save(arrays | {"json": np.frombuffer(text, np.uint8)}))


def _in_front(words: bytes) -> Callable[[bytes], bytes]:
    """Return what puts words in front of all others of an object."""
    return lambda text: text.replace(b"{", b"{" + words + b",", 1)


def _experiment(fields: str) -> bytes:
    return (HEAD + fields + "}}").encode()


BOMBS: dict[str, Callable[[], bytes]] = {
    "zip: 60 MB of zeros.bps": lambda: _squeezed(60 * MEBI),
    "zip: 60 MB of an experiment.bps": lambda: _squeezed(60 * MEBI, NAMES[0]),
    "zip: lies about its size.bps": lambda: _lying(60 * MEBI),
    "zip: one body, four entries.bps": _overlapping,
    "zip: a zip in a zip.bps": lambda: archive((NAMES[0], _squeezed(20 * MEBI))),
    "zip: 10^6 entries.bps": lambda: _million(False),
    "zip: 10^6 entries, zip64.bps": lambda: _million(True),
    "zip: above.bps": lambda: archive((NAMES[0], SOUND), ("../../evil.json", b"{}")),
    "zip: absolute.bps": lambda: archive((NAMES[0], SOUND), ("/tmp/evil.json", b"{}")),
    "zip: backwards.bps": lambda: archive((NAMES[0], SOUND), ("..\\evil.json", b"{}")),
    "zip: a link.bps": _link,
    "zip: twice.bps": lambda: archive((NAMES[0], SOUND), (NAMES[0], SOUND)),
    "zip: a folder.bps": lambda: archive((NAMES[0] + "/", b""), (NAMES[0], SOUND)),
    "zip: no end.bps": lambda: b"PK\x03\x04",
    "bytes: 1 GB of zeros.json": lambda: b"",
    "bytes: 60 MB of brackets.bps": lambda: b"[" * (60 * MEBI),
    "json: deep.json": lambda: b"[" * 15 * MEBI,
    "json: deep objects.json": lambda: b'{"a":' * 3 * MEBI,
    "json: deep in a document.bps": lambda: archive((NAMES[0], b"[" * 15 * MEBI)),
    "json: deep, with a circuit's name.json": lambda: (
        b'{"format": "bpstudio-circuit", "nodes":' + b"[" * MEBI
    ),
    "json: a number of 10^7 digits.json": lambda: _experiment(', "seed": ' + "9" * 10**7),
    "json: a decimal of 10^7 digits.json": lambda: _experiment(', "noise": 0.' + "3" * 10**7 + "x"),
    "json: a huge exponent.json": lambda: _experiment(', "noise": 1e' + "9" * 10**6),
    "json: a long key.json": lambda: _experiment(f', "{"k" * 15 * MEBI}": 1'),
    "json: a long key, wide.json": lambda: _experiment(f', "{"k" * 15 * MEBI}\U0001f600": 1'),
    "json: escapes.json": lambda: _experiment(f', "{chr(92)}ud83d" : "{chr(92)}ude00' * MEBI),
    "json: a long name.json": lambda: _experiment(f', "path": "{"p" * 15 * MEBI}"'),
    "json: many keys.json": lambda: _experiment(
        ",".join(["", *(f'"{number}":1' for number in range(10**6))])
    ),
    "json: as many keys as there may be.json": lambda: _experiment(
        ",".join(["", *(f'"{number}":1' for number in range(179_000))])
    ),
    "json: as many objects.json": lambda: b"[" + b"{}," * 179_000 + b"{}]",
    "json: many lists.json": lambda: b"[" + b"[]," * 5 * MEBI + b"[]]",
    "json: many objects.json": lambda: b"[" + b"{}," * 5 * MEBI + b"{}]",
    "json: many layers.json": lambda: _experiment(
        '}, "network": {"hidden": [' + "{}," * 10**6 + "{}]"
    ),
    "json: twice the same.json": lambda: _experiment(', "seed": 1, "seed": 2'),
    "json: a million of the same.json": lambda: _experiment(', "seed": 1' * 10**6),
    "json: 10^8 samples.json": lambda: _experiment(', "samples": 100000000'),
    "json: wide and deep.json": lambda: _experiment(
        '}, "network": {"hidden": [' + ",".join(['{"units": 1000000}'] * 1000) + "]"
    ),
    "json: reads a device.json": lambda: SOUND.replace(b'"name": "circle"', b'"path": "/dev/zero"'),
    "json: reads a folder.json": lambda: SOUND.replace(b'"name": "circle"', b'"path": "../.."'),
    "arrays: a huge shape.safetensors": lambda: _array([2**40]),
    "arrays: shapes that overflow.safetensors": lambda: _array([2**32, 2**32]),
    "arrays: huge, with huge places.safetensors": lambda: _array([2**40], 0, 2**42),
    "arrays: half a header.safetensors": lambda: struct.pack("<Q", 2**62) + b"{}",
    "arrays: a long header.safetensors": lambda: _tensors(b"{}" + b" " * 60 * MEBI),
    "arrays: 10^6.safetensors": lambda: _many_arrays(10**6),
    "arrays: 10^5, in a document.bps": lambda: _document(NAMES[1], _many_arrays(10**5)),
    "arrays: a huge shape, in a document.bps": lambda: _document(NAMES[2], _array([2**40])),
    "arrays: many tracks.bps": lambda: _many_tracks(8_000),
    "run: 12 MB of blanks.bps": lambda: _run(lambda text: text + b" " * 12 * MEBI),
    "run: deep.bps": lambda: _run(_in_front(b'"a":' + b"[" * 9 * MEBI)),
    "run: deep, in a stretch.bps": lambda: _run(
        lambda text: text.replace(b'"experiment":', b'"experiment":' + b"[" * 9 * MEBI, 1)
    ),
    "run: many lists.bps": lambda: _run(_in_front(b'"a":[' + b"[]," * 3 * MEBI + b"[]]")),
    "run: many lists in a stretch.bps": lambda: _run(
        lambda text: text.replace(b'"data":', b'"x":[' + b"[]," * 3 * MEBI + b'[]],"data":', 1)
    ),
    "run: many keys.bps": lambda: _run(
        lambda text: text[:-1] + b"".join(b',"%d":1' % number for number in range(10**6)) + b"}"
    ),
    "run: many stretches.bps": lambda: _run(
        lambda text: text.replace(
            b'"segments":[',
            b'"segments":[' + b'{"experiment":0,"start":0,"limit":0,"order":0},' * 180_000,
        )
    ),
    "run: many checkpoints.bps": lambda: _run(
        lambda text: text.replace(
            b'"kept":[',
            b'"kept":['
            + b'{"segment":0,"place":{"step":1,"epochs":0,"used":0},"is_start":true},' * 10**5,
        )
    ),
    "run: a long order.bps": lambda: _run(
        lambda text: text.replace(b'"order":[', b'"order":[' + b"[0,0,0,true]," * 7 * 10**5, 1)
    ),
    "run: a number of 10^6 digits.bps": lambda: _run(_in_front(b'"version":' + b"9" * 10**6)),
    "run: a step of 10^6 digits.bps": lambda: _run(
        lambda text: text.replace(b'"start":', b'"start":' + b"9" * 10**6, 1)
    ),
    "state: 12 MB of blanks.bps": lambda: _run(lambda text: text + b" " * 12 * MEBI, NAMES[2]),
    "state: many lengths of epochs.bps": lambda: _run(
        lambda text: text.replace(b'"epoch_lengths":[', b'"epoch_lengths":[' + b"[9,9]," * 400_000),
        NAMES[2],
    ),
    "state: a long message.bps": lambda: _run(
        lambda text: text.replace(b'"message":"', b'"message":"' + "\U0001f600".encode() * 10**6),
        NAMES[2],
    ),
    "table: a cell of 8 MB.csv": lambda: b"a,b\n1," + b"9" * (8 * MEBI),
    "table: 10^7 columns.csv": lambda: b"," * 10**7 + b"\n",
    "table: NULs.csv": lambda: bytes(10 * MEBI),
    "table: an open quote.csv": lambda: b'a,b\n1,"' + b"x\n" * 10 * MEBI,
    "table: 10^6 classes.csv": lambda: (
        b"a,b\n" + b"".join(b"%d,c%d\nx" % (k, k) for k in range(10**6))
    ),
    "circuit: 10^5 gates.json": lambda: (
        b'{"format": "bpstudio-circuit", "version": 1, "nodes": ['
        + b",".join(b'{"id":%d,"gate":"add"}' % k for k in range(20_000))
        + b"]}"
    ),
}
GROWN = {"zip: no end.bps": 1024 * MEBI, "bytes: 1 GB of zeros.json": 1024 * MEBI}  # with zeros
