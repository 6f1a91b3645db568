"""What would hurt learning is found in data made to have it, and not in others."""

import numpy as np
import pytest

from bpstudio.data.bundled import BUNDLED
from bpstudio.data.dataset import Dataset, Samples
from bpstudio.data.findings import Finding, find
from bpstudio.data.made import MADE
from bpstudio.data.prepare import prepare
from bpstudio.data.report import TableReport
from tests.data.tables import parse

RNG = np.random.default_rng(0)


def data_of(
    text: str, *, standardize: bool = True, fraction: float = 0.0, **options: object
) -> Dataset:
    return prepared(parse(text, **options), standardize=standardize, fraction=fraction)


def prepared(samples: Samples, *, standardize: bool, fraction: float = 0.0) -> Dataset:
    return prepare(samples, name="set", test_fraction=fraction, standardize=standardize, seed=0)


def table(columns: dict[str, object]) -> str:
    rows = zip(*columns.values(), strict=True)
    return "\n".join([",".join(columns), *(",".join(map(str, row)) for row in rows)])


def of_kind(data: Dataset, kind: str) -> list[Finding]:
    return [finding for finding in find(data) if finding.kind == kind]


def noise(size: int = 100) -> np.ndarray:
    return RNG.standard_normal(size).round(6)


def halves(size: int = 100) -> list[str]:
    return ["x" if value else "y" for value in RNG.integers(0, 2, size)]


@pytest.mark.parametrize("standardize", [False, True])
def test_constant_columns(standardize: bool) -> None:
    columns = {"a": noise(), "b": [0.1] * 100, "t": halves()}
    (finding,) = find(data_of(table(columns), standardize=standardize))
    assert finding == Finding(
        "constant",
        ("b",),
        "‘b’ has the same value in every training sample: there is nothing to learn from it.",
    )
    columns = {**{f"b{i}": [i] * 100 for i in range(6)}, **columns}
    (finding,) = find(data_of(table(columns), standardize=standardize))
    assert finding.columns == ("b0", "b1", "b2", "b3", "b4", "b5", "b")
    assert finding.sentence.startswith("‘b0’, ‘b1’, ‘b2’, ‘b3’ and 3 more have one value each")


def test_a_column_that_varies_only_in_the_test_part_is_constant() -> None:
    text = table({"a": noise(), "b": [0] * 100, "t": halves()})
    first = data_of(text, fraction=0.3)
    b = [0] * 100
    for place in first.test.index:
        b[place] = 1
    rows = text.split("\n")[1:]
    again = [f"{row.split(',')[0]},{b[i]},{row.split(',')[2]}" for i, row in enumerate(rows)]
    data = data_of("\n".join(["a,b,t", *again]), fraction=0.3)
    assert data.train.index.tolist() == first.train.index.tolist()
    assert [finding.columns for finding in of_kind(data, "constant")] == [("b",)]


def test_scales_a_thousandfold_apart_hurt_without_standardisation() -> None:
    columns = {"small": 0.001 * noise(), "middle": noise(), "large": 5 * noise(), "t": halves()}
    text = table(columns)
    assert find(data_of(text, standardize=True)) == ()
    (finding,) = find(data_of(text, standardize=False))
    assert (finding.kind, finding.columns) == ("scales", ("large", "small"))
    deviations = np.std(columns["large"]) / np.std(columns["small"])
    times = f"{float(f'{deviations:.2g}'):,.0f}"
    assert finding.sentence.startswith(f"‘large’ spreads {times} times as far as ‘small’: without")
    assert find(data_of(table({**columns, "large": noise() / 2}), standardize=False)) == ()


