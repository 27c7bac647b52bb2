"""Only those who build the documentation have this."""

NAME = "Ada"
