"""Notebooks as pages of plain HTML, made at build time: read with no JavaScript, run by the site's Python."""
