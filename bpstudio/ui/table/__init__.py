"""A table of the user's own: looked at, told what its columns are, then read."""
