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

DEED, LOOK = 250, 1_000  # ms between two
MEGA = 2**20


def main(seconds: float, seed: int) -> None:
    """Use it, and close it."""
    app = create_application()
    window = create_window()
    window.show()
    window.session.set_pace(None)
    window.session.train()
    deeds, start, me = (
        Deeds(window, np.random.default_rng(seed)),
        time.monotonic(),
        psutil.Process(),
    )

    def look() -> None:
        passed = time.monotonic() - start
        size = me.memory_info().rss / MEGA
        tell(seconds=passed, MB=size, threads=threading.active_count(), deeds=deeds.done)
        if passed >= seconds:
            app.quit()

    timers = [
        QTimer(window, interval=DEED),
        QTimer(window, interval=min(LOOK, round(40 * seconds))),
    ]
    for timer, does in zip(timers, (deeds.do_one, look), strict=True):
        timer.timeout.connect(does)
        timer.start()
    app.exec()
    window.close()


if __name__ == "__main__":
    main(float(sys.argv[1]), int(sys.argv[2]))
