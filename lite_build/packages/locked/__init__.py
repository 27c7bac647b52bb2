"""The lock: every package of a site by version and hash, and the file that has it."""
