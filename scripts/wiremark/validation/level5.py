"""Level 5: the corpus. What only all files together can tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wiremark.validation.context import Context, Loaded
from wiremark.validation.places import Problem


def corpus(files: Sequence[Loaded], context: Context) -> Iterator[tuple[Loaded, Problem]]:
    """What is wrong over all files, each with the file it stands in. `files`: every annotation file that can be read.

    Works on data with errors of structure too: what is not of the right kind is passed over, level 2 has said so.
    The caller makes warnings of those in passes/ and rounds/.
    """
    yield from ()
