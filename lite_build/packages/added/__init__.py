"""What `lite-build add` does: ask whether a package can be had, and write it down."""
