"""Each kind of change on a small schema: its code, the version it needs, and what it does."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import jsonschema_rs
import pytest

from wiremark.diagnostics import CODES
from wiremark.schema import SchemaDiff, diff
from wiremark.schema.changes.normal import aligned
from wiremark.schema.changes.rules import RULES, TITLES

Schema = dict[str, Any]

BASE: Schema = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "$id": "urn:example:1.0.0",
    "x-version": "1.0.0",
    "type": "object",
    "additionalProperties": False,
    "required": ["schema_version", "body", "spans"],
    "properties": {
        "schema_version": {"const": "1.0.0"},
        "body": {"type": "string", "description": "The words."},
        "spans": {"type": "array", "items": {"$ref": "#/$defs/Span"}},
        "links": {"type": "array", "items": {"$ref": "#/$defs/Link"}},
    },
    "x-roles": {
        "giver": {"domain": ["Give", "Lend"], "range": ["Person", "Firm"]},
        "gift": {"domain": ["Give"], "range": ["Thing"]},
    },
    "$defs": {
        "Sort": {
            "type": "string",
            "enum": ["Person", "Firm", "Thing", "Rest"],
            "x-labels": [
                {"id": 0, "name": "Person", "description": "A human being."},
                {"id": 1, "name": "Firm"},
                {"id": 2, "name": "Thing"},
                {"id": 4, "name": "Rest"},
            ],
        },
        "Deed": {
            "type": "string",
            "enum": ["Give", "Lend"],
            "x-labels": [{"id": 0, "name": "Give"}, {"id": 1, "name": "Lend", "domain": ["Person", "Firm"]}],
        },
        "Span": {
            "type": "object",
            "additionalProperties": False,
            "required": ["key", "from", "to", "sort"],
            "x-span": {"of": "/body", "start": "from", "end": "to"},
            "properties": {
                "key": {"type": "string", "pattern": "^s[1-9][0-9]*$", "x-key": "span"},
                "from": {"type": "integer", "minimum": 0},
                "to": {"type": "integer", "minimum": 0},
                "sort": {"$ref": "#/$defs/Sort"},
                "sure": {"enum": ["yes", "no"], "default": "yes"},
                "note": {"type": ["string", "null"]},
            },
        },
        "Link": {
            "type": "object",
            "required": ["deed", "span"],
            "properties": {
                "key": {"type": "string", "x-key": "link"},
                "deed": {"$ref": "#/$defs/Deed"},
                "role": {"enum": ["giver", "gift", "taker"]},
                "span": {"type": "string", "x-ref": "span"},
            },
        },
    },
}


def sort(schema: Schema, *rows: tuple[int, str]) -> None:
    """Gives the label set Sort these rows."""
    words = {"Person": {"description": "A human being."}}
    schema["$defs"]["Sort"]["x-labels"] = [{"id": id, "name": name, **words.get(name, {})} for id, name in rows]
    schema["$defs"]["Sort"]["enum"] = [name for _, name in rows]


def span(schema: Schema) -> Schema:
    found: Schema = schema["$defs"]["Span"]
    return found


def properties(schema: Schema, record: str = "Span") -> Schema:
    found: Schema = schema["$defs"][record]["properties"]
    return found


def roles(schema: Schema, **rules: Any) -> None:
    schema["x-roles"] |= rules


PLAIN = ((0, "Person"), (1, "Firm"), (2, "Thing"), (4, "Rest"))


def renamed_everywhere(schema: Schema) -> None:
    sort(schema, (0, "Person"), (1, "Company"), (2, "Thing"), (4, "Rest"))
    roles(schema, giver={"domain": ["Give", "Lend"], "range": ["Person", "Company"]})
    schema["$defs"]["Deed"]["x-labels"][1]["domain"] = ["Person", "Company"]


def merged(schema: Schema) -> None:
    sort(schema, (0, "Agent"), (2, "Thing"), (4, "Rest"))
    roles(schema, giver={"domain": ["Give", "Lend"], "range": ["Agent"]})
    schema["$defs"]["Deed"]["x-labels"][1]["domain"] = ["Agent"]


def split(schema: Schema) -> None:
    sort(schema, (0, "Person"), (1, "Firm"), (2, "Ware"), (4, "Rest"), (5, "Deal"))
    roles(schema, gift={"domain": ["Give"], "range": ["Ware", "Deal"]})


def role_added(schema: Schema) -> None:
    properties(schema, "Link")["role"]["enum"].append("place")
    roles(schema, place={"range": ["Thing"]})


def closed_link(schema: Schema) -> None:
    schema["$defs"]["Link"]["additionalProperties"] = False


def nothing(schema: Schema) -> None:
    """No change."""


Y, N = True, False
Edit = Callable[[Schema], Any]
CASES: dict[str, tuple[set[str], str, tuple[bool, bool, bool], Edit]] = {
    # name: codes, bump, (backward, forward, ids), what is done
    "version": (
        set(),
        "none",
        (Y, Y, Y),
        lambda s: (
            s.update({"$id": "urn:example:1.1.0", "x-version": "1.1.0"})
            or s["properties"].update({"schema_version": {"const": "1.1.0"}})
        ),
    ),
    "key order": (set(), "none", (Y, Y, Y), lambda s: s.update({"type": s.pop("type")})),
    "label removed": ({"S201"}, "major", (N, Y, Y), lambda s: sort(s, *PLAIN[:3])),
    "label added": ({"S202"}, "minor", (Y, N, Y), lambda s: sort(s, *PLAIN, (5, "Law"))),
    "label renamed": ({"S203"}, "major", (N, N, Y), renamed_everywhere),
    "label's case": ({"S203"}, "major", (N, N, Y), lambda s: sort(s, *PLAIN[:3], (4, "REST"))),
    "labels reordered": (
        {"S204"},
        "major",
        (Y, Y, N),
        lambda s: sort(s, (1, "Person"), (0, "Firm"), *PLAIN[2:]),
    ),
    "label inserted": (
        {"S204", "S202"},
        "major",
        (Y, N, N),
        lambda s: sort(s, (0, "Person"), (1, "Law"), (2, "Firm"), (3, "Thing"), (4, "Rest")),
    ),
    "id reused": ({"S205"}, "major", (N, N, N), lambda s: sort(s, *PLAIN[:3], (4, "Law"))),
    "retired id reused": ({"S205"}, "major", (Y, N, N), lambda s: sort(s, *PLAIN, (3, "Law"))),
    "labels merged": ({"S206"}, "major", (N, N, N), merged),
    "label split": ({"S207"}, "major", (N, N, Y), split),
    "label deprecated": (
        {"S208"},
        "minor",
        (Y, Y, Y),
        lambda s: s["$defs"]["Sort"]["x-labels"][3].update(deprecated=True),
    ),
    "property deprecated": ({"S208"}, "minor", (Y, Y, Y), lambda s: properties(s)["note"].update(deprecated=True)),
    "ids taken away": ({"S209"}, "major", (Y, Y, N), lambda s: s["$defs"]["Sort"].pop("x-labels")),
    "ids given": (
        {"S209"},
        "major",
        (Y, Y, Y),
        lambda s: properties(s)["sure"].update({"x-labels": [{"id": 0, "name": "yes"}, {"id": 1, "name": "no"}]}),
    ),
    "row order": (
        {"S252"},
        "patch",
        (Y, Y, Y),
        lambda s: s["$defs"]["Sort"].update({"x-labels": s["$defs"]["Sort"]["x-labels"][::-1]}),
    ),
    "enum order": (
        {"S252"},
        "patch",
        (Y, Y, Y),
        lambda s: s["$defs"]["Sort"].update(enum=["Rest", "Thing", "Firm", "Person"]),
    ),
    "colour": ({"S251"}, "patch", (Y, Y, Y), lambda s: s["$defs"]["Sort"]["x-labels"][1].update(color="#123456")),
    "property removed": ({"S211"}, "major", (N, Y, Y), lambda s: properties(s).pop("sure")),
    "layer removed": ({"S211"}, "major", (N, Y, Y), lambda s: s["properties"].pop("links")),
    "required added": (
        {"S212"},
        "major",
        (N, N, Y),
        lambda s: properties(s).update(by={"type": "string"}) or span(s)["required"].append("by"),
    ),
    "property added": ({"S213"}, "minor", (Y, N, Y), lambda s: properties(s).update(by={"type": "string"})),
    "free property": ({"S214"}, "major", (N, Y, Y), lambda s: properties(s, "Link").update(by={"type": "string"})),
    "property renamed": (
        {"S215"},
        "major",
        (N, N, Y),
        lambda s: properties(s).update(certain=properties(s).pop("sure")),
    ),
    "made required": ({"S216"}, "major", (N, Y, Y), lambda s: span(s)["required"].append("note")),
    "made optional": ({"S217"}, "minor", (Y, N, Y), lambda s: span(s)["required"].remove("sort")),
    "closed": ({"S218"}, "major", (N, Y, Y), closed_link),
    "opened": ({"S219"}, "minor", (Y, N, Y), lambda s: span(s).pop("additionalProperties")),
    "minimum raised": ({"S221"}, "major", (N, Y, Y), lambda s: properties(s)["to"].update(minimum=1)),
    "value removed": ({"S221"}, "major", (N, Y, Y), lambda s: properties(s)["sure"].update(enum=["yes"])),
    "minimum lowered": ({"S222"}, "minor", (Y, N, Y), lambda s: properties(s)["to"].pop("minimum")),
    "pattern widened": ({"S222"}, "minor", (Y, N, Y), lambda s: properties(s)["key"].update(pattern="^s[0-9]+$")),
    "pattern moved": ({"S223"}, "major", (N, N, Y), lambda s: properties(s)["key"].update(pattern="^t[1-9][0-9]*$")),
    "pattern alike": ({"S252"}, "patch", (Y, Y, Y), lambda s: properties(s)["key"].update(pattern="^s[1-9]\\d*$")),
    "constraint implied": ({"S252"}, "patch", (Y, Y, Y), lambda s: properties(s)["key"].update(minLength=2)),
    "other type": ({"S223"}, "major", (N, N, Y), lambda s: properties(s).update({"from": {"type": "boolean"}})),
    "number": ({"S224"}, "major", (Y, N, Y), lambda s: properties(s)["from"].update(type="number")),
    "also a string": ({"S224"}, "major", (Y, N, Y), lambda s: properties(s)["from"].update(type=["integer", "string"])),
    "null": (
        {"S225"},
        "minor",
        (Y, N, Y),
        lambda s: properties(s).update(sort={"anyOf": [{"$ref": "#/$defs/Sort"}, {"type": "null"}]}),
    ),
    "no null": ({"S226"}, "major", (N, Y, Y), lambda s: properties(s)["note"].update(type="string")),
    "default changed": ({"S231"}, "major", (N, N, Y), lambda s: properties(s)["sure"].update(default="no")),
    "default removed": ({"S231"}, "major", (N, N, Y), lambda s: properties(s)["sure"].pop("default")),
    "default added": ({"S232"}, "minor", (Y, Y, Y), lambda s: properties(s)["note"].update(default=None)),
    "unit": ({"S233"}, "major", (N, N, Y), lambda s: span(s)["x-span"].update(unit="utf16")),
    "unit said": ({"S252"}, "patch", (Y, Y, Y), lambda s: span(s)["x-span"].update(unit="code_point")),
    "other text": ({"S233"}, "major", (N, N, Y), lambda s: span(s)["x-span"].update(of="/title")),
    "no span": ({"S244"}, "minor", (Y, N, Y), lambda s: span(s).pop("x-span")),
    "a span": (
        {"S243"},
        "major",
        (N, Y, Y),
        lambda s: s["$defs"]["Link"].update({"x-span": {"of": "/body", "start": "a", "end": "b"}}),
    ),
    "range narrowed": (
        {"S241"},
        "major",
        (N, Y, Y),
        lambda s: roles(s, giver={"domain": ["Give", "Lend"], "range": ["Person"]}),
    ),
    "domain narrowed": (
        {"S241"},
        "major",
        (N, Y, Y),
        lambda s: roles(s, giver={"domain": ["Give"], "range": ["Person", "Firm"]}),
    ),
    "role bound": ({"S241"}, "major", (N, Y, Y), lambda s: roles(s, taker={"range": ["Person"]})),
    "role bound to all": ({"S252"}, "patch", (Y, Y, Y), lambda s: roles(s, taker={"domain": ["Give", "Lend"]})),
    "range swapped": (
        {"S241"},
        "major",
        (N, Y, Y),
        lambda s: roles(s, gift={"domain": ["Give"], "range": ["Person"]}),
    ),
    "domain widened": (
        {"S242"},
        "minor",
        (Y, N, Y),
        lambda s: roles(s, gift={"domain": ["Give", "Lend"], "range": ["Thing"]}),
    ),
    "role unbound": ({"S242"}, "minor", (Y, N, Y), lambda s: s["x-roles"].pop("gift")),
    "label's domain narrowed": (
        {"S241"},
        "major",
        (N, Y, Y),
        lambda s: s["$defs"]["Deed"]["x-labels"][1].update(domain=["Person"]),
    ),
    "label's domain widened": (
        {"S242"},
        "minor",
        (Y, N, Y),
        lambda s: s["$defs"]["Deed"]["x-labels"][1].pop("domain"),
    ),
    "role with rule added": (
        {"S222"},
        "minor",
        (Y, N, Y),
        role_added,
    ),
    "role with rule removed": (
        {"S221"},
        "major",
        (N, Y, Y),
        lambda s: properties(s, "Link")["role"]["enum"].remove("gift") or s["x-roles"].pop("gift"),
    ),
    "key": ({"S243"}, "major", (N, Y, Y), lambda s: properties(s)["note"].update({"x-key": "note"})),
    "key shared": (
        {"S243", "S244"},
        "major",
        (N, N, Y),
        lambda s: properties(s, "Link")["key"].update({"x-key": "span"}),
    ),
    "no key": ({"S244"}, "minor", (Y, N, Y), lambda s: properties(s, "Link")["key"].pop("x-key")),
    "no key for references": (
        {"S244", "S245"},
        "major",
        (N, N, Y),
        lambda s: properties(s)["key"].pop("x-key"),
    ),
    "space renamed": (
        {"S252"},
        "patch",
        (Y, Y, Y),
        lambda s: (
            properties(s)["key"].update({"x-key": "piece"}) or properties(s, "Link")["span"].update({"x-ref": "piece"})
        ),
    ),
    "reference moved": (
        {"S245"},
        "major",
        (N, N, Y),
        lambda s: properties(s, "Link")["span"].update({"x-ref": "link"}),
    ),
    "reference widened": (
        {"S244"},
        "minor",
        (Y, N, Y),
        lambda s: properties(s, "Link")["span"].update({"x-ref": ["span", "link"]}),
    ),
    "no reference": ({"S244"}, "minor", (Y, N, Y), lambda s: properties(s, "Link")["span"].pop("x-ref")),
    "reference": ({"S243"}, "major", (N, Y, Y), lambda s: properties(s)["note"].update({"x-ref": "link"})),
    "words": ({"S251"}, "patch", (Y, Y, Y), lambda s: s["properties"]["body"].update(description="All words.")),
    "rule of the guidelines": ({"S251"}, "patch", (Y, Y, Y), lambda s: properties(s)["sure"].update({"x-rule": "R1"})),
    "definition renamed": (
        {"S252"},
        "patch",
        (Y, Y, Y),
        lambda s: (
            s["$defs"].update(Piece=s["$defs"].pop("Span"))
            or s["properties"]["spans"].update(items={"$ref": "#/$defs/Piece"})
        ),
    ),
    "unused definition": ({"S252"}, "patch", (Y, Y, Y), lambda s: s["$defs"].update(Old={"type": "string"})),
    "item count": ({"S221"}, "major", (N, Y, Y), lambda s: s["properties"]["spans"].update(minItems=1)),
}


def changed(edit: Edit) -> tuple[Schema, Schema]:
    new = copy.deepcopy(BASE)
    edit(new)
    return copy.deepcopy(BASE), new


@pytest.mark.parametrize("name", CASES)
def test_a_change_has_its_code_version_and_effects(name: str) -> None:
    codes, bump, effects, edit = CASES[name]
    found = diff(*changed(edit))
    assert {one.code for one in found.findings} == codes
    assert (found.bump, (found.backward, found.forward, found.label_ids_stable)) == (bump, effects)


@pytest.mark.parametrize("name", CASES)
def test_every_break_has_a_witness_that_another_validator_confirms(name: str) -> None:
    old, new = changed(CASES[name][3])
    found = diff(old, new)
    before, after = (jsonschema_rs.validator_for(schema) for schema in aligned(old, new))
    for one in found.findings:
        assert one.has_witness == (one.bump == "major")
        if one.instance:
            assert before.is_valid(one.witness)
            assert not after.is_valid(one.witness)
    assert (found.compatible is False) == any(one.instance for one in found.findings)


def test_the_table_has_every_code_once_with_its_title() -> None:
    own = {code for code in CODES if code.startswith("S2")} - {"S256", "S257"}
    assert {rule.code for rule in RULES.values()} == own
    assert {code: CODES[code] for code in own} == dict(TITLES)


def test_every_kind_of_change_occurs() -> None:
    told = {code for codes, *_ in CASES.values() for code in codes}
    assert {rule.code for rule in RULES.values()} - told == {"S253", "S254", "S259"}  # in tests/golden


def unclassified(edit: Edit) -> SchemaDiff:
    found = diff(*changed(edit))
    assert [one.code for one in found.findings] == ["S259"]
    assert found.bump == "unclassified"
    return found


def test_what_nobody_knows_is_no_pass() -> None:
    found = unclassified(lambda s: span(s).update({"x-script": "Latin"}))
    assert (found.compatible, found.backward, found.forward, found.label_ids_stable) == (True, None, None, True)
    unclassified(lambda s: s["x-roles"]["gift"].update(mood="glad"))
    unclassified(lambda s: span(s)["x-span"].update(step=2))
    found = unclassified(lambda s: s["$defs"]["Sort"].update({"x-labels": [{"name": "Person"}]}))
    assert found.label_ids_stable is None


def test_a_pattern_beyond_the_tool_is_no_pass() -> None:
    found = diff({"type": "string", "pattern": "^(a+)\\1$"}, {"type": "string", "pattern": "^(?:(a+)\\1)$"})
    assert (found.compatible, found.bump) == (None, "unclassified")


def test_a_proven_break_is_major_whatever_else_is_not_known() -> None:
    def edit(schema: Schema) -> None:
        properties(schema)["to"]["minimum"] = 1
        span(schema)["x-script"] = "Latin"

    found = diff(*changed(edit))
    assert (found.compatible, found.bump) == (False, "major")
    assert {one.code for one in found.findings} == {"S221", "S259"}


def test_a_migration_is_evidence_of_a_rename() -> None:
    old, new = changed(lambda s: sort(s, *PLAIN[:3], (4, "Other")))
    assert diff(old, new).label_ids_stable is False
    found = diff(old, new, frozenset({("Rest", "Other")}))
    assert ([one.code for one in found.findings], found.label_ids_stable) == (["S203"], True)


def test_the_same_description_is_evidence_of_a_rename() -> None:
    old, new = changed(nothing)
    new["$defs"]["Sort"]["x-labels"][0]["name"] = new["$defs"]["Sort"]["enum"][0] = "Human"
    for role in new["x-roles"].values():
        role["range"] = ["Human" if name == "Person" else name for name in role["range"]]
    new["$defs"]["Deed"]["x-labels"][1]["domain"] = ["Human", "Firm"]
    assert [one.code for one in diff(old, new).findings] == ["S203"]


def test_changes_that_undo_each_other_break_nothing() -> None:
    old = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
    new = {"type": "object", "patternProperties": {"^a$": {"type": "string"}}, "additionalProperties": False}
    found = diff(old, new)
    assert found.compatible is True
    assert not any(one.instance for one in found.findings)


def test_references_may_be_of_draft_07() -> None:
    old = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "properties": {"a": {"$ref": "#/definitions/A", "minimum": 3}},
        "definitions": {"A": {"type": "integer"}},
    }
    new = copy.deepcopy(old)
    new["properties"]["a"]["minimum"] = 4  # type: ignore[index]
    assert diff(old, new).compatible is True
    new["definitions"]["A"]["type"] = "string"  # type: ignore[index]
    assert [(one.code, one.bump) for one in diff(old, new).findings] == [("S223", "major")]


def test_what_was_so_already_is_only_written_otherwise() -> None:
    """What the rule table calls a break or new is neither where the same values stay valid."""
    open_, named = {"type": "object"}, {"propertyNames": {"enum": ["a"]}, "properties": {"a": {"type": "string"}}}
    needed = {"type": "object", "allOf": [{"required": ["a"]}, {"minProperties": 1}], "properties": {"a": {}}}
    for old, new in (
        (open_, {**open_, "properties": {"a": True}}),
        (named, {**named, "additionalProperties": False}),
        (needed, {**needed, "required": ["a"]}),
    ):
        assert (diff(old, new).bump, diff(new, old).compatible) == ("patch", True)
    assert diff({"not": {}}, {"properties": {"a": {"type": "string"}}}).bump == "minor"


def test_a_schema_may_be_only_true_or_false() -> None:
    assert diff(True, False).compatible is False
    assert diff(False, {"type": "string"}).bump == "minor"
    assert diff(True, {}).bump == "none"


def test_the_json_form_has_the_fields_that_others_build_on() -> None:
    told = diff(*changed(CASES["value removed"][3])).as_dict()
    assert {"compatible", "bump", "label_ids_stable", "forward", "findings"} <= told.keys()
    keys = {"code", "severity", "pointer", "old_pointer", "message", "witness", "affected", "help", "bump"}
    assert keys <= told["findings"][0].keys()


def test_names_stand_in_messages_as_in_the_schema() -> None:
    """A pointer writes `/` as ~1 and `~` as ~0; what is said of a property does not."""
    inner = {"type": "object", "properties": {"p/q": {"type": "string"}}}
    old = {"properties": {"a/b~c": {"maxLength": 3}, "x/y": inner, "z": {"$ref": "#/$defs/n~1m"}}}
    old["$defs"] = {"n/m": {"maxLength": 3}}
    new = json.loads(json.dumps(old).replace('"maxLength": 3', '"maxLength": 2').replace('"string"', '"integer"'))
    found = diff(old, new).findings
    assert [one.message for one in found] == [
        "maxLength of a/b~c changes",
        "x/y.p/q is integer where it was string",
        "maxLength of n/m changes",
    ]
    assert found[0].pointer == "/properties/a~1b~0c/maxLength"


def kept(*words: str) -> Schema:
    """A schema that holds records with ids in these lists, and a reference to both kinds, or to that there is."""
    lists = {word: {"type": "array", "items": {"$ref": f"#/$defs/{word.rstrip('2')}"}} for word in words}
    records = {name: {"type": "object", "properties": {"id": {"type": "string", "x-key": name}}} for name in "ab"}
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": {
            **lists,
            "one": {"type": "string", "x-ref": "a"},
            "two": {"type": "string", "x-ref": ["a", "b"]},
        },
        "$defs": records,
    }


def test_a_reference_to_records_that_are_gone_says_so() -> None:
    found = {one.message: one for one in diff(kept("a", "b"), kept("b")).findings}
    assert list(found) == ["a is removed", "one refers to what is gone", "two may refer to less"]
    gone, less = found["one refers to what is gone"], found["two may refer to less"]
    assert (gone.code, gone.bump, gone.witness) == ("S245", "major", {"before": "a", "after": None})
    assert gone.expected == '"a": /$defs/a/properties/id'
    assert gone.found == '"a": nothing that a file holds'
    assert (less.code, less.found) == ("S243", '["a", "b"]: /$defs/b/properties/id')
    assert less.expected == '["a", "b"]: /$defs/a/properties/id and /$defs/b/properties/id'


def test_records_in_another_list_are_referred_to_as_before() -> None:
    found = diff(kept("a", "b"), kept("a2", "b")).findings
    assert {one.code for one in found} <= {"S211", "S213", "S215"}
