"""Code that other extensions run and show: myst-nb, nbsphinx, sphinx-gallery, matplotlib's plots."""
