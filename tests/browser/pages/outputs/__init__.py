"""Outputs in any HTML page."""
