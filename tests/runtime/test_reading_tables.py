"""Tables are read beside the window: told how far it is, ended when nobody wants it any more."""

import threading
import time
from functools import partial
from pathlib import Path

import numpy as np
import pytest

from bpstudio.data import plain
from bpstudio.data.dataset import Dataset
from bpstudio.data.progress import Cancelled
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.experiment.table_path import rooted
from bpstudio.runtime import opening
from bpstudio.runtime.opening import read_data
from bpstudio.runtime.reading import Reading

ROWS = 30_000


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a plain table, one with quotes, and one with a fault at its end."""
    path = tmp_path_factory.mktemp("tables")
    numbers = np.random.default_rng(0).standard_normal((ROWS, 6)).round(6).tolist()
    lines = [",".join(map(str, row)) + f",{'uv'[i % 2]}" for i, row in enumerate(numbers)]
    text = "\n".join(["a,b,c,d,e,f,t", *lines, ""])
    (path / "plain.csv").write_text(text, encoding="ascii")
    (path / "quoted.csv").write_text(text.replace("u\n", '"u"\n'), encoding="ascii")
    (path / "western.csv").write_text(text.replace("v\n", "é\n"), encoding="cp1252")
    (path / "broken.csv").write_text(text + "1,2,3\n", encoding="ascii")
    return path


def experiment(file: str, **wishes: object) -> Experiment:
    return Experiment(data=DataSpec(path=file, encoding="auto", **wishes))


def reading_of(wanted: Experiment, folder: Path) -> Reading[Dataset]:
    return Reading(partial(read_data, rooted(wanted, folder)))


@pytest.mark.parametrize("file", ["plain.csv", "quoted.csv", "western.csv"])
def test_it_is_read_as_it_is_elsewhere(folder: Path, file: str) -> None:
    reading = reading_of(experiment(file), folder)
    reading.start()
    reading.join()
    assert reading.share == pytest.approx(1)
    assert reading.refusal is None
    assert reading.result is not None
    same = load_data(experiment(file).data, "cross_entropy", folder)
    assert reading.result.train.x.tobytes() == same.train.x.tobytes()


@pytest.mark.parametrize(
    ("file", "wishes"),
    [
        ("plain.csv", {}),
        ("quoted.csv", {}),
        ("western.csv", {}),
        ("broken.csv", {"bad_rows": "skip", "missing": "fill"}),
    ],
)
def test_the_share_rises_in_small_steps(
    folder: Path, file: str, wishes: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plain, "CHUNK_BYTES", 2**16)
    shares: list[float] = []
    load_data(experiment(file, **wishes).data, "cross_entropy", folder, shares.append)
    assert shares == sorted(shares)
    assert 0 <= shares[0] < 0.1
    assert shares[-1] == pytest.approx(1)
    assert max(np.diff(shares)) < 0.2


@pytest.mark.parametrize("file", ["plain.csv", "quoted.csv", "western.csv"])
@pytest.mark.parametrize("at", [0.0, 0.04, 0.12, 0.5, 0.92, 0.96])
def test_whatever_is_raised_ends_it(folder: Path, file: str, at: float) -> None:
    def tell(share: float) -> None:
        if share >= at:
            raise Cancelled

    with pytest.raises(Cancelled):
        load_data(experiment(file).data, "cross_entropy", folder, tell)


def test_it_ends_soon_when_nobody_wants_it_any_more(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = threading.Event()
    read = opening.load_data

    def slowly(data: DataSpec, loss: str, at: Path, tell: object) -> object:
        def told(share: float) -> None:
            tell(share)
            begun.set()
            time.sleep(0.01)

        return read(data, loss, at, told)

    monkeypatch.setattr(opening, "load_data", slowly)
    monkeypatch.setattr(plain, "CHUNK_BYTES", 2**12)
    reading = reading_of(experiment("plain.csv"), folder)
    reading.start()
    begun.wait()
    reading.give_up()
    start = time.perf_counter()
    reading.join()
    assert time.perf_counter() - start < 1
    assert (reading.result, reading.refusal) == (None, None)


def test_what_is_refused_is_its_problem(folder: Path) -> None:
    reading = reading_of(experiment("broken.csv"), folder)
    reading.start()
    reading.join()
    assert reading.result is None
    assert reading.refusal is not None
    assert reading.refusal.place == f"{folder / 'broken.csv'}, line {ROWS + 2}, column 4 (d)"


def test_a_fit_that_is_refused_is_its_problem(folder: Path) -> None:
    reading = reading_of(Experiment(data=DataSpec(name="diabetes")), folder)
    reading.start()
    reading.join()
    assert reading.refusal is not None
    assert reading.refusal.place == "loss"
