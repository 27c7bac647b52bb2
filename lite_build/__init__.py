"""A folder of notebooks becomes a static site that anyone opens with no install."""

__version__: str


def __getattr__(name: str) -> str:
    """Read the version where it is asked for: what is imported at the start of every command stays small."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import version

    return version("lite-build")
