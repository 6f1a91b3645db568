"""Equations written in TeX: set as pictures, told in words, and as plain text."""
