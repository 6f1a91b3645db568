"""One training thread, what goes in to it and what comes out."""
