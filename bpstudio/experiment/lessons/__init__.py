"""Lessons: what a teacher writes as data, read and checked. Nothing that is read is executed."""
