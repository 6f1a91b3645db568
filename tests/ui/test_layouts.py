"""Layouts as data: every panel has one place, whichever panels there are."""

from hypothesis import given
from hypothesis import strategies as st

from bpstudio.ui.actions import COMMANDS
from bpstudio.ui.layouts import COMPARE, DIAGNOSE, LAYOUTS, WATCH, Layout, Pile

FOUR = ["lossView", "gradientView", "saturationView", "unitView"]
NAMES = [*FOUR, "runsView", "histogramView", "boundaryView", "viewOfTomorrow"]


@given(st.sampled_from(list(LAYOUTS.values())), st.lists(st.sampled_from(NAMES), unique=True))
def test_every_panel_has_one_place(layout: Layout, names: list[str]) -> None:
    placed = [
        view for piles in layout.piles(names).values() for pile in piles for view in pile.views
    ]
    assert sorted(placed) == sorted(names)
    assert all(pile.views for piles in layout.piles(names).values() for pile in piles)


def test_watch_is_as_at_first() -> None:
    found = WATCH.piles(FOUR)
    assert [pile.views for pile in found["right"]] == [
        ("lossView",),
        ("gradientView",),
        ("saturationView", "unitView"),
    ]
    assert found["bottom"] == found["left"] == []


def test_what_to_diagnose_with_is_in_front() -> None:
    found = DIAGNOSE.piles(NAMES)
    assert [pile.views[0] for pile in found["right"]] == ["gradientView", "saturationView"]
    assert [pile.views[0] for pile in found["bottom"]] == ["unitView", "histogramView"]


def test_what_to_compare_with_is_in_front_and_the_loss_is_largest() -> None:
    found = COMPARE.piles(NAMES)["right"]
    assert [pile.views[0] for pile in found] == ["lossView", "runsView", "gradientView"]
    assert max(found, key=lambda pile: pile.share) is found[0]


def test_a_view_that_no_layout_knows_stands_behind_the_last() -> None:
    assert WATCH.piles(NAMES)["right"][-1].views[-1] == "viewOfTomorrow"
    assert Layout(right=()).piles(["a"])["right"] == [Pile(("a",))]


def test_each_layout_is_a_command_with_a_key() -> None:
    keys = {command.name: command.key for command in COMMANDS}
    assert [keys[name] for name in LAYOUTS] == ["Ctrl+1", "Ctrl+2", "Ctrl+3"]
