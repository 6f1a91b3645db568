"""The window in front of a class: enlarged, a canvas and one panel, driven by a clicker."""
