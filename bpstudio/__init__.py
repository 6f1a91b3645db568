"""bpstudio: a desktop playground in which the gradient is visible."""

__version__ = "0.1.0"
