"""Shows errors where Jupyter shows them: what `errors.py` is made of."""
