"""The rows of SOURCES.toml over each other: stories and splits, and texts that stand twice, or nearly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from typing import Literal

from wiremark.diagnostics import Finding
from wiremark.sources import SOURCES, Source, Sources
from wiremark.validation.corpus import duplicates
from wiremark.workspace import sha256


def rows(listed: Sources, texts: Mapping[str, str]) -> Iterator[Finding]:
    """Stories in two splits, where splits are by story, documents with one text, and near-duplicates in two splits.

    texts: the clean texts, by document.
    """
    if listed.split_by == "story":
        yield from stories(listed)
    yield from _twice(listed, texts)
    splits = {source.id: source.split for source in listed.documents if source.id in texts}
    yield from near(listed, duplicates.apart(splits, texts.__getitem__))


def stories(listed: Sources) -> Iterator[Finding]:
    """Stories that stand in two splits, at each document that is not in the split of the first one."""
    firsts = dict[str, Source]()
    for source in listed.documents:
        first = firsts.setdefault(source.story, source)
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


def _twice(listed: Sources, texts: Mapping[str, str]) -> Iterator[Finding]:
    digests = dict[str, Source]()
    for source in listed.documents:
        text = texts.get(source.id)
        digest = None if text is None else sha256(text.encode("utf-8"))
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


def near(listed: Sources, pairs: list[duplicates.Pair], assigned: Collection[str] = frozenset()) -> Iterator[Finding]:
    """The near-duplicates among pairs of documents in different splits; a warning where SOURCES.toml allows it.

    assigned: those that got their split just now, and had no better one: near-duplicates of theirs stood in several.
    """
    order = {source.id: number for number, source in enumerate(listed.documents)}
    severity: Literal["error", "warning"] = "warning" if listed.allow_leak else "error"
    splits = Counter((source.story, source.split) for source in listed.documents)
    stories = Counter(source.story for source in listed.documents)
    anew = "run `wiremark split --reassign`, which makes all splits anew"
    for pair in pairs:
        if pair.near:
            first, source = (listed.documents[at] for at in sorted((order[pair.first], order[pair.second])))
            new = next((one.id for one in (first, source) if one.id in assigned), "")
            parts = listed.split_by == "story" and stories[source.story] - splits[source.story, first.split] > 1
            yield Finding(
                code="W110",
                severity=severity,
                file=SOURCES,
                line=source.line,
                message=f"{source.id} and {first.id} are near-duplicates, and stand in two splits",
                found=f"{pair.windows} of {pair.of} windows of eight words are the same; "
                f"{source.id} in {source.split}, {first.id} in {first.split}",
                expected="near-duplicates in one split: what a model is tested on, it must not have seen",
                notes=(f"{new} has near-duplicates in several splits: whichever it gets, it is parted from some",)
                if new
                else (),
                help=anew if new or parts else f'write split = "{first.split}", or {anew}',
            )
