"""The commands: the window, ``train`` and ``screenshot``."""

from bpstudio.cli.program import commands, main

__all__ = ["commands", "main"]
