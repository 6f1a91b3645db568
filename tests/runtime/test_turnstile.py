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
