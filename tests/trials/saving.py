"""Things to save, each in two versions, and a process that saves them for ever."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Parameters
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.circuits.storage import read_diagram, write_diagram
from bpstudio.experiment.document_file import write_document
from bpstudio.experiment.parameters_file import write_parameters
from bpstudio.experiment.storage import write_experiment
from bpstudio.resources import resource
from bpstudio.runtime.documents import document_entries
from tests.runtime.experiments import make_experiment
from tests.trials.corpus import SHAPE, trained

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from bpstudio.experiment.spec import Experiment

Save = Callable[[Path], object]
CIRCUITS = ("skip", "two_layers")
EXPORT = 2**21  # bytes of a picture, say


def contents(saves: tuple[Save, Save], path: Path) -> tuple[bytes, bytes]:
    """Return what each save writes; there is no file afterwards."""
    found = []
    for save in saves:
        save(path)
        found.append(path.read_bytes())
        path.unlink()
    return found[0], found[1]


def save_for_ever(name: str, path: Path, pipe: Connection) -> None:
    """Tell both versions, then save one and the other in turn, until the process is killed."""
    saves = one, other = VERSIONS[name]()
    known = contents(saves, path)
    one(path)
    pipe.send(known)
    while True:
        other(path)
        one(path)


def _document(experiment: Experiment, steps: int) -> Save:
    run, record = trained(experiment, steps)
    entries = document_entries(run, record, Path())
    return partial(_write_document, run.experiment, entries)


def _write_document(experiment: Experiment, entries: dict[str, bytes], path: Path) -> None:
    write_document(path, experiment, entries)


def _parameters(seed: int) -> Save:
    flat = np.random.default_rng(seed).normal(size=SHAPE.size).astype(np.float32)
    return partial(write_parameters, Parameters(SHAPE, flat))


def _write(content: bytes, path: Path) -> None:
    write_atomically(path, content)


def _export(text: bytes) -> Save:
    content = text * (EXPORT // len(text))
    return partial(_write, content)


def _documents(units: tuple[int, ...], steps: tuple[int, int]) -> tuple[Save, Save]:
    experiment = make_experiment(*units, batch_size=10, epochs=99)
    return _document(experiment, steps[0]), _document(experiment, steps[1])


def _experiments() -> tuple[Save, Save]:
    one, other = make_experiment(4), make_experiment(*range(1, 200))
    return partial(write_experiment, one), partial(write_experiment, other)


def _circuits() -> tuple[Save, Save]:
    one, other = (read_diagram(resource("circuits", f"{name}.json")) for name in CIRCUITS)
    return partial(write_diagram, one), partial(write_diagram, other)


VERSIONS: dict[str, Callable[[], tuple[Save, Save]]] = {
    "document.bps": lambda: _documents((300, 100), (10, 20)),
    "small.bps": lambda: _documents((2,), (3, 5)),
    "experiment.json": _experiments,
    "circuit.json": _circuits,
    "parameters.safetensors": lambda: (_parameters(1), _parameters(2)),
    "export.png": lambda: (_export(b"a"), _export(b"bc")),
}
KINDS = tuple(VERSIONS)
