"""Trials of what users trust: many attempts at breaking it, each from a seed.

In short by ``make test``, in full by ``make soak``. A trial is a module here that has

- ``ASKED``, what is asked for, in words, as it stands in the table;
- ``SHORT`` and ``FULL``, how many attempts there are in ``make test`` and in ``make soak``;
- ``trial(count, seed)``, which makes them and returns an `Outcome`.

Attempt k of seed s is attempt 0 of seed s + k, so any one can be repeated alone. A trial leaves
no thread, window or file behind.
"""

from importlib import import_module
from types import ModuleType

OF_FILES: tuple[str, ...] = ("fuzz", "bombs", "kill_save", "broken_disk", "rates", "undo")
OF_THE_WINDOW: tuple[str, ...] = ("keys", "closing", "crash", "starts", "edits", "rounds", "soak")
NAMES = OF_FILES + OF_THE_WINDOW


def load(name: str) -> ModuleType:
    """Return the module of a trial; imported late, since most need no window."""
    return import_module(f"tests.trials.{name}")
