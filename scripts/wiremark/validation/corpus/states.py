"""What `annotated_with` claims: the states of layers against the passes, and layers that are empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiremark.schema.walk import child
from wiremark.validation.context import Loaded
from wiremark.validation.corpus.folders import Folder, Found
from wiremark.validation.item import Item, layers
from wiremark.validation.places import Problem, show

_DRAFT = "draft"
_TWO = ("double", "adjudicated")  # states that say that two annotators worked independently


def states(folder: Folder, passes: Mapping[str, Folder]) -> Found:
    """Layers of annotations/ that are said to be doubly annotated or adjudicated, and those without a record.

    passes: by name, those that annotations/passes/ has.
    """
    for document, file in folder.documents.items():
        for layer, made in layers(file.data).items():
            done = {name: other for name, one in passes.items() if (other := _layer(one, document, layer)) is not None}
            if _by_two(made):
                yield from _borne_out(file, layer, made, done)
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
        for layer, made in layers(file.data).items():
            if _by_two(made):
                yield (
                    file,
                    Problem(
                        code="A516",
                        pointer=made.at("state"),
                        message=f"the layer {show(layer)} of a pass is said to be {made.text('state')}",
                        found=show(made.text("state")),
                        expected=f"{show(_DRAFT)}: a pass is one annotator's",
                        help=f"write {show(_DRAFT)}",
                    ),
                )


def _borne_out(file: Loaded, layer: str, made: Item, done: Mapping[str, Item]) -> Found:
    """done: what the passes that have this layer of this document say of it."""
    state, named = made.text("state"), made.strings("annotators")
    ours = [name for name, one in done.items() if set(one.strings("annotators")) <= set(named)]
    if len(ours) >= 2:
        return
    if len(done) < 2:
        problem = Problem(
            code="A516",
            pointer=made.at("state"),
            message=f"the layer {show(layer)} is said to be {state}, and there are no two passes of it",
            found=f"{', '.join(f'passes/{name}' for name in done) or 'no pass'} has it for {file.file.path.stem}",
            expected="two folders in annotations/passes/ that have it",
            help=f"put the passes there, or write {show(_DRAFT)}",
        )
    else:
        who = ", ".join(f"passes/{name} by {' and '.join(one.strings('annotators'))}" for name, one in done.items())
        problem = Problem(
            code="A516",
            pointer=made.at("annotators"),
            message=f"the layer {show(layer)} names other annotators than its passes",
            found=f"{', '.join(named)}; {who}",
            expected="the annotators of two passes, and who else worked on it",
            help="name them here, or mend the names in the passes",
        )
    yield file, problem


def _by_two(made: Item) -> bool:
    """True for a state that takes two, with the names of two; where they lack, level 4 has said so."""
    return made.text("state") in _TWO and len(set(made.strings("annotators"))) > 1


def _layer(folder: Folder, document: str, layer: str) -> Item | None:
    """What a pass says of a layer of a document; None where it has not done it."""
    file = folder.documents.get(document)
    return layers(file.data).get(layer) if file else None


def _items(file: Loaded, layer: str) -> list[Any]:
    items = file.data.get(layer)
    return items if isinstance(items, list) else []
