"""What is asked for: the requirements of the project, of every site and of the kernel."""
