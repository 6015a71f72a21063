"""Level 3: integrity. Does a file fit its name, its text, the files beside it, and itself?

Works on data with errors of structure too: what is not of the right kind is passed over, level 2 has said so.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path as FilePath
from typing import Any

from wiremark.schema.profile import Plan, Record, SpanRule, Text, regex
from wiremark.schema.walk import along, child
from wiremark.text.spelling import Names
from wiremark.validation.places import Problem, show
from wiremark.validation.spans import misplaced_all


@dataclass(frozen=True, slots=True)
class Article:
    """A document as SOURCES.toml and corpus/ have it. `dct` is ISO 8601, `language` BCP 47.

    `text` is None where there is no text that cleaning wrote; `lacking` then says why.
    """

    id: str
    dct: str
    text: str | None = None
    text_sha256: str | None = None
    lacking: str = ""
    language: str = ""

    @property
    def words(self) -> str:
        """The text; empty where there is none."""
        return self.text or ""


@dataclass(frozen=True)
class Space:
    """The ids that a reference may name. `where` says where they stand; `ids` is None where that cannot be read."""

    code: str
    what: str
    where: str
    ids: Mapping[str, str] | None
    """From id to the place that it stands in."""

    @cached_property
    def names(self) -> Names:
        """The ids, to guess from."""
        return Names(self.ids or ())


def beside(structure: Sequence[Problem], deeper: Sequence[Problem]) -> list[Problem]:
    """What levels 2 and 3 found, each fault once: of a span without offsets level 3 says more, as it knows the text."""
    told = {problem.pointer.removesuffix("/text") for problem in deeper if problem.code in ("A302", "A312")}
    return [*(problem for problem in structure if problem.code != "A312" or problem.pointer not in told), *deeper]


def keys(data: Any, plan: Plan) -> dict[str, dict[str, str]]:
    """The ids that a file opens: per space, from id to the pointer where it stands first."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for path, space in plan.keys:
        for pointer, id in along(data, path):
            if isinstance(id, str):
                found[space].setdefault(id, pointer)
    return found


def unique(data: Any, plan: Plan, taken: Mapping[str, Space]) -> Iterator[Problem]:
    """Ids that stand twice: in this file, or here and in one of the spaces `taken`."""
    first = keys(data, plan)
    for path, name in plan.keys:
        space = taken.get(name)
        for pointer, id in along(data, path):
            if not isinstance(id, str):
                continue
            here = first[name][id]
            there = (space.ids or {}).get(id) if space else None
            if here != pointer or there:
                yield Problem(
                    code="A306",
                    pointer=pointer,
                    message=f"the id {show(id)} stands twice",
                    found=f"it stands at {here} too" if here != pointer else f"it stands in {there} too",
                    expected="each id once",
                    help="give one of them a new id; ids are never renumbered or reused",
                )


def asked(data: Any, plan: Plan) -> set[str]:
    """The spaces in which a file's references must be found."""
    return {
        node.ref
        for path, node in plan.refs
        if node.ref and any(isinstance(id, str) and id not in node.names for _, id in along(data, path))
    }


def references(data: Any, plan: Plan, spaces: Mapping[str, Space]) -> Iterator[Problem]:
    """References to nothing. Those that level 2 refuses for their form are passed over."""
    for path, node in plan.refs:
        space = spaces.get(node.ref or "")
        if space is None or space.ids is None or path == ("document",):
            continue
        for pointer, id in along(data, path):
            if isinstance(id, str) and id not in space.ids and id not in node.names and _well_formed(id, node):
                yield _dangling(id, pointer, space)


def spans(data: Any, plan: Plan, article: str) -> list[Problem]:
    """Spans that do not hold what they say. `article`: the clean text."""
    return misplaced_all(spans_of(data, plan), article)


def spans_of(data: Any, plan: Plan) -> Iterator[tuple[str, dict[str, Any], SpanRule]]:
    """The spans of the article that a file holds, with their pointers."""
    for path, rule in plan.spans:
        for pointer, span in along(data, path):
            if rule.of == "corpus" and isinstance(span, dict):
                yield pointer, span, rule


