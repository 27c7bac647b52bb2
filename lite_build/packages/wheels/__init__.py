"""Wheels on this machine: fetched or built, verified, read, made smaller."""
