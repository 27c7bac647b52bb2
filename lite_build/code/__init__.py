"""What code imports, installs and runs: read from its text, and never run."""
