"""wiremark: raw news articles in; a cleaned, annotated, validated, versioned dataset out."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("wiremark")
except PackageNotFoundError:  # a checkout that was never installed
    __version__ = "0+unknown"
