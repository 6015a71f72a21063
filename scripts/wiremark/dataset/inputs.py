"""What a dataset is made of, read from a workspace once and then only looked at."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from wiremark.annotation.agreement import published
from wiremark.annotation.agreement.published import Pairs
from wiremark.annotation.stats import Corpus, Summary, summary
from wiremark.annotation.store import dumps
from wiremark.dataset.folder import ANNOTATION_LICENCE, CITATION
from wiremark.dataset.ner import Losses, tagged
from wiremark.dataset.sentences import Cut
from wiremark.diagnostics import Finding, Refused
from wiremark.schema.profile import Profile, Record
from wiremark.sources import SOURCES, Source, Sources
from wiremark.validation import schemas, validate
from wiremark.workspace import Workspace

Object = Mapping[str, Any]


class Stored(Mapping[str, Any]):
    """The content of an annotation file in canonical order, parsed when it is first looked into.

    raw: the file as it stands. root: the record of the schema that it follows.
    """

    def __init__(self, raw: bytes, root: Record) -> None:
        self.raw, self._root = raw, root

    @cached_property
    def _content(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads(dumps(json.loads(self.raw), self._root))
        return content

    def __getitem__(self, key: str) -> Any:
        return self._content[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._content)

    def __len__(self) -> int:
        return len(self._content)


@dataclass(frozen=True)
class Article:
    """A document with all that is known of it.

    record: the content of corpus/<id>.json. annotation: the content of annotations/<id>.json, or None where there is
    none. known: in an edited copy the parts of the text whose annotation is known, start and end, in order; None where
    all are.
    """

    source: Source
    text: str
    record: Object
    annotation: Object | None
    known: Sequence[tuple[int, int]] | None = None

    @property
    def raw(self) -> bytes | None:
        """The annotation as JSON, its records in any order."""
        if self.annotation is None or isinstance(self.annotation, Stored):
            return None if self.annotation is None else self.annotation.raw
        return json.dumps(dict(self.annotation), ensure_ascii=False).encode("utf-8")

    @property
    def layers(self) -> list[str]:
        """The annotation layers that were done, also those in which nothing was found."""
        return list(self.annotation["annotated_with"]) if self.annotation else []

    def records(self, layer: str) -> Sequence[Object]:
        """The records of a layer, in the order of the text; nothing where the layer was not done."""
        found: Sequence[Object] = self.annotation[layer] if self.annotation and layer in self.layers else ()
        return found

    @cached_property
    def ner(self) -> tuple[list[dict[str, Any]], Losses]:
        """The sentences with their tags, and what the tags lose."""
        return tagged(self.source.id, self.text, self.source.language, self.records("mentions"))

    @property
    def sentences(self) -> list[list[Cut]]:
        """The tokens of each sentence, in code points of the text."""
        return [[(start, end) for start, end in row["token_offsets"]] for row in self.ner[0]]


@dataclass(frozen=True)
class Inputs:
    """The corpus.

    profile: the schema. schema: the file that it was read from.
    entities: the knowledge base, in canonical order. clusters: the lists of clusters.json by their keys.
    annotators: the prose of annotations/ANNOTATORS.md, annotation_licence: the workspace's LICENSE-annotations,
    citation: its CITATION.cff; each empty where there is no such file.
    agreement: of the passes that stand side by side; None where there are no two, or nobody asked.
    note: what the card says first, in Markdown; of a dataset that `rehydrate` made, for whom it is.
    """

    sources: Sources
    profile: Profile
    articles: tuple[Article, ...]
    entities: Sequence[Object] = ()
    annotators: str = ""
    annotation_licence: str = ""
    clusters: Mapping[str, Any] = field(default_factory=dict)
    schema: bytes = b""
    agreement: Pairs | None = None
    citation: str = ""
    note: str = ""

    def of(self, split: str) -> Iterator[Article]:
        """The articles of a split, in order."""
        return (article for article in self.articles if article.source.split == split)

    @cached_property
    def figures(self) -> Summary:
        """What `wiremark stats` says of the corpus."""
        texts = {article.source.id: article.text for article in self.articles}
        documents = {article.source.id: article.annotation for article in self.articles if article.annotation}
        named = self.sources.name, self.sources.version
        return summary(Corpus(self.profile, texts, documents, self.entities, self.clusters, *named), self.agreement)

    @cached_property
    def entity(self) -> Mapping[str, Object]:
        """The entities by id."""
        return {entity["id"]: entity for entity in self.entities}


def load_inputs(workspace: Workspace, *, agreement: bool = True) -> Inputs:
    """Reads a workspace. Raises Refused where validation finds an error, or there is no document.

    The newest schema describes the rows. agreement: False where nobody asks for it, for it takes most of the time.
    """
    findings, _ = validate(workspace)
    if any(finding.severity == "error" for finding in findings):
        raise Refused(findings)
    sources, schema = workspace.sources(), _newest_schema(workspace)
    if not sources.documents:
        remedy = "add an article with `wiremark add FILE`"
        raise Refused([Finding(code="D102", file=SOURCES, message="there is no document to build from", help=remedy)])

    root = schema.records["Document"]

    def shared(name: str, record: str) -> Any:
        raw = _bytes(workspace.annotations / f"{name}.json")
        return None if raw is None else json.loads(dumps(json.loads(raw), schema.records[record]))

    def article(source: Source) -> Article:
        text, record = (_corpus(workspace, f"{source.id}.{kind}") for kind in ("txt", "json"))
        raw = _bytes(workspace.annotations / f"{source.id}.json")
        stored = None if raw is None else Stored(raw, root)
        return Article(source, text.decode("utf-8"), json.loads(record), stored)

    articles = tuple(article(source) for source in sources.documents)
    texts = {article.source.id: article.text for article in articles}
    return Inputs(
        sources,
        schema,
        articles,
        (shared("entities", "Entities") or {"entities": []})["entities"],
        prose(workspace.annotations / "ANNOTATORS.md"),
        prose(workspace.root / ANNOTATION_LICENCE),
        shared("clusters", "Clusters") or {},
        workspace.schema(schema.version).read_bytes(),
        published.agreement(workspace, schema, texts) if agreement else None,
        prose(workspace.root / CITATION),
    )


def _newest_schema(workspace: Workspace) -> Profile:
    found = schemas.load(workspace)
    if found.newest is None:
        raise Refused(found.findings)
    return found.newest


def _corpus(workspace: Workspace, name: str) -> bytes:
    path = workspace.corpus / name
    if not path.is_file():
        message, remedy = "a corpus file is missing", "run `wiremark clean`"
        raise Refused([Finding(code="C101", file=f"corpus/{name}", message=message, help=remedy)])
    return path.read_bytes()


def prose(path: Path) -> str:
    """The text of a file that somebody wrote; empty where there is none."""
    return (_bytes(path) or b"").decode("utf-8")


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
