"""wiremark: raw news articles in; a cleaned, annotated, validated, versioned dataset out."""

from typing import Any


def __getattr__(name: str) -> Any:
    """`__version__`, read when it is asked for: the reader of installed packages takes longer than we do."""
    if name != "__version__":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("wiremark")
    except PackageNotFoundError:  # a checkout that was never installed
        return "0+unknown"
