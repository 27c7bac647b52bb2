"""What must hold of the distributions before they are published."""
