"""Three verdicts that agree: the fast path, the levels, and a validator that shares nothing with either."""

from __future__ import annotations

import json
import random
import re
import sys
import weakref
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.schema.profile import Array, Profile, Record, SpanRule, Text, read, regex
from wiremark.validation import level1, patterns
from wiremark.validation.context import Context
from wiremark.validation.fast_check import Unsupported, listing
from wiremark.validation.fast_path import FastPath, _hides, fast_path
from wiremark.validation.level2 import structure
from wiremark.validation.level3 import Space
from wiremark.validation.rows import Rows
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[2]
SCHEMA: dict[str, Any] = json.loads((REPOSITORY / "schemas/annotation-1.0.0.json").read_bytes())
PROFILE = read(SCHEMA)
PUBLIC = jsonschema_rs.validator_for(
    {
        "$schema": SCHEMA["$schema"],
        "$defs": SCHEMA["$defs"],
        "properties": {
            "text": {"type": "string"},
            "annotation": {"$ref": "#/$defs/Document"},
            "entities": {"$ref": "#/$defs/Entities"},
            "clusters": {"$ref": "#/$defs/Clusters"},
        },
        "additionalProperties": False,
        "required": ["text", "annotation"],
        "type": "object",
    }
)
MUTATIONS, SEEDS = 10_000, 4
CLOSER = re.compile(rb'\\u(003a|0000)|"orphans"|"review"')  # for these the fast path asks for a closer look
Row = dict[str, Any]


def row() -> Row:
    """A small row in which every kind of record stands, and every kind of reference."""
    data: Row = json.loads((Path(__file__).parent / "row.json").read_bytes())
    return data


# mutations: of the data, then of the bytes

POOL: tuple[Any, ...] = (
    *(
        None,
        True,
        0,
        1,
        -1,
        10**25,
        1.0,
        1.5,
        "",
        "x",
        ":",
        "m1",
        "m2",
        "m9",
        "t1",
        "e2",
        "q1",
        "E:bo",
        "E:none",
        "E:bo\n",
    ),
    *(
        "U:sails",
        "author",
        "dct",
        "DATE",
        "2024-05-07",
        "2024-05",
        [],
        ["E:bo"],
        ["m1"],
        {},
        {"start": 0, "end": 3, "text": "Ana"},
    ),
)
KEYS = ("event", "mention", "occurrence", "mod", "orphans", "review", "note", "begin_point", "metonymy", "origin")


def nodes(data: Any) -> Iterator[tuple[Any, Any]]:
    pairs = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in list(pairs):
        yield data, key
        yield from nodes(value)


def mutated(data: Row, dice: random.Random) -> Row:
    data = json.loads(json.dumps(data))
    for _ in range(dice.choice((0, 1, 1, 1, 2))):
        places = list(nodes(data))
        container, key = dice.choice(places)
        value = container[key]
        match dice.randrange(9):
            case 0 if isinstance(container, dict):
                del container[key]
            case 1 if isinstance(container, dict):
                container[dice.choice(KEYS)] = dice.choice(POOL)
            case 2 if isinstance(container, list):
                container.append(json.loads(json.dumps(value)))
            case 3 if isinstance(value, list):
                value.append(dice.choice(POOL))
            case 4 if isinstance(value, str):
                container[key] = value + dice.choice(("\n", "x", " ", "1", ":", "\0", "é"))
            case 5 | 6 if type(value) is int:
                container[key] = value + dice.choice((-1, 1, 5, 60))
            case 7 if isinstance(value, str):
                others = [inner[at] for inner, at in places if isinstance(inner[at], str)]
                container[key] = dice.choice(others)
            case 8:
                data["text"] = dice.choice((data.get("text", ""), "Bo: ", "😀")) + str(data.get("text"))
                if isinstance(data.get("annotation"), dict) and dice.random() < 0.5:
                    data["annotation"]["text_sha256"] = sha256(str(data["text"]).encode()).hexdigest()
            case _:
                container[key] = dice.choice(POOL)
    return data


