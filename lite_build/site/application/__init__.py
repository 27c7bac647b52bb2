"""What of JupyterLab and JupyterLite themselves a site has otherwise than upstream, or not at all."""
