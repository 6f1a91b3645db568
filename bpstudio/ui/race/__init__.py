"""Choosing what to race: variants of the experiment that differ in one thing."""
