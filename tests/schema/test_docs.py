"""The tables of a schema, against a page written by hand; and every name of a schema stands in them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from wiremark.schema import docs, profile

SCHEMAS = sorted((Path(__file__).parents[2] / "schemas").glob("annotation-*.json"))
SMALL: dict[str, Any] = {
    "title": "ships",
    "x-version": "2.1.0",
    "x-roles": {"crew": {"domain": ["ferry", "tug", "raft", "barge"], "range": ["ferry"]}},
    "$defs": {
        "Kind": {
            "description": "A kind | of ship.",
            "type": "string",
            "enum": ["tug", "ferry", "raft", "barge"],
            "x-labels": [
                {"id": 1, "name": "tug", "example": "the [Ox]", "domain": ["ferry", "raft", "barge"]},
                {"id": 0, "name": "ferry", "description": "Carries *people* <b>", "since": "1.0.0"},
                {"id": 4, "name": "raft", "deprecated": True, "rule": "R-1"},
                {"id": 5, "name": "barge"},
            ],
        },
        "Berth": {"description": "Where it lies.", "type": "string", "pattern": "^[a|b]$", "x-ref": "quay"},
        "Ship": {
            "description": "One ship.",
            "type": "object",
            "additionalProperties": False,
            "required": ["id", "kind", "flag", "crew"],
            "properties": {
                "id": {"type": "string", "minLength": 1, "x-key": "ship"},
                "kind": {"$ref": "#/$defs/Kind", "x-rule": "R-2"},
                "flag": {"type": ["string", "null"], "enum": ["red", "blue", None]},
                "berth": {"description": "Its own.", "anyOf": [{"const": "sea"}, {"$ref": "#/$defs/Berth"}]},
                "crew": {"type": "array", "minItems": 1, "items": {"type": "integer", "minimum": 0}},
                "old": {"type": "boolean"},
            },
        },
        "Quay": {
            "type": "object",
            "additionalProperties": False,
            "required": [],
            "properties": {
                "name": {"type": "string", "x-key": "quay"},
                "ships": {"type": "array", "items": {"$ref": "#/$defs/Ship"}},
            },
            "oneOf": [{"required": ["name"]}, {"required": ["ships"]}],
        },
        "Pier": {"description": "A quay of wood.", "$ref": "#/$defs/Quay"},
    },
}
PAGE = """\
## ships 2.1.0

## Label sets

### Kind

A kind &#124; of ship. In [Ship](#ship).`kind`.

| id | label | description | example | goes with | rule | since | deprecated |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 0 | `ferry` | Carries \\*people\\* &lt;b&gt; |  |  |  | 1.0.0 |  |
| 1 | `tug` |  | the \\[Ox\\] | every [Kind](#kind) but `tug` |  |  |  |
| 4 | `raft` |  |  |  | R-1 |  | yes |
| 5 | `barge` |  |  |  |  |  |  |

## Roles

| role | description | events that may have it | mentions that may fill it |
| --- | --- | --- | --- |
| `crew` |  | every [Kind](#kind) | `ferry` |

## Records

### Ship

One ship.

| attribute | required | type | rule | description |
| --- | --- | --- | --- | --- |
| `id` | yes | string, not empty |  |  |
| `kind` | yes | [Kind](#kind) | R-2 | A kind &#124; of ship. |
| `flag` | yes | `"red"` or `"blue"` or null |  |  |
| `berth` | no | `"sea"` or [Berth](#berth) |  | Its own. |
| `crew` | yes | list of one or more integer from 0 |  |  |
| `old` | no | true or false |  |  |

### Quay

| attribute | required | type |
| --- | --- | --- |
| `name` | one of them | string |
| `ships` | one of them | list of [Ship](#ship) |

Exactly one of `name` and `ships` stands there.

### Pier

A quay of wood. It has the attributes of [Quay](#quay).

## Id spaces

| ids of | given in | form | used in |
| --- | --- | --- | --- |
| `ship` | [Ship](#ship).`id` | any string |  |
| `quay` | [Quay](#quay).`name` | any string | [Ship](#ship).`berth` |

## Other forms

| form | what it is | description |
| --- | --- | --- |
| <a id="berth"></a>`Berth` | string <code>^\\[a&#124;b\\]\\$</code> | Where it lies. |"""


def test_a_small_schema() -> None:
    assert docs.tables(SMALL, profile.read(SMALL)) == PAGE


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_every_name_of_a_schema_stands_in_its_tables(path: Path) -> None:
    schema = json.loads(path.read_bytes())
    read = profile.read(schema)
    page = docs.tables(schema, read)
    for labels in read.labels.values():
        for label in labels:
            assert f"| {label.id} | `{label.name}` | " in page
    for name, record in read.records.items():
        assert f"\n### {name}\n" in page
        assert all(f"\n| `{key}` | " in page for key in record.fields)
    anchors = {heading.lower() for heading in re.findall(r"^#{2,3} (\w+)$", page, re.MULTILINE)}
    anchors |= set(re.findall(r'<a id="(\w+)">', page))
    assert set(re.findall(r"\]\(#(\w+)\)", page)) <= anchors
    assert len({line.count("|") for line in page.split("\n\n")[3].split("\n")}) == 1
