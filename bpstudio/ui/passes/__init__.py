"""The step-through: the passes of one update, instruction by instruction, inside Network."""

from bpstudio.ui.passes.mode import PassesMode

__all__ = ["PassesMode"]
