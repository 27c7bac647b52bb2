"""A browser on this machine: found, and started with a page of ours."""
