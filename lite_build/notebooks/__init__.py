"""Notebooks as they are read: their cells, their links, the files that they use."""
