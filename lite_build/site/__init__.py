"""Writes the output: each module puts one part of a site into it."""
