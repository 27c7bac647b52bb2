"""Files as others wrote them: archives, JSON, hashes; and files that are whole or not there."""
