"""Circuits as a user has them: gates with places, edits, files, expressions, examples."""