def spoilt(raw: bytes, dice: random.Random) -> bytes:
    """The bytes with something in them that parsers take, or do not take, in silence."""
    at = dice.choice([place for place, sign in enumerate(raw) if sign in b'{":,']) + 1
    match dice.randrange(14):
        case 0:
            return raw.replace(b"{", b'{"id": "m1", ', dice.randrange(1, 20))
        case 1:
            return raw.replace(b'":', b'" :', 1).replace(b'"text": ', b'"text": "x", "text": ', 1)
        case 2:
            return raw.replace(b"Bo", b"B\\u003a", 1).replace(b'"mode"', b'"mode": null, "mode"', 1)
        case 3:
            return raw.replace(b'"start": ', b'"start": 0, "start": ')
        case 4:
            return raw.replace(b"0,", b"0.0,", 1)
        case 5:
            return raw[:at] + dice.choice((b"\xff", b"\0", b"\\ud800", b"\xed\xa0\x80", b"NaN", b"//")) + raw[at:]
        case 6:
            return dice.choice((b"\xef\xbb\xbf", b"x", b"\0")) + raw
        case 7:
            return raw[:at]
        case 8:
            return raw + dice.choice((b"{}", b" \n", b"\0", b","))
        case 9:
            return raw.replace(b" ", b"").replace(b'"form":', b'"form":"NOM",\t"form"\r:')
        case 10:
            return raw.replace(b"Ana", b"\\u0041na").replace(b"said", b"sai\\u0064")
        case 11:
            return raw.replace(b'"end": 4', b'"end": 04').replace(b"null", b"-0", 1)
        case 12:
            return raw.replace(b'"entity"', b'"\\u0065ntity"', 1)
        case _:
            return raw.replace(b": ", b" :\n ")


