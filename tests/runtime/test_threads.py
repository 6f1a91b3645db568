import pytest
from threadpoolctl import threadpool_info

from bpstudio.engine.parameters import Shape
from bpstudio.runtime import threads as module
from bpstudio.runtime.threads import product_threads, threads, use_threads


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@pytest.mark.parametrize(
    ("widths", "batch", "expected"),
    [
        # products of the largest layer: 64 * 32 * 32, 784 * 512 * 128 = 51e6
        ((64, 32, 10), 32, 1),
        ((784, 512, 512, 10), 128, 2),
        # 15e6 parameters: panels of 2^16 numbers, times 32 = 2.1e6, times 128 = 8.4e6
        ((150_528, 100), 32, 1),
        ((150_528, 100), 128, 2),
    ],
)
def test_threads_are_worth_their_while(
    widths: tuple[int, ...], batch: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "cores", lambda: 2)
    assert product_threads(Shape(widths), batch) == expected


def test_another_number_of_threads_holds_only_within() -> None:
    use_threads(1)
    with threads(2):
        assert blas_threads() == {2}
    assert blas_threads() == {1}
