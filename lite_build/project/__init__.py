"""A project as a person wrote it: its configuration, its contents, its overrides, its output."""
