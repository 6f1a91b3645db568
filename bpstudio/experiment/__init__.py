"""The experiment as a value: what is wanted, its edits, its file, and what is built from it."""
