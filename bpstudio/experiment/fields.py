"""The fields of a JSON object: its header checked, turned into a frozen struct, or refused.

What is refused has its place in the text, and a sentence that says what would be right there.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bpstudio.experiment.versions import Format, Plain

S = TypeVar("S", bound=msgspec.Struct)

# msgspec's sentence, and ours; {0} is what it expected
_SENTENCES = (
    (r"Expected `int` >= (.*)", "must be a whole number of at least {0}"),
    (r"Expected `int` <= (.*)", "must be a whole number of at most {0}"),
    (r"Expected `float` >= (.*)", "must be a number of at least {0}"),
    (r"Expected `float` <= (.*)", "must be a number of at most {0}"),
    (r"Expected `float` < (.*)", "must be a number under {0}"),
    (r"Expected `array` of length <= (.*)", "must be a list of at most {0}"),
    (r"Expected `int \| str`, got .*", 'must be a whole number or "all"'),
    (r"Expected `int`, got .*", "must be a whole number"),
    (r"Expected `float`, got .*", "must be a number"),
    (r"Expected `float \| str`, got .*", "must be a number or the name of a class"),
    (r"Expected `bool`, got .*", "must be true or false"),
    (r"Expected `bool \| null`, got .*", "must be true or false"),
    (r"Expected `str(?: \| null)?`, got .*", "must be a text"),
    (r"Expected `object`, got .*", "must be an object, {{...}}"),
    (r"Expected `array(?: \| null)?`, got .*", "must be a list, [...]"),
    (r"Expected `array` of length (\d+), got .*", "must be a list of {0}"),
    (r"Expected `int \| null`, got .*", "must be a whole number or null"),
    (r"Expected `float \| null`, got .*", "must be a number"),
    (r"Expected `str` of length <= (.*)", "must have at most {0} characters"),
    (r"Expected `str` of length >= 1", "is empty"),
    (r"Expected `array` of length >= (.*)", "must be a list of at least {0}"),
    (r"Expected `object` of length <= (.*)", "must be an object of at most {0} fields"),
    (r"Expected `float` > (.*)", "must be a number over {0}"),
    (r"Expected `str \| object(?: \| null)?`, got .*", "must be a text or an object, {{...}}"),
    (r"Expected `object \| null`, got .*", "must be an object, {{...}}"),
    (
        r"Expected `(?:bool \| float \| str|str \| bool \| float).*",
        "must be a number, a text, true or false",
    ),
    (r"Number out of range", "is too large a number"),
)


def described(plain: object, format_: Format, what: str) -> Plain:
    """Return the fields that a JSON value has beside the header of its format.

    Parameters
    ----------
    what
        What it should describe, in words: ``"an experiment"``.

    Raises
    ------
    Refusal
        Where it is no object, or of another format or a newer version.
    """
    if not isinstance(plain, dict):
        raise Refusal("", f"must be a JSON object, {{...}}, that describes {what}")
    return without_header(plain, format_)


def converted(fields: Plain, kind: type[S], names: Mapping[str, str] | None = None) -> S:
    """Return the struct that the fields of a JSON object describe.

    Parameters
    ----------
    names
        Says by the name of a field which names it takes, where it takes but some.

    Raises
    ------
    Refusal
        With the place of what is missing, unknown, of the wrong kind or out of range.
    """
    try:
        return msgspec.convert(fields, kind, strict=True)
    except msgspec.ValidationError as error:
        raise _refusal_for(str(error), fields, names or {}) from None
    except UnicodeEncodeError as error:
        raise Refusal(shown_key(error.object), "holds half a character, a lone surrogate") from None


def without_header(plain: Plain, format_: Format) -> Plain:
    """Return the fields of the newest version without the header, which is checked."""
    version = checked_version(plain, format_)
    fields = {key: value for key, value in plain.items() if key not in format_.header}
    return format_.upgraded(fields, version)


def checked_version(plain: Plain, format_: Format) -> int:
    """Return the version that a text is of; what isn't of the format, or is newer, is refused."""
    for key in ("format", "version"):
        if key not in plain:
            raise Refusal(key, "is missing")
    if plain["format"] != format_.name:
        raise Refusal("format", f'must be "{format_.name}", not {shown(plain["format"])}')
    version = plain["version"]
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise Refusal("version", f"must be a whole number from 1, not {shown(version)}")
    if version > format_.newest:
        reason = f"is {shown(version)}, and this bpstudio reads up to version {format_.newest}"
        raise Refusal("version", reason)
    return version


def _refusal_for(message: str, fields: Plain, names: Mapping[str, str]) -> Refusal:
    """Turn msgspec's message into a place and a sentence.

    `names` says by the name of a field which names it takes.
    """
    text, _, path = message.rpartition(" - at `$.")  # the last one: before it may stand anything
    text, place = (text, path.strip("`")) if text else (message, "")
    inner = f"{place}." if place else ""
    if unknown := re.fullmatch(r"Object contains unknown field `(.*)`", text, re.DOTALL):
        return Refusal(inner + shown_key(unknown[1]), "is unknown")
    if missing := re.fullmatch(r"Object missing required field `(.*)`", text):
        return Refusal(inner + missing[1], "is missing")
    if text.startswith("Invalid enum value"):
        field = place.rpartition(".")[2].partition("[")[0]
        return Refusal(place, names[field] + _not(place, fields))
    for pattern, sentence in _SENTENCES:
        if found := re.fullmatch(pattern, text):
            return Refusal(place, sentence.format(*found.groups()) + _not(place, fields))
    return Refusal(place, text)


def _not(place: str, fields: Plain) -> str:
    """Return ", not VALUE" for the value at `place`, nothing where it is no single value."""
    value: Any = fields
    for key, index in re.findall(r"([^.\[\]]+)|\[(\d+)\]", place):
        try:
            value = value[key or int(index)]
        except (KeyError, IndexError, TypeError):
            return ""
    return "" if isinstance(value, dict | list) else f", not {shown(value)}"


def shown(value: object) -> str:
    """Return a JSON value as it may stand in a sentence: short, printable, one line."""
    if isinstance(value, dict | list):
        return "an object" if isinstance(value, dict) else "a list"
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**20:
        return "a number of more than 20 digits"
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return _shortened(ascii(value))


def is_text(text: str) -> bool:
    """Whether `text` is made of whole characters, and of bytes that are none as names may be."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def shown_key(key: str) -> str:
    """Return the name of a field as it may stand in a place: short, printable, one line."""
    return _shortened(ascii(key)[1:-1])


def _shortened(text: str) -> str:
    return text if len(text) <= 40 else text[:36] + " ..."
