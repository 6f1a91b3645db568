"""The two passes, instruction by instruction, with all their numbers."""
