"""Small passes over two made-up articles, to differ by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.adjudication import Draft, Line, Present, Result, Side, decide, refresh
from wiremark.annotation.passes import Pass
from wiremark.schema.profile import Profile, read

SCHEMA = Path(__file__).parents[3] / "schemas" / "annotation-1.0.0.json"
TEXTS = {
    "north": "Ruritania opened the ferry and Borduria closed the harbour while Mina Hale said "
    "boats would sail on Monday.",
    "south": "Borduria shut the harbour, Ruritania reopened the ferry, and Hale promised "
    "that boats will sail on Monday.",
}
Object = dict[str, Any]


@dataclass
class Desk:
    """Makes records, passes and drafts. Of a word of an article the first occurrence is meant."""

    profile: Profile
    given: Sequence[str] = ("E:ruritania", "E:borduria", "E:mina-hale")
    texts: Mapping[str, str] = field(default_factory=lambda: TEXTS)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        printer.text("desk")  # or hypothesis writes out the whole schema

    def span(self, document: str, text: str) -> Object:
        start = self.texts[document].index(text)
        return {"start": start, "end": start + len(text), "text": text}

    def mention(self, document: str, id: str, text: str, entity: str | None = None, **more: Any) -> Object:
        made = {"id": id, "type": "GPE", "span": self.span(document, text), "form": "NAM", "entity": entity}
        return made | more

    def time(self, document: str, id: str, text: str, value: str = "2024-05-13", **more: Any) -> Object:
        return {"id": id, "type": "DATE", "span": self.span(document, text), "value": value} | more

    def event(self, document: str, id: str, text: str, cluster: str | None = None, **more: Any) -> Object:
        made: Object = {"id": id, "type": "SUPPORT", "mode": None, "contexts": ["economic"]}
        made |= {"trigger": [self.span(document, text)], "arguments": [], "times": [], "polarity": "POS"}
        made |= {"tense": "PAST", "aspect": "none", "factuality": "CT+", "factuality_source": "author"}
        return made | {"reported_in": None, "cluster": cluster} | more

    def quote(self, document: str, id: str, text: str, utterance: str | None = None, **more: Any) -> Object:
        made: Object = {"id": id, "type": "indirect", "content": [self.span(document, text)], "source": [], "cue": []}
        made |= {"speaker": None, "addressee": None, "chain": [], "attribution_class": "speech", "polarity": "POS"}
        return made | {"utterance": utterance, "relation": None} | more

    def document(self, id: str, annotator: str, layers: Iterable[str] | None = None, **records: Any) -> Object:
        names = ("mentions", "times", "events", "quotes")
        done = {"schema": "1.0.0", "annotators": [annotator], "state": "draft"}
        frame = {"schema_version": "1.0.0", "document": id, "text_sha256": "0" * 64, "dct": "2024-05-07"}
        with_ = {"annotated_with": dict.fromkeys(names if layers is None else layers, done)}
        return frame | with_ | {name: records.get(name, []) for name in names}

    def entity(self, id: str, **more: Any) -> Object:
        made = {"id": id, "name": id[2:].title(), "type": "GPE", "kb_class": None, "qid": None, "qid_status": "none"}
        return made | {"holder": None, "members": [], "aliases": []} | more

    def side(
        self,
        name: str,
        documents: Sequence[Object],
        own: Sequence[Object] = (),
        events: Sequence[Object] = (),
        utterances: Sequence[Object] = (),
    ) -> Side:
        entities = {id: self.entity(id) for id in self.given} | {row["id"]: row for row in own}
        work = Pass(
            name,
            {data["document"]: data for data in documents},
            entities,
            frozenset(self.given),
            {row["id"]: row for row in events},
            {row["id"]: row for row in utterances},
        )
        return Side(work, frozenset(row["id"] for row in own))

    def present(self, *documents: Object, events: Sequence[Object] = ()) -> Present:
        entities = {"schema_version": "1.0.0", "entities": [self.entity(id) for id in self.given]}
        clusters = {"schema_version": "1.0.0", "events": list(events), "utterances": []}
        return Present({data["document"]: data for data in documents}, entities, clusters)

    def draft(self, a: Side, b: Side, present: Present | None = None, old: Sequence[Line] = ()) -> Draft:
        return Draft(a, b, present or self.present(), self.profile, old)

    def lines(self, a: Side, b: Side, present: Present | None = None, old: Sequence[Line] = ()) -> list[Line]:
        return refresh(self.draft(a, b, present, old), old).lines

    def decided(self, lines: Iterable[Line], side: str) -> list[Line]:
        """All as one of the passes has it."""
        return [replace(line, decision=getattr(line, side) if line.paired else side) for line in lines]

    def apply(self, a: Side, b: Side, lines: Sequence[Line], present: Present | None = None) -> Result:
        return decide(self.draft(a, b, present, lines), lines)

    def after(self, result: Result) -> Present:
        """What stands in annotations/ once the result is written."""
        documents, entities, clusters = (json.loads(json.dumps(part)) for part in result[:3])
        return Present(documents, entities, clusters)


@pytest.fixture(scope="session")
def desk() -> Desk:
    return Desk(read(json.loads(SCHEMA.read_bytes())))
