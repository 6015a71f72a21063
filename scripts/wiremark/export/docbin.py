"""spaCy's DocBin: our tokens, every character of the text, names as entities, all spans in groups.

`doc.ents` are the outermost names, and missing, not empty, where no mentions were annotated. `doc.spans` has a group
per layer, and per further list of spans ("quotes.source"); a group that is not there is a layer that was not done. A
span has the record's type as label, its id as id, a mention's entity as kb_id. A span with an edge inside a token is
as wide as its tokens. `doc._.document_id`, `split`, `story`, `dct` stand in `user_data`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from spacy.tokens import Doc, DocBin, Span
from spacy.vocab import Vocab

from wiremark.dataset.inputs import Article, Inputs
from wiremark.dataset.sentences import Cut
from wiremark.export.items import NESTED, Lost, left_out
from wiremark.export.layers import layers_of
from wiremark.export.piece import Options, Piece
from wiremark.export.tokens import UNEVEN, exact, touched

SUFFIX = ".spacy"
ENTS = "doc.ents"
_ATTRIBUTES = ("ENT_IOB", "ENT_TYPE", "ENT_KB_ID", "ENT_ID", "SENT_START")
_PROPERTIES = frozenset({"id", "type", "entity"})


def piece(inputs: Inputs, document: Article, options: Options) -> Piece:
    """The article as a Doc."""
    doc, cuts = _doc(document)
    holds = {"documents", "documents.document", "documents.dct"}
    uneven: Counter[Lost] = Counter()
    for name, layer in layers_of(inputs.profile).items():
        if name not in document.layers:
            continue
        holds |= {name, *(f"{name}.{key}" for key in _PROPERTIES & layer.record.fields.keys())}
        for key in layer.spans:
            kind = f"{name}.{key}"
            holds.add(kind)
            group = []
            for record in document.records(name):
                for start, end in layer.places(record, key):
                    part = touched(cuts, start, end)
                    uneven[Lost(kind, UNEVEN)] += not exact(cuts, part, start, end)
                    group.append(_span(doc, part, record))
            doc.spans[name if key == layer.anchor else kind] = group
    there, without = _ents(doc, cuts, document)
    lost = left_out(document, holds, {})
    return Piece(doc, +(lost + uneven + without), there)


def joined(contents: Sequence[Any]) -> bytes:
    """The file of a split."""
    content: bytes = DocBin(attrs=_ATTRIBUTES, store_user_data=True, docs=contents).to_bytes()
    return content


def _doc(document: Article) -> tuple[Any, list[Cut]]:
    """The document without its marks, and where its tokens stand."""
    source = document.source
    first = {sentence[0][0] for sentence in document.sentences}
    words, spaces, cuts = [], [], []
    starts: list[bool | int | None] = []
    for start, end, space in _tiled(document.text, [cut for sentence in document.sentences for cut in sentence]):
        words.append(document.text[start:end])
        spaces.append(space)
        cuts.append((start, end))
        starts.append(start in first)
    doc = Doc(Vocab(), words=words, spaces=spaces, sent_starts=starts)
    known = {"document_id": source.id, "split": source.split, "story": source.story}
    if document.annotation:
        known["dct"] = document.annotation["dct"]
    data: dict[Any, Any] = doc.user_data  # where spaCy keeps what an extension attribute holds
    for name, value in known.items():
        data["._.", name, None, None] = value
    return doc, cuts


def _tiled(text: str, cuts: Sequence[Cut]) -> Iterator[tuple[int, int, bool]]:
    """Tokens that hold every character: a space belongs to the token before it, further white space is a token."""
    at = 0
    for start, end in (*cuts, (len(text), len(text))):
        if at < start:
            yield at, start, False
        if start < end:
            space = text[end : end + 1] == " "
            yield start, end, space
            at = end + space


def _span(doc: Any, part: Cut, record: Mapping[str, Any]) -> Any:
    return Span(doc, *part, label=record["type"], kb_id=record.get("entity") or "", span_id=record["id"])


def _ents(doc: Any, cuts: Sequence[Cut], document: Article) -> tuple[Counter[str], Counter[Lost]]:
    """Sets the outermost names as `doc.ents`, and counts the names and those that are left out of them."""
    if "mentions" not in document.layers:
        doc.set_ents([], default="missing")
        return Counter(), Counter()
    names = [mention for mention in document.records("mentions") if mention["form"] == "NAM"]
    names.sort(key=lambda name: (name["span"]["start"], -name["span"]["end"]))
    chosen: list[Any] = []
    for name in names:
        part = touched(cuts, name["span"]["start"], name["span"]["end"])
        if not chosen or chosen[-1].end <= part[0]:
            chosen.append(_span(doc, part, name))
    doc.ents = chosen
    without = len(names) - len(chosen)
    return Counter({ENTS: len(names)}), Counter({Lost(ENTS, NESTED): without})
