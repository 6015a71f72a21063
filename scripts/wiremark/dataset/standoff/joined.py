"""The inputs of a dataset, read back from its stand-off release and the articles at hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from wiremark import cleaning
from wiremark.dataset.folder import ANNOTATION_LICENCE, ANNOTATORS, CITATION
from wiremark.dataset.inputs import Article, Inputs, prose
from wiremark.dataset.release import Release
from wiremark.dataset.sentences import sentences, within
from wiremark.dataset.standoff.anchored import anchored, spans
from wiremark.dataset.standoff.articles import Copy, Sought
from wiremark.dataset.standoff.joining import CLUSTERS, KINDS, Dating, Joining, Phrase, plain, sources
from wiremark.dataset.standoff.outcome import Change, Document, Outcome
from wiremark.dataset.standoff.paragraphs import Places, places
from wiremark.dataset.standoff.pruned import GONE, pruned
from wiremark.dataset.standoff.words import LOST, Piece, citations, told
from wiremark.dataset.without_texts import DOCUMENT
from wiremark.schema.profile import Profile, Record
from wiremark.schema.versions import file_name
from wiremark.text.order import natural
from wiremark.workspace import sha256


def joined(
    release: Release, known: Joining, documents: Mapping[str, Sought], copies: Mapping[str, Copy]
) -> tuple[Inputs, Outcome]:
    """What the dataset is made of, of the documents whose articles are at hand; and what became of everything.

    documents: all of the release, in order. copies: the articles. Raises Refused, and ValueError or KeyError where
    `known` does not belong to the release.
    """
    profile = release.profile
    outcome = Outcome(release.manifest["name"], release.manifest["version"])
    annotations = {row["document_id"]: row for row in release.rows("annotations")}
    at_hand = {id: _places(documents[id], copy) for id, copy in copies.items()}
    published, layers = {}, {}
    for id, document in documents.items():
        annotation = _annotation(profile, annotations[id]) if id in annotations else None
        copy = copies.get(id)
        if copy is None:
            lost = sum(1 for layer in profile.layers for _ in _spans(profile, annotation, layer))
            outcome.documents.append(Document(id, None, "missing", raw=False, spans=_counts({"lost": lost})))
            continue
        layers[id] = _at_its_place(profile, document, copy, at_hand[id], annotation, outcome)
        published[id] = _published_from(known.dating[id], copy, id, outcome)
    named = sources(known, published)
    hashes = {id: sha256(copy.raw) for id, copy in copies.items()}
    named = replace(named, documents=tuple(replace(row, sha256=hashes[row.id]) for row in named.documents))
    inputs = Inputs(
        sources=named,
        profile=profile,
        articles=tuple(
            Article(
                source,
                copies[source.id].cleaned.text,
                cleaning.record(
                    copies[source.id].cleaned,
                    id=source.id,
                    seed=source.file,
                    raw=copies[source.id].raw,
                    mode=named.clean_mode,
                ),
                layers[source.id],
                at_hand[source.id].proven,
            )
            for source in named.documents
        ),
        entities=_entities(release, known, copies, at_hand, outcome),
        annotators=prose(release.folder / ANNOTATORS),
        annotation_licence=prose(release.folder / ANNOTATION_LICENCE),
        clusters=_clusters(release, known, copies, at_hand, outcome),
        schema=(release.folder / "schemas" / file_name(profile.version)).read_bytes(),
        agreement=known.agreement,
        citation=prose(release.folder / CITATION),
    )
    return inputs, outcome


def _places(document: Sought, copy: Copy) -> Places:
    if copy.text_sha256 == document.text_sha256:
        return Places((), whole=True)
    return places(document.paragraphs, copy.cleaned.text)


def _annotation(profile: Profile, row: Mapping[str, Any]) -> dict[str, Any]:
    """A document file again, from a row of `annotations`; its spans have no words yet."""
    fields = profile.records["Document"].fields
    made = {name: row["document_id"] if name == "document" else row.get(name) for name in fields}
    layers = {name: made[name] or [] for name in profile.layers}
    return {name: value for name, value in (made | layers).items() if value is not None}


def _spans(profile: Profile, annotation: Mapping[str, Any] | None, layer: str) -> Iterator[object]:
    for row in annotation[layer] if annotation else ():
        yield from spans(profile.layers[layer], row)


def _at_its_place(
    profile: Profile,
    document: Sought,
    copy: Copy,
    where: Places,
    annotation: dict[str, Any] | None,
    outcome: Outcome,
) -> dict[str, Any] | None:
    """The annotation with its spans where their words stand in the copy; the outcome is told of it."""
    text = copy.cleaned.text
    fates, changes = anchored(profile, document.id, annotation, text, where) if annotation else ([], [])
    outcome.documents.append(
        Document(
            document.id,
            copy.name,
            "same" if where.whole else "edited",
            raw=sha256(copy.raw) == document.raw_sha256,
            spans=_counts(Counter(fate.fate for fate in fates)),
            sentences=_not_in_ner(annotation, text, document.language, where),
        )
    )
    if not where.whole:
        outcome.spans.extend(fates)
    outcome.changes.extend(changes)
    return annotation | {"text_sha256": copy.text_sha256} if annotation else None


def _not_in_ner(annotation: Mapping[str, Any] | None, text: str, language: str, where: Places) -> int:
    """How many sentences of a copy `ner` leaves out."""
    if where.whole or not annotation or "mentions" not in annotation["annotated_with"]:
        return 0
    return sum(not within(cut, where.proven) for cut in sentences(text, language))


def _counts(fates: Mapping[str, int]) -> dict[str, int]:
    return {fate: fates.get(fate, 0) for fate in ("exact", "moved", "lost")}


def _published_from(dating: Dating, copy: Copy, id: str, outcome: Outcome) -> str:
    """That prose with the words that it cites from the raw article; where that is another one, with `LOST` for them."""
    text = plain(copy.raw)
    same = sha256(text.encode("utf-8")) == dating.plain_sha256
    if not same and any(not isinstance(piece, str) for piece in dating.published_from):
        outcome.uncited.append(id)
    return told(dating.published_from, text, lambda start, end: (start, end) if same else None, LOST) or ""


def _clusters(
    release: Release, known: Joining, copies: Mapping[str, Copy], at_hand: Mapping[str, Places], outcome: Outcome
) -> dict[str, Any]:
    """clusters.json again: readings with their words, and without those of documents that are not here."""
    rows: dict[str, dict[str, Any]] = {}
    for row in release.rows("clusters"):
        rows.setdefault(row["id"], row)
    gone = {DOCUMENT: {document.id for document in outcome.documents if document.text == "missing"}}
    found: dict[str, Any] = {"schema_version": release.profile.version, **{name: [] for name in CLUSTERS}}
    for id in sorted(rows, key=natural):
        name = KINDS[rows[id]["kind"]]
        record = release.profile.records[CLUSTERS[name]]
        whole = _of(record, rows[id])
        _fill(record, whole, known.readings.get(id, []), copies, at_hand)
        kept = pruned(record, whole, gone)
        if kept is GONE:
            outcome.changes.append(Change(None, name, id, None, "named a document that is not here"))
            continue
        lost = [part for part in kept if kept[part] != whole[part]]
        outcome.changes.extend(Change(None, name, id, part, "a reading is of words that are not here") for part in lost)
        found[name].append(kept)
    return found


def _entities(
    release: Release, known: Joining, copies: Mapping[str, Copy], at_hand: Mapping[str, Places], outcome: Outcome
) -> list[dict[str, Any]]:
    """The knowledge base, with the aliases that are noun phrases of the articles at their places in the lists."""
    found = list(release.rows("entities"))
    for entity in found:
        said = [(phrase, _said(phrase, copies, at_hand)) for phrase in known.aliases.get(entity["id"], ())]
        aliases = list(entity.get("aliases") or ())
        for phrase, form in said:
            aliases.insert(phrase.at, phrase.alias | {"form": form})
            if form is None:
                why = f"number {phrase.at + 1} stands in words of {phrase.document} that are not here"
                outcome.changes.append(Change(None, "entities", entity["id"], "aliases", why))
        if said:
            entity["aliases"] = [alias for alias in aliases if alias["form"] is not None]
    return found


def _said(phrase: Phrase, copies: Mapping[str, Copy], at_hand: Mapping[str, Places]) -> str | None:
    """The words of an alias; None where they are not proven."""
    id = phrase.document
    if id is None:
        return told(phrase.form, "", lambda *_: None)
    return told(phrase.form, copies[id].cleaned.text, at_hand[id].of) if id in copies else None


def _of(record: Record, row: Mapping[str, Any]) -> dict[str, Any]:
    """A cluster from its row, in which what is null may be what is not there."""
    return {name: row.get(name) for name in record.fields if name in record.required or row.get(name) is not None}


def _fill(
    record: Record,
    cluster: dict[str, Any],
    readings: list[list[Piece] | None],
    copies: Mapping[str, Copy],
    at_hand: Mapping[str, Places],
) -> None:
    """Writes the words of readings into a cluster; where they are not proven the property stays away."""
    for place, pieces in zip(citations(record, cluster), readings, strict=True):
        id: str = place.holder[place.document]
        if pieces is not None and id in copies:
            said = told(pieces, copies[id].cleaned.text, at_hand[id].of)
            if said is not None:
                place.holder[place.name] = said
