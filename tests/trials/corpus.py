"""Sound files of every kind, to be spoilt or saved: small, and the same every time."""

from __future__ import annotations

import tempfile
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from bpstudio.engine.parameters import Parameters, Shape
from bpstudio.experiment import edits
from bpstudio.experiment.bookmarks import Bookmark
from bpstudio.experiment.document_file import write_document
from bpstudio.experiment.parameters_file import parameters_bytes
from bpstudio.experiment.spec import Choice, Experiment, replace
from bpstudio.resources import resource
from bpstudio.runtime.documents import document_entries
from bpstudio.runtime.history import History
from bpstudio.runtime.recorder import Recorder
from bpstudio.runtime.reporter import Reporter
from bpstudio.runtime.run import Run
from bpstudio.runtime.saved_run import SavedRun, saved
from tests.runtime.experiments import data_of, make_experiment

if TYPE_CHECKING:
    from bpstudio.experiment.bookmarks import Bookmarks
    from bpstudio.runtime.record import Record

SHAPE = Shape((2, 5, 3))  # of the parameters that a file is read into
TABLE = "x,y,kind\n" + "".join(f"{k % 7},{k % 5}.25,{'abc'[k % 3]}\n" for k in range(30))
OTHER_TABLES = {
    "semicolons.csv": TABLE.replace(",", ";").replace(".", ","),
    "tabs.csv": "\ufeff" + TABLE.replace(",", "\t").replace("\n", "\r\n"),
    "quotes.csv": '"a ""b""","c\nd",t\n' + '1.5,-2e3,"no, yes"\n3,4,"maybe"\n' * 12,
    "numbers.csv": "a,b,t\n" + "".join(f"{k},{k * k},{k / 7}\n" for k in range(20)),
}

BOOKMARKS = (
    Bookmark(name="worst", page="Network", panel="Loss", step=20, layers=(1, 0), unit=(1, 2)),
    Bookmark(name="δ2", page="Network", step=33, sample=3, instruction=7),
    Bookmark(name="gates", page="Circuit", gates=4),
)


@cache
def files() -> dict[str, bytes]:
    """Return the files by name."""
    found = {f"experiments/{p.name}": p.read_bytes() for p in _shipped("experiments")}
    found |= {f"circuits/{p.name}": p.read_bytes() for p in _shipped("circuits")}
    found |= {f"lessons/{p.name}": p.read_bytes() for p in _shipped("lessons")}
    found |= {"tables/commas.csv": TABLE.encode()}
    found |= {f"tables/{name}": text.encode() for name, text in OTHER_TABLES.items()}
    found["tables/utf16.csv"] = TABLE.encode("utf-16")
    found["tables/cp1252.csv"] = TABLE.replace("kind", "größe").encode("cp1252")
    parameters = Parameters(SHAPE)
    parameters.flat[:] = np.linspace(-1, 1, SHAPE.size)
    found["parameters/some.safetensors"] = parameters_bytes(parameters)
    found |= {f"documents/{name}.bps": content for name, content in _documents().items()}
    return found


def kinds() -> dict[str, list[str]]:
    """Return the names of the files by their kind."""
    by_kind: dict[str, list[str]] = {}
    for name in sorted(files()):
        by_kind.setdefault(name.partition("/")[0], []).append(name)
    return by_kind


def _shipped(folder: str) -> list[Path]:
    return sorted(resource(folder).glob("*.json"))


def _documents() -> dict[str, bytes]:
    made = {}
    for optimizer in ("sgd", "momentum", "adam"):
        experiment = make_experiment(4, 3, batch_size=10, epochs=9)
        training = replace(experiment.training, optimizer=Choice(name=optimizer))
        made[optimizer] = document_bytes(*trained(replace(experiment, training=training)))
    made["patience"] = document_bytes(*trained(make_experiment(3, patience=2, epochs=8), 40))
    made["edited"] = document_bytes(*trained(make_experiment(4, batch_size=10), edited=True))
    made["diverged"] = document_bytes(*trained(make_experiment(4, learning_rate=1e6)))
    marked = make_experiment(4, 3, batch_size=10, epochs=9)
    made["marked"] = document_bytes(*trained(marked), bookmarks=BOOKMARKS)
    made["alone"] = document_bytes(None, None, make_experiment(3))
    return made


def trained(
    experiment: Experiment, steps: int = 33, *, edited: bool = False
) -> tuple[SavedRun, Record]:
    """Return a run of so many steps with its record, with an edit in the middle if wanted."""
    run = Run(experiment, data_of(experiment), history=History())
    reporter, recorder = Reporter(), Recorder()
    with np.errstate(all="ignore"):  # what overflows is found in the loss
        _advance(run, reporter, steps)
        if edited:
            wider = edits.add_layer(run.trainer.experiment, 1, "tanh")
            run.change(edits.with_ids(wider), run.trainer.data, 1)
            _advance(run, reporter, 2 * steps)
    for block in reporter.blocks:
        recorder.add_losses(block.run, block.first, block.losses)
    for sample in reporter.samples:
        recorder.add(sample)
    record = recorder.record(run.number)
    assert record is not None
    return saved(run), record


def _advance(run: Run, reporter: Reporter, steps: int) -> None:
    run.train()
    while run.step_made < steps and run.is_running:
        reporter.advance(run, steps - run.step_made)


def document_bytes(
    run: SavedRun | None,
    record: Record | None,
    experiment: Experiment | None = None,
    bookmarks: Bookmarks = (),
) -> bytes:
    """Return the bytes of a document with this run, or of one with an experiment alone."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "made.bps"
        entries = {}
        if run is not None and record is not None:
            entries = document_entries(run, record, path.parent)
            experiment = run.experiment
        assert experiment is not None
        write_document(path, experiment, entries, bookmarks)
        return path.read_bytes()
