"""Level 5, what is claimed: the states of layers against the passes, and the rows of SOURCES.toml together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from wiremark.diagnostics import Finding
from wiremark.sources import SOURCES, Source
from wiremark.validation.context import Loaded
from wiremark.validation.folders import Folder, Found, strings
from wiremark.validation.places import Problem, child, show

_DRAFT = "draft"
_TWO = ("double", "adjudicated")  # states that say that two annotators worked independently


def states(folder: Folder, passes: Mapping[str, Folder]) -> Found:
    """Layers of annotations/ that are said to be doubly annotated or adjudicated, and those without a record.

    passes: by name, those that annotations/passes/ has.
    """
    for document, file in folder.documents.items():
        for layer, record in _layers(file):
            done = {name: other for name, one in passes.items() if (other := _layer(one, document, layer)) is not None}
            if _by_two(record):
                yield from _borne_out(file, layer, record, done)
            found = {name: len(_items(passes[name].documents[document], layer)) for name in done}
            if not _items(file, layer) and found and all(found.values()) and isinstance(file.data.get(layer), list):
                yield (
                    file,
                    Problem(
                        code="A517",
                        severity="warning",
                        pointer=child("", layer),
                        message=f"the layer {show(layer)} is said to be annotated and is empty",
                        found="none; " + ", ".join(f"{number} in passes/{name}" for name, number in found.items()),
                        expected=f"the {layer} of {document}, in every layer that annotated_with names (R-G2)",
                        help=f"annotate it, take {show(layer)} out of annotated_with, or leave it if theirs fell",
                    ),
                )


def drafts(folder: Folder) -> Found:
    """Layers of a pass that are said to be more than one annotator's draft."""
    for file in folder.documents.values():
        for layer, record in _layers(file):
            if _by_two(record):
                yield (
                    file,
                    Problem(
                        code="A516",
                        pointer=_state(layer),
                        message=f"the layer {show(layer)} of a pass is said to be {record['state']}",
                        found=show(record["state"]),
                        expected=f"{show(_DRAFT)}: a pass is one annotator's",
                        help=f"write {show(_DRAFT)}",
                    ),
                )


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


def _borne_out(file: Loaded, layer: str, record: Mapping[str, Any], done: Mapping[str, Mapping[str, Any]]) -> Found:
    """done: what the passes that have this layer of this document say of it."""
    state, named = record["state"], strings(record.get("annotators"))
    ours = [name for name, one in done.items() if set(strings(one.get("annotators"))) <= set(named)]
    if len(ours) >= 2:
        return
    if len(done) < 2:
        problem = Problem(
            code="A516",
            pointer=_state(layer),
            message=f"the layer {show(layer)} is said to be {state}, and there are no two passes of it",
            found=f"{', '.join(f'passes/{name}' for name in done) or 'no pass'} has it for {file.file.path.stem}",
            expected="two folders in annotations/passes/ that have it",
            help=f"put the passes there, or write {show(_DRAFT)}",
        )
    else:
        who = ", ".join(
            f"passes/{name} by {' and '.join(strings(one.get('annotators')))}" for name, one in done.items()
        )
        problem = Problem(
            code="A516",
            pointer=child(_state(layer).removesuffix("/state"), "annotators"),
            message=f"the layer {show(layer)} names other annotators than its passes",
            found=f"{', '.join(named)}; {who}",
            expected="the annotators of two passes, and who else worked on it",
            help="name them here, or mend the names in the passes",
        )
    yield file, problem


def _by_two(record: Mapping[str, Any]) -> bool:
    """True for a state that takes two, with the names of two; where they lack, level 4 has said so."""
    return record.get("state") in _TWO and len(set(strings(record.get("annotators")))) > 1


def _state(layer: str) -> str:
    return child(child(child("", "annotated_with"), layer), "state")


def _layers(file: Loaded) -> Iterator[tuple[str, dict[str, Any]]]:
    done = file.data.get("annotated_with")
    for layer, record in done.items() if isinstance(done, dict) else ():
        if isinstance(record, dict):
            yield layer, record


def _layer(folder: Folder, document: str, layer: str) -> dict[str, Any] | None:
    """What a pass says of a layer of a document; None where it has not done it."""
    file = folder.documents.get(document)
    return dict(_layers(file)).get(layer) if file else None


def _items(file: Loaded, layer: str) -> list[Any]:
    items = file.data.get(layer)
    return items if isinstance(items, list) else []
