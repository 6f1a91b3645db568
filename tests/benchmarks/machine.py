"""What something was measured on."""

import os
import platform
from pathlib import Path


def machine() -> str:
    """Return the machine in one line."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    except OSError:
        names = [platform.processor() or platform.machine()]
    cores = os.cpu_count() or 1
    return f"{names[0]}, {cores} cores, {platform.system()}, Python {platform.python_version()}"
