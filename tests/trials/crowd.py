"""What is fair where others work on the same machine: a time limit goes by how many there are."""

import os


def crowd() -> float:
    """Return how many share each processor, of late; 1 where there is no waiting."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(os.getloadavg()[0] / (cores or 1), 1.0)
