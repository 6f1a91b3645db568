"""Running commands: in this process, with what they print and their exit status."""

import json
import sys
from typing import NamedTuple

import pytest

from bpstudio import cli


class Done(NamedTuple):
    status: int
    out: str
    err: str

    @property
    def report(self):
        """The one JSON object on stdout; NaN and Infinity are no JSON."""

        def refuse(constant):
            raise ValueError(constant)

        return json.loads(self.out, parse_constant=refuse)


@pytest.fixture
def command(monkeypatch, capsys, tmp_path):
    """Return a function that runs a command line in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["bpstudio", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return Done(ended.value.code, *capsys.readouterr())

    return run


@pytest.fixture
def write(tmp_path):
    """Return a function that writes an experiment's file and returns its name."""

    def write_file(name="mine.json", **fields):
        plain = {"format": "bpstudio", "version": 1, "data": {"name": "circle"}, **fields}
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(json.dumps(plain))
        return name

    return write_file
