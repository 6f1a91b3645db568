"""The window: the one package that imports Qt."""

from bpstudio.ui.overrides import catch_in_overrides

catch_in_overrides()  # before any class of the window is defined
