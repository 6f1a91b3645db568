"""Speed, measured on the spot: ``make bench``."""

import os
import platform
from pathlib import Path

from tests.benchmarks import gestures, speed, upkeep, views, window


def machine() -> str:
    """Return what this was measured on."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = [platform.processor() or platform.machine()]
    cores = os.cpu_count() or 1
    return f"{names[0]}, {cores} cores, {platform.system()}, Python {platform.python_version()}"


def main() -> None:
    """Print all tables."""
    print(machine())
    speed.main()
    upkeep.main()
    window.main()
    views.main()
    gestures.main()


if __name__ == "__main__":
    main()
