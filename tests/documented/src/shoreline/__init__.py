"""Tides of a made-up coast."""

from shoreline.tides import NoSuchHarbourError, Tide, tide_at
from shoreline.waves import period

__version__ = "2.1"
__all__ = ["NoSuchHarbourError", "Tide", "period", "tide_at"]
