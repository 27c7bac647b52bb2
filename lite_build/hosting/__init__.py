"""What the hosts of static sites do with a file: its type, its compression, their limits."""
