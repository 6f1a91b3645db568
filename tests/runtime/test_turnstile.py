"""The turnstile between the screen and the training."""

import threading
import time

import pytest

from bpstudio.runtime import turnstile as module
from bpstudio.runtime.turnstile import Turnstile


def test_the_screen_waits_until_the_training_is_through(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_SLICE", 60.0)
    turnstile, inside, done = Turnstile(), threading.Event(), []

    def train():
        with turnstile:
            inside.set()
            while turnstile.is_open:
                time.sleep(0.001)
            done.append("slice")

    training = threading.Thread(target=train)
    training.start()
    assert inside.wait(60)
    turnstile.close()
    assert done == ["slice"]
    training.join()


def test_the_screen_does_not_wait_for_ever():
    turnstile = Turnstile()
    with turnstile:
        turnstile.close()
        assert not turnstile.is_open


def test_who_fails_inside_comes_out_again(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_SLICE", 1e6)
    turnstile = Turnstile()
    with pytest.raises(ValueError, match="slice"), turnstile:
        raise ValueError("slice")
    turnstile.close()  # returns at once


def test_training_waits_while_the_hand_moves_and_goes_on_when_it_is_still(monkeypatch):
    monkeypatch.setattr(module, "LONGEST_WAIT", 0.2)
    turnstile, went_in = Turnstile(), threading.Event()
    turnstile.close()
    turnstile.keep_closed()

    def train():
        with turnstile:
            went_in.set()

    training = threading.Thread(target=train)
    training.start()
    for _ in range(60):
        turnstile.keep_closed()  # 0.6 s in all
        assert turnstile.is_kept_closed
        assert not went_in.is_set()
        time.sleep(0.01)
    assert went_in.wait(60)  # though it is still closed
    assert not turnstile.is_open
    training.join()
    turnstile.open()
    assert not turnstile.is_kept_closed