def frame(
    data: Mapping[str, Any], path: FilePath, files: Container[FilePath], articles: Mapping[str, Article], ids: Space
) -> Iterator[Problem]:
    """A document file against its name, SOURCES.toml and corpus/.

    files: every annotation file. ids: those of the articles.
    """
    named, stem = data.get("document"), path.stem
    if isinstance(named, str) and named != stem:
        yield _misnamed(path, named, files, articles)
        if stem in articles or named in articles:
            return
    article = articles.get(stem)
    if article is None:
        yield _for_no_document(stem, named, ids)
        return
    if article.text is None:
        yield Problem(
            code="A314",
            pointer="/document",
            message=f"{article.id} has no clean text to check this file against",
            found=article.lacking,
            expected="the text that cleaning gives",
            notes=("the spans of this file were not checked",),
            help="run `wiremark clean`, or put its files in corpus/ back, for instance with `git checkout corpus`",
        )
    elif changed(data, article):
        yield Problem(
            code="A308",
            pointer="/text_sha256",
            message="the text has changed since it was annotated",
            found=f"corpus/{article.id}.txt has sha256 {article.text_sha256}",
            expected=f"sha256 {data['text_sha256']}, the text that was annotated",
            notes=("the spans of this file were not checked",),
            help=f"take the text back (`git checkout corpus/{article.id}.txt`), or annotate the new text",
        )
    dct = data.get("dct")
    if isinstance(dct, str) and dct != article.dct:
        yield Problem(
            code="A310",
            pointer="/dct",
            message="dct is not the document's date",
            found=show(dct),
            expected=f"{show(article.dct)}, as published in seeds/SOURCES.toml",
            help=f"write {show(article.dct)}, or mend published in SOURCES.toml",
        )


def changed(data: Mapping[str, Any], article: Article) -> bool:
    """True where the file names another text than the one in corpus/."""
    digest = data.get("text_sha256")
    return isinstance(digest, str) and len(digest) == 64 and digest != article.text_sha256


def layers(data: Mapping[str, Any], record: Record) -> Iterator[Problem]:
    """Layers that hold records and are not said to be annotated."""
    done, known = data.get("annotated_with"), record.fields.get("annotated_with")
    if not isinstance(done, dict) or not isinstance(known, Record):
        return
    for layer in known.fields:
        items = data.get(layer)
        if isinstance(items, list) and items and layer not in done:
            yield Problem(
                code="A311",
                pointer=child("", layer),
                message=f"the layer {show(layer)} has records and is not named in annotated_with",
                found=f"{len(items)} in it; annotated_with names {', '.join(done) or 'no layer'}",
                expected=f"annotated_with has {show(layer)}",
                help=f"add {show(layer)} to annotated_with, with schema, annotators and state",
                at_key=True,
            )


def _well_formed(id: str, node: Text) -> bool:
    return node.pattern is None or regex(node.pattern).search(id) is not None


def _dangling(id: str, pointer: str, space: Space) -> Problem:
    known = space.names.known
    guess = space.names.meant(id, 0.6 if space.code == "A303" else 0.8)  # names of other things are often alike
    add = f"add {show(id)} to {space.where}"
    some = ", ".join(known[:5]) + (f" … ({len(known)} in all)" if len(known) > 5 else "")
    return Problem(
        code=space.code,
        pointer=pointer,
        message=f"there is no {space.what} {show(id)}" + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(id),
        expected=f"{'an' if space.what[0] in 'aeiou' else 'a'} {space.what} of {space.where}: {some or 'it has none'}",
        help=f"write {show(guess)}, or {add}" if guess else add,
    )


def _misnamed(path: FilePath, named: str, files: Container[FilePath], articles: Container[str]) -> Problem:
    stem, other = path.stem, f"{named}.json"
    if named not in articles:
        help = f"write {show(stem)}"
    elif path.with_name(other) not in files:
        help = f"rename the file to {other}" + (f", or write {show(stem)}" if stem in articles else "")
    elif stem in articles:
        help = f"write {show(stem)}, or take the file away: {other} is there already"
    else:
        help = f"compare it with {other}, which is there already, and take one of the two away"
    return Problem(
        code="A309",
        pointer="/document",
        message="the file's name and its document differ",
        found=show(named),
        expected=show(stem),
        notes=("until they agree, the file is not checked against an article",),
        help=help,
    )


def _for_no_document(stem: str, named: Any, ids: Space) -> Problem:
    guess = ids.names.meant(stem)
    return Problem(
        code="A307",
        pointer="/document" if named == stem else "",
        message=f"an annotation file for no document: {show(stem)}"
        + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(stem),
        expected="the id of a document in seeds/SOURCES.toml",
        help=(f"rename the file to {guess}.json, or " if guess else "")
        + "add the article with `wiremark add`, or take the file away",
    )
