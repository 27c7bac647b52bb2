"""A plugin for MkDocs: blocks of code and notebooks of a documentation that run in its pages."""
