"""Pages that other extensions make of notebooks and scripts: myst-nb, nbsphinx, sphinx-gallery."""
