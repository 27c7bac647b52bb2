"""Pyodide: get it, verify it, read what it is, run it under Node.js."""
