"""A small experiment as JSON, and what is said of a changed one."""

import json

import pytest

from bpstudio.experiment.storage import parse_experiment
from bpstudio.refusal import Refusal

SMALLEST = {"format": "bpstudio", "version": 1, "data": {"name": "circle"}}


def parse(**fields):
    """Parse the smallest experiment with some fields more, or others."""
    return parse_experiment(json.dumps({**SMALLEST, **fields}).encode("utf-8", "surrogatepass"))


def refusal_of(text):
    """Return the refusal of a text, given as a string or as bytes."""
    content = text.encode() if isinstance(text, str) else text
    with pytest.raises(Refusal) as caught:
        parse_experiment(content)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 300
    return caught.value


def refusal_with(**fields):
    """Return the refusal of the smallest experiment with some fields more, or others."""
    return refusal_of(json.dumps({**SMALLEST, **fields}))
