"""The DocBin, read by spaCy, and one step of training on it."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import pytest
from tests.export.corpus import check, exported

spacy = pytest.importorskip("spacy")

GROUPS = {
    "mentions": ("mentions", "span"),
    "times": ("times", "span"),
    "events": ("events", "trigger"),
    "quotes": ("quotes", "content"),
    "quotes.source": ("quotes", "source"),
    "quotes.cue": ("quotes", "cue"),
}


def read(files: dict[str, bytes]) -> dict[str, Any]:
    """The documents by id."""
    from spacy.tokens import Doc, DocBin

    for attribute in ("document_id", "split"):
        Doc.set_extension(attribute, default=None, force=True)
    found = {}
    for name, content in files.items():
        for doc in DocBin().from_bytes(content).get_docs(spacy.blank("en").vocab):
            assert doc._.split == name.removesuffix(".spacy")
            found[doc._.document_id] = doc
    return found


def test_what_is_read_back_and_what_is_left_out_make_what_there_is(inputs: Any) -> None:
    files, export = exported(inputs, "docbin")
    docs = read(files)
    found: Counter[str] = Counter()
    for article in inputs.articles:
        doc = docs[article.source.id]
        assert doc.text == article.text
        annotation = article.annotation or {"annotated_with": {}}
        found.update(("documents", *(["documents.document", "documents.dct"] if article.annotation else [])))
        layers = annotation["annotated_with"]
        assert set(doc.spans) == {group for group, (layer, _) in GROUPS.items() if layer in layers}
        for group, (layer, key) in GROUPS.items():
            records = {record["id"]: record for record in annotation[layer]} if layer in layers else {}
            spans = doc.spans.get(group, ())
            for span in spans:
                record = records[span.id_]
                assert span.label_ == record["type"]
                assert span.kb_id_ == (record.get("entity") or "")
                parts = record[key] if isinstance(record[key], list) else [record[key]]
                found[f"{layer}.{key}"] += (span.start_char, span.end_char, span.text) in [
                    (part["start"], part["end"], part["text"]) for part in parts
                ]
            if "." not in group:
                known = {span.id_ for span in spans}
                found.update({f"{layer}{what}": len(known) for what in ("", ".id", ".type")})
                linked = [span for span in spans if span.kb_id_]
                found["mentions.entity"] += len(linked)
        found["doc.ents"] += len(doc.ents)
        assert [sentence.text.strip() for sentence in doc.sents]
    check(export, found)


def test_what_has_no_exact_tokens_is_told(made_up: Any) -> None:
    files, export = exported(made_up, "docbin")
    quay = read(files)["quay"]
    assert export.tally.reasons("mentions.span") == {"not exact: an edge inside a token": 1}
    assert [(span.id_, span.text) for span in quay.spans["mentions"] if span.id_ == "m3"] == [("m3", "Ruritanians")]
    assert [name.text for name in quay.ents][:2] == ["Ruritania’s Café Lobby", "Ruritanians"]
    assert [(span.id_, span.text) for span in quay.spans["quotes"]][:2] == [("q1", "“It is,”"), ("q1", "“over,”")]


def test_what_was_not_annotated_is_missing_and_not_empty(made_up: Any) -> None:
    docs = read(exported(made_up, "docbin")[0])
    assert {token.ent_iob_ for token in docs["plain"]} == {""}
    assert "O" in {token.ent_iob_ for token in docs["letter"]}


def test_spacy_trains_a_step(five: Any) -> None:
    from spacy.training import Example

    nlp = spacy.blank("en")
    docs = list(read(exported(five, "docbin")[0]).values())
    examples = [Example(nlp.make_doc(doc.text), doc) for doc in docs]
    recognizer = nlp.add_pipe("ner")
    for label in {name.label_ for doc in docs for name in doc.ents}:
        recognizer.add_label(label)
    nlp.initialize(lambda: examples)
    losses: dict[str, float] = {}
    nlp.update(examples[:2], losses=losses)
    assert math.isfinite(losses["ner"])
    assert losses["ner"] > 0
