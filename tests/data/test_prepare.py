"""Split and standardisation, against scikit-learn."""

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.preprocessing import StandardScaler

from bpstudio.data import standardize as standardize_module
from bpstudio.data.bundled import BUNDLED
from bpstudio.data.dataset import Dataset, FloatArray, Samples, TargetArray
from bpstudio.data.made import MADE
from bpstudio.data.prepare import prepare
from bpstudio.refusal import Refusal


def samples_of(x: FloatArray, t: TargetArray, classes: tuple[str, ...] = ()) -> Samples:
    features = tuple(f"x{column}" for column in range(x.shape[1]))
    return Samples(x=x, t=t, features=features, classes=classes, target="t")


def labelled(t: list[int]) -> Samples:
    labels = np.array(t, dtype=np.intp)
    classes = tuple(map(str, range(max(t) + 1)))
    return samples_of(np.arange(len(t), dtype=float)[:, np.newaxis], labels, classes)


def split(samples: Samples, fraction: float, seed: int = 0) -> Dataset:
    return prepare(samples, name="set", test_fraction=fraction, standardize=False, seed=seed)


@given(
    t=st.lists(st.integers(0, 4), min_size=1, max_size=60),
    fraction=st.floats(0, 0.99),
    seed=st.integers(0, 2**63 - 1),
)
def test_a_split_parts_the_samples(t: list[int], fraction: float, seed: int) -> None:
    tests = round(fraction * len(t))
    if tests == len(t):
        with pytest.raises(Refusal, match="train on"):
            split(labelled(t), fraction, seed)
        return
    data = split(labelled(t), fraction, seed)
    assert data.test.index.size == tests
    both = np.concatenate((data.train.index, data.test.index))
    np.testing.assert_array_equal(np.sort(both), np.arange(len(t)))
    for part in (data.train, data.test):
        assert part.index.dtype == np.intp
        assert (np.diff(part.index) > 0).all()  # the source's order
        np.testing.assert_array_equal(part.x[:, 0], part.index)
        np.testing.assert_array_equal(part.t, np.array(t)[part.index])
    seen, possible = np.unique(data.train.t).size, min(len(set(t)), data.train.index.size)
    assert seen == possible


def test_every_class_has_its_share_in_the_test_part() -> None:
    data = split(BUNDLED["breast_cancer"].load(), 0.3)
    shares = [np.bincount(part.t) / part.t.size for part in (data.train, data.test)]
    np.testing.assert_allclose(shares[0], shares[1], atol=0.01)


@given(
    t=st.lists(st.integers(0, 9), min_size=2, max_size=200),
    fraction=st.floats(0, 0.99),
    seed=st.integers(0, 2**63 - 1),
)
def test_beside_one_of_each_every_class_is_tested_on_by_its_share(
    t: list[int], fraction: float, seed: int
) -> None:
    counts = np.bincount(t)
    others, tests = counts[counts > 0] - 1, round(fraction * len(t))
    if not 0 < tests <= others.sum():
        return  # those that were kept are needed, or there is nothing to share
    tested = np.bincount(split(labelled(t), fraction, seed).test.t, minlength=len(counts))
    share = tests / others.sum()
    assert np.abs(tested[counts > 0] - share * others).max() < 1


def test_every_sample_is_as_likely_to_be_tested_on() -> None:
    counts = np.zeros(20)
    for seed in range(2000):
        counts[split(labelled([0, 1] * 10), 0.3, seed).test.index] += 1
    # 600 expected, deviation sqrt(2000 * 0.3 * 0.7) = 20.5
    assert np.abs(counts - 600).max() < 5 * 20.5


def test_the_same_seed_gives_the_same_split() -> None:
    samples = BUNDLED["iris"].load()
    first, again, other = (split(samples, 0.3, seed).test.index for seed in (1, 1, 2))
    assert first.tobytes() == again.tobytes()
    assert first.tobytes() != other.tobytes()


def test_no_test_part_takes_no_copy() -> None:
    samples = MADE["noise"].make(10, 0.0, 1000, 2, np.random.default_rng(0))
    data = split(samples, 0.0)
    assert data.train.x is samples.x
    assert data.test.x.shape == (0, 1000)
    assert data.test.t.shape == (0,)


def test_spending_the_samples_changes_no_bit_and_takes_no_copy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(standardize_module, "BLOCK_CELLS", 100)  # several blocks of rows
    for fraction, standardize in [
        (0.0, False),
        (0.3, False),
        (0.0, True),
        (0.3, True),
        (0.8, True),
    ]:
        kept, spent = BUNDLED["wine"].load(), BUNDLED["wine"].load()
        options = {"test_fraction": fraction, "standardize": standardize, "seed": 1}
        before = kept.x.tobytes()
        wanted = prepare(kept, name="wine", **options)
        assert kept.x.tobytes() == before
        data = prepare(spent, name="wine", spend=True, **options)
        for part, same in [(data.train, wanted.train), (data.test, wanted.test)]:
            for array, other in [(part.x, same.x), (part.t, same.t), (part.index, same.index)]:
                assert array.shape == other.shape
                assert array.dtype == other.dtype
                assert array.tobytes() == other.tobytes()
                assert not array.flags.writeable
        assert data.scale.tobytes() == wanted.scale.tobytes()
        assert np.shares_memory(data.train.x, spent.x)
        assert not spent.x.flags.writeable


