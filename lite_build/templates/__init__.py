"""What a new project, or a new widget package, begins with."""
