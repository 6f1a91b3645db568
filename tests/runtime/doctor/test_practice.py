"""Doctors who fail: the runs that they watch go on."""

import logging
from types import SimpleNamespace

import pytest

from bpstudio.runtime.doctor.doctor import Doctor
from bpstudio.runtime.doctor.practice import Practice
from bpstudio.runtime.snapshot import Status


def make_run(step: int, trainer: object) -> SimpleNamespace:
    return SimpleNamespace(
        number=1, trainer=trainer, step_made=step, status=Status.PAUSED, is_running=False
    )


def test_a_doctor_who_fails_says_so_once_and_lets_the_run_be_until_its_next_edit(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    looks: list[object] = []

    def look(_self: Doctor, trainer: object, _has_diverged: bool) -> None:
        looks.append(trainer)
        raise MemoryError

    monkeypatch.setattr(Doctor, "look", look)
    practice, before, after = Practice(), object(), object()
    with caplog.at_level(logging.ERROR, "bpstudio"):
        for step in range(3):
            practice.visit(make_run(step, before))
        assert len(caplog.records) == 1
        practice.visit(make_run(3, after))
    assert looks == [before, after]
    assert practice.findings(1) == ()
