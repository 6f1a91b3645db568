"""The commands: the window, ``train``, ``check``, ``screenshot`` and ``lesson``."""

from bpstudio.cli.program import commands, main

__all__ = ["commands", "main"]
