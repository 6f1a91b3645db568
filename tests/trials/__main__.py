"""All trials, or the named ones: ``make soak``, ``python -m tests.trials NAME --full``."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import sys
import tempfile
import time
import warnings

import click

from tests.benchmarks.machine import machine
from tests.trials import NAMES, load
from tests.trials.report import row

HEAD = "| trial | asked | passed | worst | took |\n|---|---|---|---|---|"


@click.command()
@click.argument("names", nargs=-1, type=click.Choice(NAMES))
@click.option("--full", is_flag=True, help="As many attempts as are asked for.")
@click.option("--count", type=int, help="So many attempts.")
@click.option("--seed", type=int, help="The first attempt's seed; of the time where left out.")
def main(names: tuple[str, ...], full: bool, count: int | None, seed: int | None) -> None:
    """Make the attempts of the trials NAMES, or of all, and print a table of what came of them."""
    warnings.simplefilter("error")
    seed = int(time.time()) if seed is None else seed
    rows, failed = [], False
    with tempfile.TemporaryDirectory() as home:  # the user's own settings stay out of it
        os.environ.update(HOME=home, XDG_CONFIG_HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home)
        for name in names or NAMES:
            module = load(name)
            many = count or (module.FULL if full else module.SHORT)
            start = time.perf_counter()
            outcome = module.trial(many, seed)
            outcome.seconds = time.perf_counter() - start
            failed |= bool(outcome.failures)
            print(outcome, file=sys.stderr, flush=True)
            rows.append(row(module.ASKED, module.FULL, outcome))
    print(machine(), f"Seed {seed}.", "", HEAD, *rows, sep="\n")
    sys.exit(failed)


if __name__ == "__main__":
    main()
