"""Columns that are the same in every sample: which they are, and that the edit can be made."""

from pathlib import Path

import pytest

from bpstudio.experiment import build
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.runtime.doctor.doctor import Doctor
from bpstudio.runtime.doctor.finding import Finding
from bpstudio.runtime.run import Run


def wanted(path: Path, header: str, row: str, added: tuple[tuple[float | str, ...], ...] = ()):
    """Return an experiment with 90 rows, of which ``{}`` is the number."""
    rows = [row.format(number, "uvw"[number % 3]) for number in range(90)]
    (path / "table.csv").write_text("\n".join([f"{header},t", *rows]), encoding="ascii")
    columns = {name: "category" for name in header.split(",") if name.startswith("kind")}
    spec = DataSpec(path="table.csv", columns=columns, standardize=False, added=added)
    return Experiment(data=spec)


def still(experiment: Experiment, path: Path) -> Finding | None:
    data = build.load_data(experiment.data, experiment.loss, path)
    found = Doctor().look(Run(experiment, data).trainer)
    return next((finding for finding in found if finding.name == "constant columns"), None)


@pytest.mark.parametrize("value", ["0.1", "0.3", "1e-5", "1e9"])
def test_constants_are_told_by_their_values_not_by_a_deviation_with_its_rounding(
    tmp_path: Path, value: str
) -> None:
    finding = still(wanted(tmp_path, "a,b", f"{{0}},{value},{{1}}"), tmp_path)
    assert finding is not None
    assert finding.evidence == "“b”"


def test_a_column_of_categories_is_told_by_its_own_name(tmp_path: Path) -> None:
    experiment = wanted(tmp_path, "a,kind", "{0},same,{1}")
    finding = still(experiment, tmp_path)
    assert finding is not None
    assert finding.evidence == "“kind”"
    cured = finding.cure.apply(experiment)
    assert build.load_data(cured.data, cured.loss, tmp_path).features == ("a",)


def test_a_category_that_only_the_test_part_has_makes_no_column_constant(tmp_path: Path) -> None:
    experiment = wanted(tmp_path, "a,kind", "{0},k{1},{1}")
    data = build.load_data(experiment.data, experiment.loss, tmp_path)
    rare = int(data.test.index[0])
    lines = (tmp_path / "table.csv").read_text(encoding="ascii").splitlines()
    lines[rare + 1] = f"{rare},rare,{lines[rare + 1][-1]}"
    (tmp_path / "table.csv").write_text("\n".join(lines), encoding="ascii")
    again = build.load_data(experiment.data, experiment.loss, tmp_path)
    assert not again.train.x[:, again.features.index("kind=rare")].any()
    assert still(experiment, tmp_path) is None


def test_samples_added_by_hand_lose_what_the_columns_had(tmp_path: Path) -> None:
    added = ((1.5, 0.1, 1.0, "v"),)
    experiment = wanted(tmp_path, "a,b,kind", "{0},0.1,same,{1}", added)
    finding = still(experiment, tmp_path)
    assert finding is not None
    assert finding.evidence == "“b”, “kind”"
    cured = finding.cure.apply(experiment)
    assert cured.data.added == ((1.5, "v"),)
    assert build.load_data(cured.data, cured.loss, tmp_path).added == 1


def test_where_no_column_would_be_left_none_is_left_out(tmp_path: Path) -> None:
    assert still(wanted(tmp_path, "b", "7,{1}"), tmp_path) is None
