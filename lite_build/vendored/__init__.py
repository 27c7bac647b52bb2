"""What widgets import from other hosts: found, locked, fetched, and rewritten so that the site has it."""
