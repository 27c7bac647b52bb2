"""Every connection of a build."""
