"""Files as others wrote them: archives, JSON, hashes."""
