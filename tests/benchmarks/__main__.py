"""Speed, measured on the spot: ``make bench``."""

from tests.benchmarks import gestures, large_table, speed, upkeep, views, window
from tests.benchmarks.machine import machine


def main() -> None:
    """Print all tables."""
    print(machine())
    speed.main()
    upkeep.main()
    window.main()
    views.main()
    gestures.main()
    large_table.main()


if __name__ == "__main__":
    main()
