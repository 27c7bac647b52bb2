"""Pages without JupyterLab."""
