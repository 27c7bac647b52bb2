"""Data files of other hosts that the site ships: asked for, locked, fetched and verified."""
