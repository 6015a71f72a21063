"""A made-up corpus with everything that is hard to write down, the five articles, and what both have of each kind."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from tests.dataset.conftest import (
    HARBOUR,
    HARBOUR_LAYERS,
    LETTER,
    LETTER_LAYERS,
    PLAIN,
    annotation,
    event,
    mention,
    span,
)

from wiremark.annotation.store import dumps
from wiremark.dataset.inputs import Article
from wiremark.export.export import Export
from wiremark.export.formats import FORMATS
from wiremark.export.piece import Options
from wiremark.schema.profile import read
from wiremark.sources import Source

REPOSITORY = Path(__file__).parents[2]
PROFILE = read(json.loads((REPOSITORY / "schemas" / "annotation-1.0.0.json").read_bytes()))

QUAY = (
    "😀 Ruritania’s Café Lobby met pro-Ruritanians\u00a0on Monday at the Port\nEllery quay.\r\n\n"
    "“It is,” Mina Hale said, “over,” a day before the ferry’s 👩‍👩‍👧 day. "
    "She signed for Acme. Fine\u2028print was read."
)
"""Emoji in one and in five code points, a combining mark, a no-break space, CRLF, line breaks of three kinds."""

QUAY_LAYERS: dict[str, list[Any]] = {
    "mentions": [
        mention("m1", "ORG", span(QUAY, "Ruritania’s Café Lobby"), None),
        mention("m2", "GPE", span(QUAY, "Ruritania"), "E:ruritania", metonymy="government", origin="suggestion"),
        mention("m3", "NORP", span(QUAY, "Ruritania", 1), "E:ruritania"),  # within a token
        mention("m4", "FAC", span(QUAY, "Port\nEllery quay"), "E:port-ellery"),
        mention("m5", "PERSON", span(QUAY, "Mina Hale"), "E:mina-hale"),
        mention("m6", "PERSON", span(QUAY, "She"), "E:mina-hale", form="PRO"),
        mention("m7", "PRODUCT", span(QUAY, "the ferry’s 👩‍👩‍👧 day"), None, form="NOM"),
        mention("m8", "ORG", span(QUAY, "Acme. Fine\u2028print"), None),  # goes on in the next sentence, and breaks
        mention("m9", "ORG", span(QUAY, "Lobby met"), None),  # crosses m1
        mention("m10", "GPE", span(QUAY, "mina".title()), None),  # nested
    ],
    "times": [
        {"id": "t1", "type": "DATE", "span": span(QUAY, "Monday"), "value": "2023-03-20", "anchor": "dct"},
        {
            "id": "t2",
            "type": "DATE",
            "span": span(QUAY, "a day before"),
            "value": "2023-03-19",
            "anchor": "t1",
            "mod": "BEFORE",
            "begin_point": "2023-03-01",
        },
        {"id": "t3", "type": "SET", "span": span(QUAY, "day", 2), "value": "XXXX-WXX-1"},
    ],
    "events": [
        event("e1", "CONSULT", [span(QUAY, "met"), span(QUAY, "on")], [{"role": "actor", "mention": "m1"}])
        | {"cluster": "EV:meeting", "times": ["t1", "t2"], "contexts": ["diplomatic", "economic"], "mode": "visit"},
        event(
            "e2",
            "REJECT",
            [span(QUAY, "over")],
            [
                {"role": "theme", "event": "e1"},
                {"role": "actor", "mention": "m5"},
                {"role": "actor", "mention": "m2"},
                {"role": "place", "mention": "m4"},
            ],
        )
        | {"reported_in": "q1", "factuality_source": "E:mina-hale", "contexts": []},
    ],
    "quotes": [
        {
            "id": "q1",
            "type": "direct",
            "content": [span(QUAY, "“It is,”"), span(QUAY, "“over,”")],
            "source": [span(QUAY, "Mina Hale")],
            "cue": [span(QUAY, "said")],
            "speaker": "E:mina-hale",
            "addressee": "E:ruritania",
            "chain": ["E:port-ellery", "E:ruritania"],
            "attribution_class": "speech",
            "polarity": "POS",
            "utterance": "U:hale",
            "relation": "partial",
        },
        {
            "id": "q2",
            "type": "indirect",
            "content": [span(QUAY, "print was read")],
            "source": [],
            "cue": [],
            "speaker": None,
            "addressee": None,
            "chain": [],
            "attribution_class": "writing",
            "polarity": "NEG",
            "utterance": None,
            "relation": None,
        },
    ],
}
TEXTS = {"harbour": HARBOUR, "letter": LETTER, "plain": PLAIN, "quay": QUAY}
LAYERS = {"harbour": HARBOUR_LAYERS, "letter": LETTER_LAYERS, "plain": None, "quay": QUAY_LAYERS}
TIMED = "timed"
"""A document of which the times alone were annotated."""


def _entity(id: str, name: str, type: str, **more: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {
        "kb_class": None,
        "qid": None,
        "qid_status": "none",
        "holder": None,
        "members": [],
        "aliases": [],
    }
    return {"id": id, "name": name, "type": type, **empty, **more}


ENTITIES = [
    _entity("E:borduria", "Borduria", "GPE", qid="Q99999998", qid_status="candidate"),
    _entity("E:dover-accord", "Dover Accord", "LAW"),
    _entity("E:mina-hale", "Mina Hale", "PERSON", holder="E:port-ellery", kb_class="mayor"),
    _entity(
        "E:port-ellery",
        "Port\tEllery “😀”",
        "GPE",
        members=["E:ruritania"],
        aliases=[{"form": "Ellery", "kind": "short", "lang": "en"}],
    ),
    _entity("E:ruritania", "Ruritania", "GPE", qid="Q99999999", qid_status="verified"),
    _entity("E:unnamed", "Nobody", "PERSON"),
]
CLUSTERS = {
    "schema_version": "1.0.0",
    "events": [
        {
            "id": "EV:meeting",
            "type": "CONSULT",
            "day": "2023-03-20",
            "participants": ["E:dover-accord"],
            "conflicts": [{"attribute": "day", "readings": [{"document": "quay", "value": "2023-03-21"}]}],
        },
        {"id": "EV:none", "type": "REJECT", "day": None, "participants": [], "conflicts": []},
    ],
    "utterances": [{"id": "U:hale", "speaker": "E:mina-hale", "day": "2023-03-21", "medium": "letter"}],
}


def article(id: str, text: str, split: str, layers: Any) -> Any:
    source = SimpleNamespace(id=id, language="en", split=split, story=id, published=date(2023, 3, 21))
    return Article(cast(Source, source), text, {}, layers and annotation(id, text, layers))


def in_order(found: Article) -> Article:
    """The article with its annotation in canonical order, as it is read from a workspace."""
    if not found.annotation:
        return found
    return replace(found, annotation=json.loads(dumps(dict(found.annotation), PROFILE.records["Document"])))


def exported(inputs: Any, name: str, **options: Any) -> tuple[dict[str, bytes], Export]:
    """The files of an export by name, and the export with its tally."""
    export = Export(FORMATS[name], inputs, options=Options(**options))
    return dict(export.files()), export


def gold(inputs: Any) -> dict[str, Any]:
    """The annotation of each document."""
    return {article.source.id: article.annotation for article in inputs.articles}


def size(value: Any) -> int:
    if value is None:
        return 0
    return len(value) if isinstance(value, list) or (isinstance(value, dict) and "text" not in value) else 1


def counted(annotation: Mapping[str, Any] | None) -> Counter[str]:
    """How much of each kind a document has, counted without the package."""
    found: Counter[str] = Counter({"documents": 1})
    for name, value in (annotation or {}).items():
        if name in ("mentions", "times", "events", "quotes"):
            for record in value:
                found[name] += 1
                found.update({f"{name}.{key}": size(part) for key, part in record.items()})
        elif name == "orphans":
            found["documents.orphans"] += sum(map(len, value.values()))
        else:
            found[f"documents.{name}"] += size(value)
    return +found


def check(export: Export, read: Counter[str]) -> None:
    """What was read back and what is counted as left out make what there is, kind by kind."""
    there = sum((counted(found) for found in gold(export.inputs).values()), Counter[str]())
    there["entities"] += len(export.inputs.entities)
    for key in ("events", "utterances"):
        there[f"clusters.{key}"] += len(export.inputs.clusters[key])
    lost: Counter[str] = Counter()
    for (kind, _), number in export.tally.lost.items():
        lost[kind] += number
    own = {kind for kind in export.tally.there if kind not in there}
    assert {kind: read[kind] + lost[kind] for kind in there} == dict(there)
    assert {kind: read[kind] + lost[kind] for kind in own} == {kind: export.tally.there[kind] for kind in own}
    assert all(number > 0 for number in export.tally.lost.values())
