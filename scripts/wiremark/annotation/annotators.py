"""What the name of an annotator says, and what the agreement of language models says."""

from __future__ import annotations

MEASURED = "two passes of one kind of annotator measure the guidelines, not people"
"""What the agreement of two language models is."""


def is_model(annotator: str) -> bool:
    """True for the name of a language model among the annotators."""
    return annotator.startswith("model-")
