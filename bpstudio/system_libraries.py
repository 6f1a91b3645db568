"""The shared libraries that Qt wants of the system: which are missing, and what brings them.

Qt's wheels bring Qt, but not what a Linux desktop has anyway: OpenGL, fonts, the keyboard. On a
bare machine the missing ones show one at a time, and some as a misleading message just before Qt
ends the process. So this module looks for all of them first; it needs neither Qt nor any package.
"""

import argparse
import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

# From the name that the loader looks for to Debian's package. What these packages depend on
# themselves (X11, freetype, DejaVu, the rest of xcb) isn't repeated.
OFFSCREEN: Mapping[str, str] = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
}
X11: Mapping[str, str] = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-shape.so.0": "libxcb-shape0",
}


def wants_x11(environment: Mapping[str, str] = os.environ) -> bool:
    """Return whether a window would open on an X11 display, by the environment's variables."""
    platform = environment.get("QT_QPA_PLATFORM")
    if platform:
        return platform.startswith("xcb")
    return bool(environment.get("DISPLAY")) and not environment.get("WAYLAND_DISPLAY")


def missing_libraries(x11: bool) -> tuple[str, ...]:
    """Return the names of the shared libraries that Qt needs and the loader doesn't find.

    Parameters
    ----------
    x11
        Whether a window on an X11 display is wanted, rather than Qt's offscreen platform alone.

    Returns
    -------
    tuple of str
        Such as ``("libGL.so.1",)``; always empty on systems other than Linux.
    """
    if sys.platform != "linux":
        return ()
    return tuple(name for name in _needed(x11) if not _loads(name))


def apt_line(x11: bool, extra: Sequence[str] = ()) -> str:
    """Return the one command that installs all that Qt needs on Debian and Ubuntu.

    Parameters
    ----------
    x11
        As for `missing_libraries`.
    extra
        Packages that are wanted besides.
    """
    command = " ".join(["apt-get install -y", *_packages(x11, extra)])
    return command if _is_root() else f"sudo {command}"


def advice(missing: Sequence[str], x11: bool, extra: Sequence[str] = ()) -> str:
    """Return what to tell the user, ending in `apt_line` as a line of its own."""
    return (
        f"bpstudio needs what this system lacks: {', '.join(missing)}. On Debian or Ubuntu:\n"
        f"{apt_line(x11, extra)}"
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Look, install where told to and allowed to, else print what to install.

    Returns
    -------
    int
        Exit status: 0 when nothing is missing any more, else 2.
    """
    parser = argparse.ArgumentParser(prog="python -m bpstudio.system_libraries")
    parser.add_argument("--install", action="store_true", help="as root on Debian: install them")
    parser.add_argument("--venv", action="store_true", help="look for what makes a .venv, too")
    options = parser.parse_args(arguments)

    x11 = wants_x11()
    extra = _venv_packages() if options.venv else ()
    if not (missing := (*extra, *missing_libraries(x11))):
        return 0
    if options.install and _is_root() and shutil.which("apt-get"):
        return _install(_packages(x11, extra))
    print(advice(missing, x11, extra), file=sys.stderr)
    return 2


def _needed(x11: bool) -> dict[str, str]:
    return {**OFFSCREEN, **(X11 if x11 else {})}


def _packages(x11: bool, extra: Sequence[str]) -> list[str]:
    return [*extra, *_needed(x11).values()]


def _loads(name: str) -> bool:
    # ctypes.util.find_library asks ldconfig and gcc, which a slim system lacks; the loader knows.
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True


def _venv_packages() -> tuple[str, ...]:
    # Debian keeps ensurepip, without which a .venv has no pip, in a package for each Python.
    if importlib.util.find_spec("ensurepip"):
        return ()
    return (f"{Path(sys.executable).name}-venv",)


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _install(packages: Sequence[str]) -> int:
    print("Installing system packages:", *packages, flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    # A fresh system has no lists yet; where they can't be renewed, the old ones may do.
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages]
    if subprocess.run(command, env=environment, stdout=subprocess.DEVNULL).returncode:
        print(f"{' '.join(command)} failed", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
