"""Missing cells: which they are, and what they become, against scikit-learn and by hand."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sklearn.impute import SimpleImputer

from bpstudio.data.dataset import Dataset, Samples
from bpstudio.data.prepare import prepare
from bpstudio.data.report import Fill
from bpstudio.refusal import Refusal
from tests.data.tables import parse, skipped


def split(samples: Samples, fraction: float = 0.3, *, standardize: bool = False) -> Dataset:
    return prepare(
        samples, name="set", test_fraction=fraction, standardize=standardize, seed=1, spend=True
    )


def test_na_is_a_category_unless_it_is_said_to_be_missing() -> None:
    text = "k,t\nNA,x\nb,NA\n,y\n"
    with pytest.raises(Refusal) as refused:
        parse(text, columns={"k": "category"})
    assert refused.value.place == "mine.csv, line 4, column 1 (k)"
    samples = parse(text, columns={"k": "category"}, missing="drop")
    assert samples.features == ("k=NA", "k=b")
    assert samples.classes == ("NA", "x")
    text = "k,t\nNA,x\nb,NA\nc,y\nd,x\n"
    samples = parse(text, columns={"k": "category"}, missing="drop", missing_values=("NA",))
    assert samples.features == ("k=c", "k=d")
    assert skipped(samples) == 2


@pytest.mark.parametrize("quote", ["", '"'])  # both ways of reading
@pytest.mark.parametrize("decimal", [".", ","])
def test_a_number_stands_for_missing_cells_by_its_value(quote: str, decimal: str) -> None:
    cells = ["1", "-999", "-999.0", " ? ", "-99", "2.5", "-9.99e2", "1.5"]
    rows = [f"{quote}{cell.replace('.', decimal)}{quote};{i % 2}" for i, cell in enumerate(cells)]
    text = "\n".join(["a;t", *rows])
    missing = ("-999", "?")
    samples = parse(text, missing="drop", missing_values=missing, decimal=decimal)
    assert samples.x[:, 0].tolist() == [1, -99, 2.5, 1.5]
    assert skipped(samples) == 4
    with pytest.raises(Refusal) as refused:
        parse(text, missing_values=missing, decimal=decimal)
    assert str(refused.value) == "mine.csv, line 3, column 1 (a): is missing ('-999')"


@pytest.mark.parametrize("quote", ["", '"'])
def test_means_and_most_common_categories_fill(quote: str) -> None:
    text = f"a,k,t\n1,u,x\n,v,x\n3,,y\n8,{quote}u{quote},y\n"
    samples = parse(text, columns={"k": "category"}, missing="fill")
    assert skipped(samples) == 0
    data = split(samples, 0.0)
    # the mean of 1, 3, 8 is 4; u is there twice, v once
    assert data.train.x.tolist() == [[1, 1, 0], [4, 0, 1], [3, 1, 0], [8, 1, 0]]
    assert data.report is not None
    assert data.report.filled == (Fill("a", 1, "4"), Fill("k", 1, "u"))
    assert data.report.sentence() == "4 rows; 2 cells filled"


def test_of_equally_common_categories_the_first_fills() -> None:
    text = "k,t\nv,x\nu,y\n,x\n"
    data = split(parse(text, columns={"k": "category"}, missing="fill"), 0.0)
    assert data.train.x.tolist() == [[0, 1], [1, 0], [1, 0]]


def test_rows_without_a_target_are_left_out() -> None:
    text = "a,t\n1,x\n2,\n,y\n4,\n"
    samples = parse(text, missing="fill")
    assert samples.t.tolist() == [0, 1]
    assert skipped(samples) == 2
    assert samples.report is not None
    assert [skip.place for skip in samples.report.skips] == [
        "line 3, column 2 (t)",
        "line 5, column 2 (t)",
    ]
    numeric = parse("a,t\n1,2\n2,nan\n3,4\n", missing="fill", numeric_target=True)
    assert numeric.t.tolist() == [2, 4]


def check_nothing_to_fill_with(refused: Refusal, known: dict[str, bool]) -> None:
    """Check that the refusal names a column of which no cell is `known` in the training part."""
    assert refused.place == "data.missing"
    column = refused.reason[1]
    assert refused.reason.startswith(f"'{column}' has no cell in the training part")
    assert not known[column]


@given(
    cells=st.lists(
        st.tuples(st.none() | st.floats(-1e3, 1e3), st.none() | st.sampled_from("uvw")),
        min_size=4,
        max_size=40,
    ),
    fraction=st.sampled_from([0.0, 0.25, 0.5]),
    standardize=st.booleans(),
)
@example(cells=[(None, "u")] * 6, fraction=0.5, standardize=False)  # the split takes both cells
@example(cells=[(0.5, None)] * 6, fraction=0.5, standardize=True)
@settings(max_examples=60)
def test_filling_is_scikit_learns_of_the_training_part(
    cells: list[tuple[float | None, str | None]], fraction: float, standardize: bool
) -> None:
    cells = [(1.0, "u"), (2.0, "v"), *cells]
    rows = [f"{'' if a is None else repr(a)},{k or ''},{i % 2}" for i, (a, k) in enumerate(cells)]
    text = "\n".join(["a,k,t", *rows])
    samples = parse(text, columns={"k": "category"}, missing="fill")
    numbers = np.array([[np.nan if a is None else a] for a, _ in cells])
    names = np.array([[k] for _, k in cells], dtype=object)
    try:
        data = split(samples, fraction, standardize=standardize)
    except Refusal as refused:  # the test part has the only cells of a column
        whole = "\n".join(["a,k,t", *(f"1,u,{i % 2}" for i in range(len(cells)))])
        train = split(parse(whole, columns={"k": "category"}), fraction).train.index
        known = {"a": (~np.isnan(numbers[train])).any(), "k": names[train].any()}
        check_nothing_to_fill_with(refused, known)
        return
    train = data.train.index
    mean = SimpleImputer().fit(numbers[train])
    mode = SimpleImputer(missing_values=None, strategy="most_frequent").fit(names[train])
    for part in (data.train, data.test):
        if not len(part.index):
            continue
        x = part.x * data.scale + data.offset
        np.testing.assert_allclose(
            x[:, :1], mean.transform(numbers[part.index]), rtol=1e-9, atol=1e-9
        )
        filled = mode.transform(names[part.index])[:, 0]
        expected = np.array([[f"k={k}" == name for name in data.features[1:]] for k in filled])
        np.testing.assert_allclose(x[:, 1:], expected, atol=1e-9)


def test_the_test_part_has_no_say_in_what_fills() -> None:
    rows = [f"{'' if i % 3 == 0 else i},{i % 2}" for i in range(60)]
    changed = list(rows)
    first = split(parse("\n".join(["a,t", *rows]), missing="fill"))
    for place in first.test.index:
        changed[place] = f"1e6,{place % 2}"
    second = split(parse("\n".join(["a,t", *changed]), missing="fill"))
    np.testing.assert_array_equal(first.train.x, second.train.x)


@pytest.mark.parametrize("kind", ["number", "category"])
def test_a_column_without_cells_cant_be_filled(kind: str) -> None:
    text = "a,b,t\n1,,x\n2,,y\n"
    with pytest.raises(Refusal) as refused:
        split(parse(text, columns={"b": kind}, missing="fill"), 0.0)
    assert refused.value.place == "data.missing"
    assert "'b' has no cell in the training part" in refused.value.reason


def test_numbers_too_large_for_a_mean() -> None:
    with pytest.raises(Refusal) as refused:
        split(parse("a,t\n1.7e308,x\n1.7e308,y\n,x\n", missing="fill"), 0.0)
    assert "'a' are too large to have a mean" in refused.value.reason
