"""What a site is made of: decided, found, and brought onto this machine."""
