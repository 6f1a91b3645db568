"""The bundled sets: every number, name and target against their source."""

import gzip
import hashlib

import numpy as np
import pytest

from bpstudio.data.bundled import BUNDLED
from bpstudio.data.dataset import Samples
from bpstudio.resources import resource
from tests.data.bundled_recipe import TARGETS, bunch, table, target_names

PENGUINS_SHA256 = "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93"


def packed(name: str) -> bytes:
    return resource("data", f"{name}.csv.gz").read_bytes()


def test_the_sets_are_those_that_files_name() -> None:
    assert set(BUNDLED) == {*TARGETS, "penguins"}
    assert all(name == entry.name for name, entry in BUNDLED.items())
    assert [name for name in BUNDLED if not BUNDLED[name].standardize] == ["digits"]
    assert [name for name in BUNDLED if BUNDLED[name].is_regression] == ["diabetes"]


def test_all_files_together_are_small_and_told_of() -> None:
    folder = resource("data")
    assert sum(file.stat().st_size for file in folder.iterdir()) <= 300_000
    told = (folder / "README.md").read_text(encoding="utf-8")
    for name in BUNDLED:
        assert f"`{name}.csv.gz`" in told
        assert f"{len(packed(name)):,}" in told


def left_out(name: str, samples: Samples) -> int:
    """Return how many rows of the file aren't samples."""
    return len(gzip.decompress(packed(name)).splitlines()) - 1 - len(samples.t)


@pytest.mark.parametrize("name", TARGETS)
def test_every_number_is_scikit_learns(name: str) -> None:
    samples, source = BUNDLED[name].load(), bunch(name)
    brightest = 16 if name == "digits" else 1
    assert samples.x.tobytes() == (source.data.astype(np.float64) / brightest).tobytes()
    assert samples.features == tuple(source.feature_names)
    assert samples.target == TARGETS[name]
    assert left_out(name, samples) == 0
    names = target_names(name)
    if names is None:
        assert samples.classes == ()
        np.testing.assert_array_equal(samples.t, source.target)
    else:
        assert samples.classes == tuple(sorted(names))
        np.testing.assert_array_equal(np.array(samples.classes)[samples.t], names[source.target])


@pytest.mark.parametrize("name", TARGETS)
def test_the_file_is_what_the_recipe_writes(name: str) -> None:
    data = packed(name)
    assert gzip.decompress(data).decode() == table(name)
    assert data[4:8] == bytes(4)  # no time, or the same table would have other bytes tomorrow


def test_digits_are_images() -> None:
    samples = BUNDLED["digits"].load()
    assert samples.image == BUNDLED["digits"].image == (8, 8)
    assert samples.x.min() == 0
    assert samples.x.max() == 1
    assert samples.classes == tuple("0123456789")


def test_penguins_are_the_source_as_it_stands() -> None:
    data = packed("penguins")
    assert hashlib.sha256(gzip.decompress(data)).hexdigest() == PENGUINS_SHA256
    assert data[4:8] == bytes(4)


def test_penguins_without_missing_cells_are_333() -> None:
    # the published counts of complete penguins: 146 Adelie, 68 Chinstrap, 119 Gentoo
    samples = BUNDLED["penguins"].load()
    assert samples.x.shape == (333, 9)
    assert left_out("penguins", samples) == 11
    assert samples.classes == ("Adelie", "Chinstrap", "Gentoo")
    assert np.bincount(samples.t).tolist() == [146, 68, 119]
    assert samples.features == (
        "island=Biscoe",
        "island=Dream",
        "island=Torgersen",
        "bill_length_mm",
        "bill_depth_mm",
        "flipper_length_mm",
        "body_mass_g",
        "sex=female",
        "sex=male",
    )
    # the file's first penguin: Adelie, Torgersen, 39.1, 18.7, 181, 3750, male
    assert samples.x[0].tolist() == [0, 0, 1, 39.1, 18.7, 181, 3750, 0, 1]
