"""The text of a table, whatever its encoding, as bytes in UTF-8."""

import codecs
import io

from bpstudio.data.format import Encoding
from bpstudio.data.progress import Tell, silent
from bpstudio.refusal import Refusal

NAMES = {"utf-8": "UTF-8", "utf-16": "UTF-16", "cp1252": "cp1252"}
PIECE_BYTES = 2**19  # so much is decoded at a time
LOOKED_AT = 2**16  # bytes that tell whether text without a byte order mark is UTF-16

_MARKS_16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_MARKS_32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def find_encoding(data: bytes, tell: Tell = silent, *, is_whole: bool = True) -> Encoding:
    """Return the encoding of a text: by its mark or its zero bytes, by whether all of it is UTF-8.

    A text that is neither UTF-16 nor UTF-8 is taken for cp1252. One that isn't whole may end within
    a character.
    """
    if not data.startswith(codecs.BOM_UTF8) and utf_16_order(data) is not None:
        return "utf-16"
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), PIECE_BYTES):
            decoder.decode(data[start : start + PIECE_BYTES])
            tell(start / len(data))
        decoder.decode(b"", final=is_whole)
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def utf_16_order(data: bytes) -> str | None:
    """Return ``"utf-16-le"`` or ``"utf-16-be"``, or None where it isn't sure that it is either.

    Without a mark it is by the zero bytes: commas, digits and line ends have one each, so that
    there are many at even or at odd places, and hardly any at the others.
    """
    if data.startswith(_MARKS_32):
        return None
    for mark, name in _MARKS_16.items():
        if data.startswith(mark):
            return name
    sample = data[: min(len(data), LOOKED_AT) // 2 * 2]
    pairs = len(sample) // 2
    first, second = sample[::2].count(0), sample[1::2].count(0)
    for few, many, name in ((first, second, "utf-16-le"), (second, first, "utf-16-be")):
        if pairs and 2 * many >= pairs and 50 * few <= many:
            return name
    return None


def to_utf_8(data: bytes, encoding: Encoding, tell: Tell = silent) -> bytes:
    """Return a text in UTF-8; what is no text in its encoding is none in UTF-8 either.

    Raises
    ------
    Refusal
        If it is UTF-32, or is said to be UTF-16 and that can't be so.
    """
    if data.startswith(_MARKS_32):
        raise Refusal("data.encoding", "the file is UTF-32 text; save it as UTF-8")
    if encoding == "cp1252":
        return _recoded(data, 0, "cp1252", "surrogateescape", tell)
    if encoding == "utf-16":
        return _recoded(data, *_start_and_order(data), "surrogatepass", tell)
    return data


def _start_and_order(data: bytes) -> tuple[int, str]:
    order = utf_16_order(data)
    if order is None:
        raise Refusal(
            "data.encoding",
            "the file doesn't look like UTF-16 text: it has no byte order mark, and its zero bytes "
            "don't tell the order either",
        )
    if len(data) % 2:
        raise Refusal("data.encoding", "the file has an odd number of bytes, UTF-16 text an even")
    return (2 if data[:2] in _MARKS_16 else 0), order


def _recoded(data: bytes, start: int, encoding: str, errors: str, tell: Tell) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)(errors)
    text = io.BytesIO()
    for place in range(start, len(data), PIECE_BYTES):
        text.write(decoder.decode(data[place : place + PIECE_BYTES]).encode("utf-8", errors))
        tell(place / len(data))
    text.write(decoder.decode(b"", final=True).encode("utf-8", errors))
    return text.getvalue()
