"""The network: its canvas, the palette that it is built from, and the inspector."""

from bpstudio.ui.builder.canvas import NetworkCanvas
from bpstudio.ui.builder.inspector import Inspector
from bpstudio.ui.builder.palette import Palette

__all__ = ["Inspector", "NetworkCanvas", "Palette"]
