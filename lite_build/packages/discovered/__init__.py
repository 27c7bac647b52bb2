"""What the notebooks themselves need: from the names that they import to distributions."""
