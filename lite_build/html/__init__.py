"""HTML files that run Python: what their tags say."""
