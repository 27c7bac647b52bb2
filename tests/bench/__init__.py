"""The benchmarks: what lite-build makes of a project, beside stock JupyterLite. `python -m tests.bench`."""