@pytest.mark.parametrize("standardize", [False, True])
def test_preparing_spent_samples_takes_little_more_than_the_test_part(standardize: bool) -> None:
    samples = MADE["noise"].make(100, 0.0, 150_528, 10, np.random.default_rng(0))
    tracemalloc.start()
    prepare(samples, name="noise", test_fraction=0.2, standardize=standardize, seed=0, spend=True)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    per_feature = 2 * samples.x.shape[1] * 8  # offset and scale
    blocks = 4 * 8 * standardize_module.BLOCK_CELLS
    assert peak < 0.2 * samples.x.nbytes + per_feature + blocks


def test_a_test_part_of_everything_is_refused() -> None:
    with pytest.raises(Refusal, match="leaves none of the 2 samples to train on") as refused:
        split(labelled([0, 1]), 0.9)
    assert refused.value.place == "data.test_fraction"


@pytest.mark.parametrize("name", ["iris", "wine", "breast_cancer", "penguins", "diabetes"])
def test_standardisation_is_scikit_learns_of_the_training_part(name: str) -> None:
    samples = BUNDLED[name].load()
    data = prepare(samples, name=name, test_fraction=0.3, standardize=True, seed=0)
    peer = StandardScaler().fit(samples.x[data.train.index])
    for part in (data.train, data.test):
        np.testing.assert_allclose(part.x, peer.transform(samples.x[part.index]), atol=1e-12)
        np.testing.assert_allclose(
            part.x * data.scale + data.offset, samples.x[part.index], rtol=1e-12, atol=1e-12
        )
    np.testing.assert_allclose(data.offset, peer.mean_, rtol=1e-12)
    np.testing.assert_allclose(data.scale, peer.scale_, rtol=1e-12)


def test_a_numeric_target_is_standardised_too() -> None:
    samples = BUNDLED["diabetes"].load()
    data = prepare(samples, name="diabetes", test_fraction=0.3, standardize=True, seed=0)
    peer = StandardScaler().fit(samples.t[data.train.index, np.newaxis])
    assert data.target_offset == pytest.approx(peer.mean_[0])
    assert data.target_scale == pytest.approx(peer.scale_[0])
    np.testing.assert_allclose(
        data.test.t * data.target_scale + data.target_offset, samples.t[data.test.index]
    )


def test_blocks_of_features_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    samples = BUNDLED["wine"].load()
    whole = prepare(samples, name="wine", test_fraction=0.3, standardize=True, seed=0)
    monkeypatch.setattr(standardize_module, "BLOCK_CELLS", 300)
    blocks = prepare(samples, name="wine", test_fraction=0.3, standardize=True, seed=0)
    np.testing.assert_allclose(blocks.train.x, whole.train.x, rtol=1e-12, atol=1e-12)


def test_a_constant_feature_becomes_zero() -> None:
    x = np.column_stack((np.full(7, 0.1), np.arange(7.0)))
    data = prepare(
        samples_of(x, np.arange(7.0)), name="set", test_fraction=0.0, standardize=True, seed=0
    )
    assert data.scale[0] == 1
    np.testing.assert_allclose(data.train.x[:, 0], 0, atol=1e-15)


def test_float32_stays_float32() -> None:
    samples = MADE["noise"].make(50, 0.0, 20, 2, np.random.default_rng(0))
    data = prepare(samples, name="noise", test_fraction=0.3, standardize=True, seed=0)
    assert data.train.x.dtype == np.float32
    assert data.offset.dtype == np.float64
    np.testing.assert_allclose(data.train.x.mean(axis=0), 0, atol=1e-6)
    np.testing.assert_allclose(data.train.x.std(axis=0), 1, atol=1e-6)


@pytest.mark.parametrize("values", [(1e308, 1.5e308, -1e308), (1e200, -1e200, 0.0)])
def test_numbers_too_large_to_standardise_are_refused(values: tuple[float, ...]) -> None:
    x = np.column_stack((np.arange(3.0), values))
    with pytest.raises(Refusal, match="'x1' are too large") as refused:
        prepare(
            samples_of(x, np.arange(3.0)), name="set", test_fraction=0.0, standardize=True, seed=0
        )
    assert refused.value.place == "data.standardize"


def test_without_standardisation_offset_and_scale_change_nothing() -> None:
    data = split(BUNDLED["iris"].load(), 0.3)
    assert data.offset.tolist() == [0] * 4
    assert data.scale.tolist() == [1] * 4
    assert (data.target_offset, data.target_scale) == (0.0, 1.0)


def test_what_a_data_set_says_of_itself() -> None:
    flowers, patients = split(BUNDLED["iris"].load(), 0.3), split(BUNDLED["diabetes"].load(), 0.3)
    assert (flowers.inputs, flowers.outputs, flowers.is_regression) == (4, 3, False)
    assert (patients.inputs, patients.outputs, patients.is_regression) == (10, 1, True)
    assert split(BUNDLED["digits"].load(), 0.3).image == (8, 8)


@pytest.mark.parametrize("standardize", [False, True])
def test_all_arrays_are_read_only(standardize: bool) -> None:
    samples = BUNDLED["diabetes"].load()
    data = prepare(samples, name="set", test_fraction=0.3, standardize=standardize, seed=0)
    arrays = [samples.x, samples.t, data.offset, data.scale]
    for part in (data.train, data.test):
        arrays += [part.x, part.t, part.index]
    assert not any(array.flags.writeable for array in arrays)
