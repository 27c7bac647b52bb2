"""Builds and tests with the newest releases of upstream, and says what breaks: `make upstream`."""
