"""What the notebooks need: find it, resolve it, lock it, fetch it, verify it."""
