"""A window that is used at random for so many seconds and tells what memory it takes."""

import sys
import threading
import time

import numpy as np
import psutil
from PySide6.QtCore import QTimer

from bpstudio.ui.app import create_application, create_window
from tests.trials.apart import tell
from tests.trials.deeds import Deeds
from tests.trials.soak import Rests
from tests.trials.watch import Watch

DEED, LOOK = 250, 1_000  # ms between two
MORE_AT_FIRST = 3  # deeds with each, in the warm-up
MEGA = 2**20


def main(seconds: float, seed: int) -> None:
    """Use it, and close it; in the warm-up it is shown all examples, and used more."""
    app, watch, rests = create_application(), Watch(), Rests.within(seconds)
    watch.begin()
    window = create_window()
    window.show()
    window.session.set_pace(None)
    window.session.train()
    deeds, me, start = (
        Deeds(window, np.random.default_rng(seed)),
        psutil.Process(),
        time.monotonic(),
    )
    rested: set[int] = set()

    def use() -> None:
        passed = time.monotonic() - start
        rest = rests.at(passed)
        if rest is None:
            if passed < rests.first:  # or what is needed once would be needed later
                deeds.go_on_tour(passed / rests.first)
                for _ in range(MORE_AT_FIRST):
                    deeds.do_one()
            deeds.do_one()
        elif rest not in rested:
            rested.add(rest)
            deeds.rest()

    def look() -> None:
        passed = time.monotonic() - start
        rest, size = rests.at(passed), me.memory_info().rss / MEGA
        threads = threading.active_count()
        tell(seconds=passed, rest=rest, MB=size, threads=threads, deeds=deeds.done)
        if passed >= seconds:
            app.quit()

    often = min(LOOK, round(40 * seconds))
    timers = {QTimer(window, interval=DEED): use, QTimer(window, interval=often): look}
    for timer, does in timers.items():
        timer.timeout.connect(does)
        timer.start()
    app.exec()
    window.close()
    watch.end()
    tell(faults=watch.faults, longest=watch.longest)


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
