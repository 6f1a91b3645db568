"""Who makes the steps of a small network at full pace: another process, in the training's stead.

Python runs one thread at a time, so the steps of a small network, which take microseconds, and
the screen would have to take turns. A large network doesn't need this: NumPy lets others run
during its products.
"""

from bpstudio.runtime.deputy.deputy import Deputy, Maker, made_here

__all__ = ["Deputy", "Maker", "made_here"]
