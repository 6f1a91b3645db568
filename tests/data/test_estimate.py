"""The memory that is announced, against what is taken."""

import tracemalloc
from pathlib import Path

import numpy as np
import pytest

from bpstudio.data import estimate as module
from bpstudio.data import source
from bpstudio.data.estimate import Need, estimate
from bpstudio.data.format import Format, TableOptions
from bpstudio.data.head import HEAD_BYTES, read_head
from bpstudio.data.prepare import prepare
from bpstudio.data.table import read_table
from bpstudio.refusal import Refusal


def write(path: Path, encoding: str = "utf-8", rows: int = 20_000) -> TableOptions:
    numbers = np.random.default_rng(0).standard_normal((rows, 12))
    lines = [
        ",".join(f"{v:.6g}" for v in row) + f",{'uvw'[i % 3]},{i % 2}"
        for i, row in enumerate(numbers)
    ]
    header = ",".join([*(f"x{i}" for i in range(12)), "k", "t"])
    path.write_text("\n".join([header, *lines, ""]), encoding=encoding)
    return TableOptions(format=Format(encoding=encoding), columns={"k": "category"})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_what_is_announced_is_about_what_is_taken(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "mine.csv"
    options = write(path, encoding)
    need = estimate(read_head(path), options, 0.3)
    assert need.rows == pytest.approx(20_000, rel=0.01)
    assert need.features == 15
    tracemalloc.start()
    samples = read_table(path, options)
    prepare(samples, name="mine", test_fraction=0.3, standardize=True, seed=0, spend=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert 0.6 * peak < need.bytes < 2 * peak


def test_a_head_is_no_more_than_its_share(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    with path.open("wb") as file:
        file.write(b"a,t\n" + b"1,x\n" * 2_000_000)
    head = read_head(path)
    assert (len(head.data), head.size, head.is_whole) == (HEAD_BYTES, 8_000_004, False)
    assert estimate(head, TableOptions()).rows == pytest.approx(2_000_000, rel=0.01)


def test_a_head_of_what_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal) as refused:
        read_head(tmp_path)
    assert refused.value.reason == "is a directory, not a file"
    with pytest.raises(Refusal, match="there is no such file"):
        read_head(tmp_path / "none")


def test_what_is_told_of_it() -> None:
    need = Need(640_000_000, 1_234_567, 30, 12 * 10**9)
    assert need.fits
    assert need.sentence() == (
        "About 1,200,000 rows of 30 features: 640 MB of memory to read them; 12 GB can be had"
    )
    assert not Need(640_000_000, 1, 1, 10**6).fits
    assert Need(10**6, 1, 1, None).sentence() == (
        "About 1 row of 1 feature: 1 MB of memory to read them"
    )


def test_what_wont_fit_is_refused_before_it_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.csv"
    options = write(path, rows=1_000)
    monkeypatch.setattr("bpstudio.data.content.available_memory", lambda: 100_000)
    with pytest.raises(Refusal) as refused:
        read_table(path, options)
    # 12 numbers, a category and a target: 8 bytes each
    assert refused.value.reason == (
        "its up to 1,002 rows of 14 columns would need 112 kB of memory; 100 kB can be had"
    )
    monkeypatch.setattr(source, "available_memory", lambda: 100_000)
    with pytest.raises(Refusal, match="would need about"):
        read_table(path, options)
    monkeypatch.setattr(module, "available_memory", lambda: 100_000)
    assert not estimate(read_head(path), options).fits
