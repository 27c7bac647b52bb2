"""A folder of notebooks becomes a static site that anyone opens with no install."""

from importlib.metadata import version

__version__ = version("lite-build")
