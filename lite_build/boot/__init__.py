"""What a kernel boots from: an archive of its packages, and a snapshot of Python's memory."""
