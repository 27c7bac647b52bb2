"""Run the notebooks of a built site and find what would break for its readers."""
