"""Package indexes: which are configured, and what they offer."""
