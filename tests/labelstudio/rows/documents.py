"""Documents that levels 1 to 3 find clean, over texts with everything that breaks offsets."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from wiremark.labelstudio.editor.layout import layout
from wiremark.schema.profile import Text, inner, read
from wiremark.workspace import sha256

Object = dict[str, Any]

REPOSITORY = Path(__file__).parents[3]
PROFILE = read(json.loads((REPOSITORY / "schemas" / "annotation-1.0.0.json").read_bytes()))
LAYOUT = layout(PROFILE)
DOCUMENT = PROFILE.records["Document"]

_PIECES = (
    *("Mina", "Hale", "ferry", "said", "$1,000.50", "Seoul"),
    *("👩‍👩‍👧", "🇰🇷", "🚢", "e\u0301", "각", "שלום", "\u200b", "\u00ad"),
    *("“well”", "it’s", "—", "<b>", "</b>", "&amp;", "&lt;", '"', "\\n", "\\", "\u2028", "\x0b"),
)
_GAPS = (" ", " ", "  ", "\n", "\n\n", "\r\n", "\r", "\u00a0", "\u202f", "\t", "")

texts = st.lists(st.tuples(st.sampled_from(_PIECES), st.sampled_from(_GAPS)), min_size=6, max_size=30).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


def _name(record: str, property: str) -> st.SearchStrategy[str]:
    """A value of a property with labels."""
    node = inner(PROFILE.records[record].fields[property])
    assert isinstance(node, Text)
    return st.sampled_from(node.names)


_ENTITIES = st.sampled_from(("E:japan", "E:mina-hale", "E:port.ellery"))
_DAYS = st.sampled_from(("2023", "2023-03", "2023-03-16"))


@st.composite
def documents(draw: st.DrawFn) -> tuple[Object, str]:
    """A document's data and its text."""
    text = draw(texts)
    chosen = {"mentions": "m", "times": "t", "events": "e", "quotes": "q"}
    ids = {
        layer: [f"{letter}{n}" for n in draw(st.lists(st.integers(1, 40), max_size=4, unique=True))]
        for layer, letter in chosen.items()
    }
    made: Object = {
        "schema_version": "1.0.0",
        "document": "made-up",
        "text_sha256": sha256(text.encode("utf-8")),
        "dct": "2024-05-07",
        "annotated_with": {
            layer: {"schema": "1.0.0", "annotators": ["ada"], "state": "draft"} for layer in PROFILE.layers
        },
        "mentions": [draw(_mention(id, text)) for id in ids["mentions"]],
        "times": [draw(_time(id, text, ids)) for id in ids["times"]],
        "events": [draw(_event(id, text, ids)) for id in ids["events"]],
        "quotes": [draw(_quote(id, text)) for id in ids["quotes"]],
    }
    return made, text


@st.composite
def span(draw: st.DrawFn, text: str) -> Object:
    """A span with something in it, maybe with white space at its edges."""
    start = draw(st.sampled_from([at for at, sign in enumerate(text) if not sign.isspace()]))
    end = draw(st.integers(start + 1, min(len(text), start + 12)))
    start = draw(st.integers(max(0, start - 3), start))
    return {"start": start, "end": end, "text": text[start:end]}


def spans(text: str, least: int = 0) -> st.SearchStrategy[list[Object]]:
    """Spans in any order, each once."""
    return st.lists(span(text), min_size=least, max_size=3, unique_by=lambda one: (one["start"], one["end"]))


@st.composite
def _mention(draw: st.DrawFn, id: str, text: str) -> Object:
    made = {
        "id": id,
        "type": draw(_name("Mention", "type")),
        "span": draw(span(text)),
        "form": draw(_name("Mention", "form")),
        "entity": draw(st.none() | _ENTITIES),
    }
    return made | draw(_some(metonymy=_name("Mention", "metonymy"), variant=_name("Mention", "variant")))


@st.composite
def _time(draw: st.DrawFn, id: str, text: str, ids: dict[str, list[str]]) -> Object:
    value = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1).filter(
        lambda word: word == word.strip()
    )
    made = {"id": id, "type": draw(_name("Time", "type")), "span": draw(span(text)), "value": draw(value)}
    anchor = st.sampled_from(["dct", *ids["times"]])
    return made | draw(_some(anchor=anchor, mod=_name("Time", "mod"), begin_point=_DAYS, end_point=_DAYS))


@st.composite
def _event(draw: st.DrawFn, id: str, text: str, ids: dict[str, list[str]]) -> Object:
    fillers = [("mention", one) for one in ids["mentions"]] + [("event", one) for one in ids["events"]]
    pairs = [{"role": role, key: one} for role in PROFILE.roles for key, one in fillers]
    cluster = st.sampled_from(("EV:talks", "EV:ferry.sails"))
    return {
        "id": id,
        "type": draw(_name("Event", "type")),
        "mode": draw(st.none() | _name("Event", "mode")),
        "contexts": draw(st.lists(_name("Event", "contexts"), max_size=3, unique=True)),
        "trigger": draw(spans(text, 1)),
        "arguments": draw(_among(pairs)),
        "times": draw(_among(ids["times"])),
        "polarity": draw(_name("Event", "polarity")),
        "tense": draw(_name("Event", "tense")),
        "aspect": draw(_name("Event", "aspect")),
        "factuality": draw(_name("Event", "factuality")),
        "factuality_source": draw(st.just("author") | _ENTITIES),
        "reported_in": draw(st.sampled_from([None, *ids["quotes"]])),
        "cluster": draw(st.none() | cluster),
    }


@st.composite
def _quote(draw: st.DrawFn, id: str, text: str) -> Object:
    return {
        "id": id,
        "type": draw(_name("Quote", "type")),
        "content": draw(spans(text, 1)),
        "source": draw(spans(text)),
        "cue": draw(spans(text)),
        "speaker": draw(st.none() | _ENTITIES),
        "addressee": draw(st.none() | _ENTITIES),
        "chain": draw(st.lists(_ENTITIES, max_size=3)),
        "attribution_class": draw(_name("Quote", "attribution_class")),
        "polarity": draw(_name("Quote", "polarity")),
        "utterance": draw(st.none() | st.just("U:well")),
        "relation": draw(st.none() | _name("Quote", "relation")),
    }


def _some(**kinds: st.SearchStrategy[Any]) -> st.SearchStrategy[Object]:
    return st.fixed_dictionaries({}, optional=kinds)


def _among(items: list[Any]) -> st.SearchStrategy[list[Any]]:
    """Some of the items, each once, in any order."""
    if not items:
        return st.just([])
    return st.lists(st.sampled_from(items), max_size=5, unique_by=repr)