def floats(data: Any) -> bool:
    return any(isinstance(container[key], float) for container, key in nodes(data))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_one_verdict_on_ten_thousand_mutated_rows(seed: int) -> None:
    rows, dice, seen = Rows(PROFILE), random.Random(seed), Counter[bool]()  # noqa: S311
    original = row()
    for number in range(MUTATIONS // SEEDS):
        data = mutated(original, dice) if number else original
        raw = json.dumps(data, ensure_ascii=not dice.randrange(10), indent=dice.choice((None, None, 1))).encode()
        raw = spoilt(raw, dice) if number and not dice.randrange(3) else raw
        parsed = level1.read(raw, "row")
        problems = rows.problems(parsed.data) if parsed.readable else []
        found, clean = bool(problems or parsed.findings), rows.clean(raw)
        assert not (clean and found), (raw, parsed.findings, problems)
        assert clean or found or CLOSER.search(raw), raw
        if parsed.readable and rb"\ud800" not in raw:
            valid = PUBLIC.is_valid(parsed.data)
            codes = {problem.code for problem in problems}
            faulty = any(code.startswith("A2") or code == "A312" for code in codes)
            # a span whose words stand nowhere (A302) may lack its offsets too, and is told of once
            assert faulty != (valid and not floats(parsed.data)) or "A302" in codes, (raw, problems)
            assert valid or not clean
        seen[clean] += 1
    assert seen[True] > sum(seen.values()) // 10
    assert seen[False] > sum(seen.values()) // 3


def test_every_file_of_the_repository_is_clean_in_three_ways() -> None:
    context = Context(Workspace.at(REPOSITORY))
    names = {file.kind for file in context.every}
    assert names == {"Document", "Pass", "Entities", "Clusters"}
    public = {name: jsonschema_rs.validator_for({**SCHEMA, "anyOf": [{"$ref": f"#/$defs/{name}"}]}) for name in names}
    for file in context.every:
        data = json.loads(file.path.read_bytes())
        assert public[file.kind].is_valid(data)
        assert structure(data, PROFILE.records[file.kind]) == []
        way = fast_path(PROFILE, file.kind)
        raw = file.path.read_bytes()
        decoded = way.decoded(raw)
        assert decoded is not None
        text = context.text(file, data) or ""
        assert way.clean(raw, decoded, text, {})
        own = "annotations/passes" in file.path.as_posix() and not file.of_document
        assert context.clean(file) is not own  # the ids of a pass are compared with those of annotations/


@pytest.mark.parametrize(
    "change",
    [
        lambda root: spoil(root / "annotations/ferry.json", "2024-05-07", "2024-05-08"),
        lambda root: spoil(root / "annotations/ferry.json", '"document": "ferry"', '"document": "fairy"'),
        lambda root: spoil(root / "annotations/ferry.json", "4aa865b8", "4aa865b9"),
        lambda root: spoil(root / "annotations/ferry.json", "E:mina-hale", "E:mina-hall"),
        lambda root: spoil(root / "annotations/entities.json", "E:mina-hale", "E:mina-hall"),
        lambda root: spoil(root / "corpus/ferry.txt", "sail again", "sell again"),
        lambda root: (root / "corpus/ferry.json").unlink(),
        lambda root: (root / "annotations/entities.json").unlink(),
        lambda root: spoil(root / "annotations/clusters.json", "{", "[{"),
        lambda root: spoil(root / "seeds/SOURCES.toml", "[corpus]", "[korpus]"),
        lambda root: spoil(root / "schemas/annotation-1.0.0.json", '"1.0.0"', '"1.0.1"'),
    ],
)
def test_a_file_is_not_clean_whose_surroundings_are_not(base: Workspace, change: Callable[[Path], None]) -> None:
    def clean() -> bool:
        context = Context(base)
        return all(context.clean(file) for file in context.every if file.path.parent == base.annotations)

    assert clean()
    change(base.root)
    assert not clean()


def test_items_are_those_of_the_content_that_is_held(base: Workspace) -> None:
    context, path = Context(base), base.annotations / "entities.json"

    def ids() -> set[str]:
        return {*context.items(base.annotations, "entities.json", "entities")}

    before = ids()
    context.hold(path, path.read_bytes().replace(b"E:mina-hale", b"E:mina-hall"))
    assert ids() == before - {"E:mina-hale"} | {"E:mina-hall"}
    context.hold(path, None)
    assert ids() == before


def spoil(path: Path, old: str, new: str) -> None:
    content = path.read_text("utf-8")
    assert old in content
    path.write_text(content.replace(old, new), "utf-8")


# the parts


@given(st.lists(st.text(st.sampled_from("aA1.:-_\n\u0661é"), max_size=4)))
def test_many_strings_match_a_pattern_as_each_of_them(values: list[str]) -> None:
    some = (
        "^[a-z0-9]+([.-][a-z0-9]+)*$",
        "^a[1-9]?:a$",
        "a",
        "^(a|A)$",
        "^[^1]*$",
        "^[a-z:]+$",
        "^a.a$",
        "^a{2,3}$",
    )
    for pattern in some:
        match = patterns.matcher.__wrapped__(pattern)
        alone = all(regex(pattern).search(value) for value in values)
        assert match(set(values)) == alone
        assert match(set(values)) == alone  # once more, from what it has seen
        colons = patterns.colons(pattern)
        if colons is not None:
            assert all(value.count(":") == colons for value in values if regex(pattern).search(value))


def test_a_number_of_right_strings_is_remembered_and_no_wrong_one(monkeypatch: pytest.MonkeyPatch) -> None:
    class Id(str):
        """A string that a weak reference may follow."""

    monkeypatch.setattr(patterns, "_LIMIT", 10)
    match, seen = patterns.matcher.__wrapped__("^m[0-9]+$"), weakref.WeakSet[Id]()

    def matches(*values: str) -> bool:
        ids = {Id(value) for value in values}
        seen.update(ids)
        return match(ids)

    assert not matches("m1", "x")
    assert not matches("m1", "x")
    assert len(seen) == 0
    assert matches("m1")
    assert [*seen] == ["m1"]
    for first in range(2, 100, 7):
        assert matches(*(f"m{number}" for number in range(first, first + 7)))
    assert matches(*(f"m{number}" for number in range(100)))
    assert not matches(*(f"m{number}" for number in range(100)), "x")
    assert 1 < len(seen) <= 10


@given(
    st.lists(st.sampled_from(['\\"', r"\\", r"\/", r"\n", r"\u0041", r"\u003a", r"\u003A", r"\u0000", "u003a", "a"]))
)
def test_no_escape_hides_a_colon_or_the_end(parts: list[str]) -> None:
    raw = f'"{"".join(parts)}"'
    assert _hides(raw.encode()) or not {":", "\0"} & set(json.loads(raw))


def test_the_number_of_colons_is_known_where_it_is_plain() -> None:
    expected = {
        "^E:[a-z]+$": 1,
        "^m[1-9][0-9]*$": 0,
        "^a:b:c$": 2,
        "^a(:b)?$": None,
        "^a:*$": None,
        "^[:]$": None,
        "x": None,
    }
    assert {pattern: patterns.colons(pattern) for pattern in expected} == expected


def test_a_reference_is_looked_up_where_it_is_known(profile: Profile) -> None:
    way, data = fast_path(profile, "Document"), row()
    raw = json.dumps(data["annotation"]).encode()
    decoded = way.decoded(raw)
    assert decoded is not None
    assert way.clean(raw, decoded, data["text"], {})
    assert way.clean(raw, decoded, data["text"], {"entity": frozenset({"E:bo"}), "utterance": None})
    assert not way.clean(raw, decoded, data["text"], {"entity": frozenset({"E:ana"})})
    assert not way.clean(raw, decoded, data["text"], {"entity": frozenset()})
    assert not way.clean(raw, decoded, data["text"], {"mention": frozenset({"m1"})})


@pytest.mark.parametrize("name", ["Bo", "E:bo\n"])
def test_what_is_known_and_has_not_the_form_of_an_id_is_no_reference(name: str) -> None:
    data, known = row(), dict.fromkeys(("E:bo", name), "entities.json")
    ids = [entity["id"] for entity in data.pop("entities")["entities"]]
    rows = Rows(PROFILE, {"entity": Space("A304", "entity", "entities.json", known | dict.fromkeys(ids, ""))})
    right = Rows(PROFILE, {"entity": Space("A304", "entity", "entities.json", dict.fromkeys(ids, ""))})
    for entity in ("E:bo", name, "E:bo", name):
        data["annotation"]["mentions"][0]["entity"] = entity
        raw = json.dumps(data).encode()
        assert rows.clean(raw) is right.clean(raw) is (entity == "E:bo")
        assert bool(rows.problems(data)) is (entity == name)


def test_a_profile_that_the_fast_path_does_not_know_takes_the_slow_one(profile: Profile) -> None:
    record = profile.records["Span"]
    rule = record.span
    assert isinstance(rule, SpanRule)
    for odd in (
        replace(record, required=frozenset({"start", "end"})),
        replace(record, fields={**record.fields, "text": Text()}),
        replace(record, fields={**record.fields, "a:b": Text()}),
    ):
        with pytest.raises(Unsupported):
            listing(Record("Root", {"span": odd}, frozenset({"span"})))
        way = FastPath(replace(profile, records={"Root": Record("Root", {"span": odd}, frozenset({"span"}))}), "Root")
        raw = b'{"span": {"start": 0, "end": 1, "text": "a"}}'
        assert way.decoded(raw) is None


LABEL = Text(pattern="^[a-z]:[a-z]$", values=("none",), ref="label")
ODD = Record(
    "Root",
    {
        "labels": Array(replace(LABEL, nullable=True)),
        "own": Array(
            Record(
                "Own",
                {
                    "id": Text(pattern="^[a-z]:[a-z]$", key="label"),
                    "a": Text(pattern="^[a-z]$"),
                    "b": Array(LABEL),
                    "c": LABEL,
                },
                frozenset({"id"}),
                one_of=("a", "b", "c"),
                nullable=True,
            )
        ),
    },
    frozenset({"labels"}),
)


@pytest.mark.parametrize(
    ("data", "clean"),
    [
        ({"labels": []}, True),
        ({"labels": [None, "none"], "own": []}, True),
        ({"labels": ["a:a"], "own": [None, {"id": "a:a", "a": "x"}]}, True),
        ({"labels": [], "own": [{"id": "a:a", "b": ["a:a", "b:b"]}, None, {"id": "b:b", "c": "a:a"}]}, True),
        ({"labels": [], "own": [{"id": "a:a", "b": []}, {"id": "b:b", "c": "none"}]}, True),
        ({"labels": ["a:a"]}, False),
        ({"labels": [], "own": [{"id": "none", "a": "x"}]}, False),
        ({"labels": [], "own": [{"id": "a:a", "a": "x:"}]}, False),
        ({"labels": [], "own": [{"id": "a:a", "c": "b:b"}]}, False),
        ({"labels": [], "own": [{"id": "a:a"}]}, False),
        ({"labels": [], "own": [{"id": "a:a", "a": "x", "c": "none"}]}, False),
        ({"labels": [], "own": [{"id": "a:a", "a": "x", "b": [], "c": "none"}]}, False),
        ({"labels": [], "own": [{"id": "a:a", "a": "x", "b": []}, {"id": "b:b"}]}, False),
        ({"labels": [], "own": [{"id": "a:a", "a": "x"}, {"id": "a:a", "a": "x"}]}, False),
    ],
)
def test_null_in_a_list_and_one_of_three(profile: Profile, data: Row, clean: bool) -> None:
    way, raw = FastPath(replace(profile, records={"Root": ODD}), "Root"), json.dumps(data).encode()
    decoded = way.decoded(raw)
    assert decoded is not None
    assert way.clean(raw, decoded, "", {}) is clean
    twice = raw.replace(b"{", b'{"labels": [], ', 1)
    decoded = way.decoded(twice)
    assert decoded is not None
    assert not way.clean(twice, decoded, "", {})


def without_a_gil(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)


def of_another_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "implementation", SimpleNamespace(**{**vars(sys.implementation), "name": "pypy"}))
    monkeypatch.delattr(sys, "getrefcount")


