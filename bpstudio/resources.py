"""Where the files that ship with bpstudio are, in a checkout and in an installed wheel alike."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """Return the path of a shipped file, such as ``resource("data", "iris.csv")``.

    The wheel carries the checkout's top-level ``resources`` as ``bpstudio/_resources``.
    """
    installed = _PACKAGE / "_resources"
    root = installed if installed.is_dir() else _PACKAGE.parent / "resources"
    return root.joinpath(*parts)
