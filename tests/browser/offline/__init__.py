"""What readers have of a site without a network."""
