"""A documentation whose examples run in its pages, whichever tool makes them."""
