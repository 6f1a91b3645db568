"""Bookmarks of states: taken from the window, kept in the document, jumped to."""
