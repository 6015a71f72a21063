"""The rows of SOURCES.toml over each other: stories and splits, and texts that stand twice."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wiremark.diagnostics import Finding
from wiremark.sources import SOURCES, Source


def rows(documents: Sequence[Source], texts: Mapping[str, str]) -> Iterator[Finding]:
    """Stories in two splits, and documents with one text. texts: the sha256 of the clean texts, by document."""
    stories, digests = dict[str, Source](), dict[str, Source]()
    for source in documents:
        first = stories.setdefault(source.story, source)
        if first.split != source.split:
            yield Finding(
                code="W108",
                file=SOURCES,
                line=source.line,
                message=f"the story {source.story} stands in two splits",
                found=f"{source.id} in {source.split}, {first.id} in {first.split}",
                expected="all documents of a story in one split",
                help=f'write split = "{first.split}", or give {source.id} a story of its own if it is one',
            )
        digest = texts.get(source.id)
        same = digests.setdefault(digest, source) if digest else source
        if same is not source:
            yield Finding(
                code="W109",
                file=SOURCES,
                line=source.line,
                message=f"{source.id} and {same.id} have the same text",
                found=f"sha256 {digest} of both clean texts",
                expected="each text once",
                help="take one of the two documents out",
            )
