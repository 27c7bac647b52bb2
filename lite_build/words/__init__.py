"""Words for people: errors, suggestions, progress."""
