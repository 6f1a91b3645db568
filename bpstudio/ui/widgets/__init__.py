"""Small widgets of the window's own, each usable alone."""