def test_rare_classes() -> None:
    classes = ["rare"] * 2 + ["x"] * 120 + ["y"] * 78
    data = data_of(table({"a": noise(200), "t": classes}))
    (finding,) = find(data)
    assert finding.sentence == (
        "Class ‘rare’ is 2 of 200 training samples (1 %): it hardly counts in the loss."
    )
    assert finding.columns == ("t",)
    assert find(data_of(table({"a": noise(200), "t": ["rare", *classes][:200]}))) == ()
    two = ["p", "q", *["x"] * 120, *["y"] * 78]
    (finding,) = find(data_of(table({"a": noise(200), "t": two})))
    assert finding.sentence.startswith("Classes ‘p’ and ‘q’ are at most 1 % of the 200")


def test_much_that_was_missing() -> None:
    columns = {"a": noise(), "t": halves()}
    columns["a"] = ["" if i % 2 else value for i, value in enumerate(columns["a"])]
    (finding,) = find(data_of(table(columns), missing="fill"))
    assert (finding.kind, finding.columns) == ("missing", ("a",))
    assert finding.sentence.startswith("‘a’ lacked 50 % of its cells; they are all ")
    (finding,) = find(data_of(table(columns), missing="drop"))
    assert finding.sentence.startswith("50 % of the rows were left out")


@pytest.mark.parametrize("word", ["NA", "#N/A", "Null", "none", "--"])
def test_categories_that_look_like_missing_cells(word: str) -> None:
    columns = {"a": noise(), "k": [word if i % 3 else "u" for i in range(100)], "t": halves()}
    found = find(data_of(table(columns), columns={"k": "category"}))
    assert [finding.columns for finding in found] == [("k",)]
    assert f"‘k’ has a category ‘{word}’" in found[0].sentence


def test_a_copy_of_the_target() -> None:
    t = RNG.integers(0, 3, 100)
    columns = {"a": noise(), "copy": 7 - 2 * t, "flag": (t == 1) * 1, "t": t}
    (finding,) = find(data_of(table(columns)))
    assert (finding.kind, finding.columns) == ("copy of the target", ("copy", "flag"))
    assert "‘copy’ and ‘flag’ are the target ‘t’ over again" in finding.sentence
    numbers = noise()
    columns = {"a": noise(), "fahrenheit": 32 + 1.8 * numbers, "celsius": numbers}
    (finding,) = find(data_of(table(columns), numeric_target=True))
    assert finding.columns == ("fahrenheit",)
    columns["fahrenheit"] = columns["fahrenheit"] + 0.01 * noise()
    assert find(data_of(table(columns), numeric_target=True)) == ()


def test_what_only_counts_the_rows() -> None:
    columns = {"number": range(5, 105), "a": noise(), "t": halves()}
    (finding,) = find(data_of(table(columns), fraction=0.3))
    assert (finding.kind, finding.columns) == ("like an id", ("number",))


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "penguins", "diabetes"])
def test_nothing_is_found_in_sound_data(name: str) -> None:
    assert find(prepared(BUNDLED[name].load(), standardize=True, fraction=0.3)) == ()


def test_the_digits_have_pixels_that_are_always_white() -> None:
    samples = BUNDLED["digits"].load()
    white = [name for name, x in zip(samples.features, samples.x.T, strict=True) if not x.any()]
    (finding,) = find(prepared(samples, standardize=False))
    assert list(finding.columns) == white


@pytest.mark.parametrize("name", list(MADE))
def test_nothing_is_found_in_made_data(name: str) -> None:
    samples = MADE[name].make(200, 0.1, 4, 2, np.random.default_rng(0))
    assert find(prepared(samples, standardize=False)) == ()


def test_numbers_at_the_ends_of_floats_are_no_trouble() -> None:
    x = np.array([[1e308, 1e-300, 0.0], [-1e308, 0.0, 5e-324], [1e307, 1e-300, 0.0]])
    samples = Samples(
        x=x,
        t=np.array([0, 1, 0]),
        features=("a", "b", "c"),
        classes=("x", "y"),
        target="t",
        report=TableReport(3),
    )
    assert all(
        "nan" not in finding.sentence for finding in find(prepared(samples, standardize=False))
    )
