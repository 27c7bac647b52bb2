"""The commands of `lite-build`, one a module: each adds its arguments to a parser, and runs."""
