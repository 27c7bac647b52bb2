"""Runs all examples of a documentation on the kernel that readers have, and compares."""