@pytest.mark.parametrize("python", [without_a_gil, of_another_kind])
def test_where_references_are_not_counted_exactly_all_take_the_slow_path(
    python: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    raw = json.dumps(row()).encode()
    assert Rows(PROFILE).clean(raw)
    fast_path.cache_clear()
    with monkeypatch.context() as patch:
        python(patch)
        rows = Rows(PROFILE)
        assert not rows.clean(raw)
        assert rows.findings(raw, "rows.jsonl", 1) == []
        assert rows.findings(hidden_colon(json.dumps(row(), ensure_ascii=False).encode()), "rows.jsonl", 1) != []
    fast_path.cache_clear()


def hidden_colon(raw: bytes) -> bytes:
    """A key stands twice, and an escape hides the colon that would tell."""
    return raw.replace(b"Ana: the", b"Ana\\u003A the").replace(b'"mode": null', b'"mode": null, "mode": null')


def beyond_the_end(raw: bytes) -> bytes:
    """The last span runs out of the text."""
    return raw.replace(b'{"start": 37, "end": 41, "text": "said"}', b'{"start": 37, "end": 60, "text": "said."}')


def nul_beyond_the_end(raw: bytes) -> bytes:
    return raw.replace(b'{"start": 37, "end": 41, "text": "said"}', b'{"start": 37, "end": 43, "text": "said.\\u0000"}')


def orphan(raw: bytes) -> bytes:
    data = json.loads(raw)
    data["annotation"]["orphans"] = {
        "times": [{"record": data["annotation"]["times"].pop(), "prefix": "", "suffix": ""}]
    }
    return json.dumps(data).encode()


def review(raw: bytes) -> bytes:
    data = json.loads(raw)
    item = {"list": "times", "id": "t1", "property": "value", "reason": "edited", "was": "x"}
    data["annotation"]["review"] = [item]
    return json.dumps(data).encode()


@pytest.mark.parametrize("spoil", [hidden_colon, beyond_the_end, nul_beyond_the_end, orphan, review])
def test_what_chance_would_not_find(spoil: Callable[[bytes], bytes]) -> None:
    rows, raw = Rows(PROFILE), json.dumps(row(), ensure_ascii=False).encode()
    assert rows.clean(raw)
    spoilt = spoil(raw)
    assert spoilt != raw
    assert not rows.clean(spoilt)
    assert rows.findings(spoilt, "rows.jsonl", 1) != []
