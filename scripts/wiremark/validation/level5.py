"""Level 5: the corpus. What only all files together can tell.

In corpus/: A501–A504, A513, A514 and A518 are about clusters and utterances, A505–A509 and A515 about entities,
A510–A512 about their aliases, A516 and A517 about what is said to be done, W108 to W110 about rows of SOURCES.toml.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from wiremark.diagnostics import Finding
from wiremark.schema.profile import plan
from wiremark.validation import level3
from wiremark.validation.context import Context, Loaded
from wiremark.validation.corpus import aliases, clusters, entities, sources, states, utterances
from wiremark.validation.corpus.folders import Folder, Found, Sound, sound


def corpus(files: Sequence[Loaded], context: Context) -> Found:
    """What is wrong over all files, each with the file it stands in. `files`: every annotation file that can be read.

    Works on data with errors of structure too: what is not of the right kind is passed over, level 2 has said so.
    The caller makes warnings of those in passes/ and rounds/.
    """
    top = context.workspace.annotations
    folders = _folders(files, context)
    own = folders.pop(top)
    passes = {path.name: folder for path, folder in folders.items() if path.parent == top / "passes"}
    elsewhere = {id for folder in folders.values() for id in entities.references(folder) - entities.opened(folder)}
    yield from _of_folder(own, context)
    yield from states.states(own, passes)
    layers = _layers(own)
    complete = bool(layers) and all(own.complete(layer) for layer in layers)
    if complete and all(folder.whole for folder in folders.values()):
        yield from entities.unnamed(own, elsewhere)
    yield from aliases.aliases(own, complete)
    for folder in folders.values():
        yield from _of_folder(folder, context)
        yield from states.drafts(folder)
        yield from aliases.aliases(folder, False)
        if folder.whole:
            yield from entities.unnamed(folder, ())


def rows(context: Context) -> Iterator[Finding]:
    """What is wrong with the rows of SOURCES.toml over each other."""
    articles = context.articles or {}
    if context.listed is not None:
        yield from sources.rows(context.listed, {id: one.text for id, one in articles.items() if one.text is not None})


def _of_folder(folder: Folder, context: Context) -> Found:
    newest = context.schemas.newest
    yield from clusters.events(folder)
    yield from utterances.utterances(folder)
    yield from clusters.calendar(folder)
    yield from clusters.readings(folder)
    yield from entities.identities(folder)
    yield from entities.kinds(folder, newest.roles if newest else {})


def _folders(files: Sequence[Loaded], context: Context) -> dict[Path, Folder]:
    """The folders by their paths, annotations/ first."""
    top, held = context.workspace.annotations, defaultdict(list)
    every = [file for file in context.every if not context.earlier(file)]
    there = dict.fromkeys((top, *(file.path.parent for file in every)), 0)
    for file in every:
        there[file.path.parent] += 1
    for loaded in files:
        if _in_place(loaded, context):
            held[loaded.file.path.parent].append(sound(loaded))
    dates = {id: article.dct for id, article in (context.articles or {}).items()}
    found: dict[Path, Folder] = {}
    for path, number in there.items():
        whole = len(held[path]) == number and all(file.whole and _linked(file, path, context) for file in held[path])
        found[path] = Folder(held[path], found.get(top), whole, dates)
    return found


def _in_place(loaded: Loaded, context: Context) -> bool:
    """False for the layers of no document, or of another than the file's name says: level 3 has said so."""
    if not loaded.file.of_document or not isinstance(loaded.data, dict):
        return True
    named = loaded.data.get("document") == loaded.file.path.stem
    return named and (context.articles is None or loaded.file.path.stem in context.articles)


def _linked(file: Sound, folder: Path, context: Context) -> bool:
    """True where level 3 finds no reference to nothing; what is not linked may be what is missing."""
    if file.file.clean:
        return True
    spaces = context.spaces(folder)
    return not any(True for _ in level3.references(file.file.data, plan(file.file.record), spaces))


def _layers(folder: Folder) -> set[str]:
    """The layers that the schema knows."""
    known = (file.record.fields.get("annotated_with") for file in folder.documents.values())
    return {layer for record in known for layer in getattr(record, "fields", ())}
