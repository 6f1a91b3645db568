"""The strip below the network: the whole run, and a handle to go back to any of its steps."""

from bpstudio.ui.timeline.bar import TimelineBar
from bpstudio.ui.timeline.strip import TimelineStrip

__all__ = ["TimelineBar", "TimelineStrip"]
