"""Python in a page's own scripts."""
