"""`bpstudio check`: brute force against backprop, as a command."""

import pytest

SMALL = {
    "data": {"name": "circle", "samples": 40},
    "network": {"hidden": [{"units": 3, "activation": "tanh"}]},
    "training": {"batch_size": 8, "l1": 0.01, "l2": 0.1},
}
PARAMETERS = 3 * (2 + 1) + 2 * (3 + 1)


@pytest.mark.parametrize(
    ("difference", "passes"), [("forward", PARAMETERS + 1), ("central", 2 * PARAMETERS)]
)
def test_it_counts_the_passes_and_agrees(command, write, difference, passes):
    done = command("check", write(**SMALL), "--json", "--difference", difference)
    report = done.report
    assert (done.status, done.err) == (0, "")
    assert report["parameters"] == PARAMETERS
    assert report["forward_passes"] == passes
    assert report["backprop_passes"] == 2
    assert report["max_relative_error"] < {"forward": 1e-2, "central": 1e-6}[difference]
    assert report["left_out"] == 0
    assert min(report["seconds_brute_force"], report["seconds_backprop"]) > 0


def test_a_nudge_that_is_too_large_fails(command, write):
    done = command("check", write(**SMALL), "--difference", "central", "--epsilon", "0.5")
    assert done.status == 1
    assert "DON'T agree" in done.out


@pytest.mark.parametrize("epsilon", ["0", "nan", "-1", "2", "x"])
def test_a_bad_epsilon_is_refused(command, write, epsilon):
    file = write(**SMALL)
    done = command("check", file, "--epsilon", epsilon)
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{file}: ")
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("difference", ["forward", "central"])
@pytest.mark.parametrize("epsilon", ["1e-20", "1e-300", "5e-324"])
def test_nudges_that_change_nothing_are_too_rough_to_tell(command, write, difference, epsilon):
    arguments = ("check", write(**SMALL), "--epsilon", epsilon, "--difference", difference)
    done = command(*arguments)
    usual = {"forward": "1e-06", "central": "5e-05"}[difference]
    assert (done.status, done.err) == (1, "")
    assert "by no more than rounding explains, too rough to tell: " in done.out
    assert f"; take --epsilon {usual}" in done.out
    assert "DON'T" not in done.out
    report = command(*arguments, "--json").report
    assert (report["verdict"], report["agrees"]) == ("rounding", False)
