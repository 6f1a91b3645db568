"""Data sets: made from a seed, bundled, or read from a table; their split and standardisation.

Here arrays are (samples, features), as tables are; the engine turns them into columns.
"""
