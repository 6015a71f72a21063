"""JSON and Arrow hold the same, and every description of a table says the same columns."""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import datasets
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wiremark.schema import profile
from wiremark.schema.arrow import (
    Day,
    Table,
    arrow_schema,
    class_names,
    from_arrow,
    legacy_features,
    table_of,
    to_arrow,
    yaml_features,
)
from wiremark.schema.profile import Array, Boolean, Integer, Label, Node, Record, Text

REPOSITORY = Path(__file__).parents[2]
SCHEMA = json.loads((REPOSITORY / "schemas" / "annotation-1.0.0.json").read_text("utf-8"))
PROFILE = profile.read(SCHEMA)
NASTY = ["😀", "e\u0301", "\u00a0", "\r\n", "\r", "“", "’", "a", "", "\u2028", "𝔘", "ﬁ", "\x00"]

text = st.lists(st.sampled_from(NASTY), max_size=6).map("".join) | st.text(st.characters(codec="utf-8"), max_size=8)


def values(node: Node) -> st.SearchStrategy[Any]:
    """Any JSON value that has the shape of `node`."""
    found: st.SearchStrategy[Any]
    match node:
        case Text():
            found = st.sampled_from(node.names) if node.labels else text
        case Integer():
            found = st.integers(0, 2**31 - 1)
        case Boolean():
            found = st.booleans()
        case Array():
            found = st.lists(values(node.items), max_size=3)
        case Record():
            fields = {name: values(child) for name, child in node.fields.items()}
            required = {name: field for name, field in fields.items() if name in node.required}
            optional = {name: field for name, field in fields.items() if name not in node.required}
            found = st.fixed_dictionaries(required, optional=optional)
    return st.none() | found if node.nullable else found


@pytest.mark.parametrize("name", ["Document", "Entity", "EventCluster", "Utterance", "Mention", "Event", "Quote"])
def test_json_and_arrow_hold_the_same(name: str) -> None:
    record = PROFILE.records[name]
    table = table_of(record)

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(values(record), max_size=2))
    def there_and_back(rows: list[dict[str, Any]]) -> None:
        data = to_arrow(rows, table)
        assert from_arrow(data, table) == rows
        assert data.schema == arrow_schema(table)

    there_and_back()


def test_json_and_parquet_hold_the_same(tmp_path: Path) -> None:
    table = Table({"day": Day(), "text": Text(nullable=True), "spans": Array(Array(Integer()))}, frozenset({"day"}))
    rows: list[dict[str, Any]] = [
        {"day": "2023-03-21", "text": "".join(NASTY), "spans": [[0, 1], []]},
        {"text": None, "spans": []},
    ]
    pq.write_table(to_arrow(rows, table), tmp_path / "x.parquet")
    back = pq.read_table(tmp_path / "x.parquet")
    assert back["day"].to_pylist() == [datetime.date(2023, 3, 21), None]
    assert from_arrow(back, table) == rows


def test_offsets_are_int32_and_labels_int64_ids() -> None:
    data = to_arrow(
        [{"id": "m1", "type": "LAW", "span": {"start": 1, "end": 2, "text": "x"}}], table_of(PROFILE.records["Mention"])
    )
    assert data.schema.field("span").type == pa.struct({"start": pa.int32(), "end": pa.int32(), "text": pa.string()})
    assert data.schema.field("type").type == pa.int64()
    assert data["type"].to_pylist() == [9]
    assert data["variant"].to_pylist() == [None]


def test_an_unknown_label_is_refused() -> None:
    with pytest.raises(KeyError, match="PLANET"):
        to_arrow([{"type": "PLANET"}], Table({"type": PROFILE.records["Mention"].fields["type"]}))


def with_labels(edit: Mapping[str, list[dict[str, Any]]]) -> profile.Profile:
    schema = json.loads(json.dumps(SCHEMA))
    for name, labels in edit.items():
        schema["$defs"][name]["x-labels"] = labels
        schema["$defs"][name]["enum"] = [label["name"] for label in reversed(labels)]
    return profile.read(schema)


def test_ids_come_from_x_labels_and_an_appended_label_moves_none() -> None:
    old = SCHEMA["$defs"]["MentionForm"]["x-labels"]
    for labels in (old, [{"id": 3, "name": "ADJ"}, *old]):
        field = with_labels({"MentionForm": labels}).records["Mention"].fields["form"]
        assert to_arrow([{"form": "PRO"}], Table({"form": field}))["form"].to_pylist() == [2]
        assert isinstance(field, Text)
        assert class_names(field.labels)[:3] == ["NAM", "NOM", "PRO"]


def test_a_gap_in_the_ids_holds_a_reserved_name() -> None:
    table = Table({"x": Text(labels=(Label(1, "b"), Label(3, "d")))})
    assert class_names((Label(1, "b"), Label(3, "d"))) == ["_retired_0", "b", "_retired_2", "d"]
    assert from_arrow(to_arrow([{"x": "d"}], table), table) == [{"x": "d"}]


def test_labels_beside_a_fixed_value_stay_text() -> None:
    table = Table({"x": Text(labels=(Label(0, "a"),), values=("author",))})
    assert to_arrow([{"x": "author"}], table)["x"].to_pylist() == ["author"]


@pytest.mark.parametrize("name", sorted(PROFILE.records))
def test_file_card_and_arrow_schema_say_the_same(name: str) -> None:
    table = table_of(PROFILE.records[name])
    from_file = datasets.Features.from_arrow_schema(arrow_schema(table))
    from_card = datasets.Features._from_yaml_list(yaml_features(table))
    assert from_file == from_card
    assert from_file.arrow_schema.remove_metadata() == arrow_schema(table).remove_metadata()
    assert '"List"' not in arrow_schema(table).metadata[b"huggingface"].decode()


def test_lists_of_values_are_sequences_and_lists_of_objects_are_lists() -> None:
    labelled = Text(labels=(Label(0, "O"), Label(1, "B-X")))
    point = Record("Point", {"x": Integer()}, frozenset({"x"}))
    table = Table(
        {"a": Array(Text()), "b": Array(labelled), "c": Array(Array(Integer())), "d": Array(point), "e": point}
    )
    assert yaml_features(table) == [
        {"name": "a", "sequence": "string"},
        {"name": "b", "sequence": {"class_label": {"names": {"0": "O", "1": "B-X"}}}},
        {"name": "c", "sequence": {"sequence": "int32"}},
        {"name": "d", "list": [{"name": "x", "dtype": "int32"}]},
        {"name": "e", "struct": [{"name": "x", "dtype": "int32"}]},
    ]
    assert legacy_features(table)["b"] == {
        "feature": {"names": ["O", "B-X"], "_type": "ClassLabel"},
        "_type": "Sequence",
    }
    assert legacy_features(table)["d"] == [{"x": {"dtype": "int32", "_type": "Value"}}]


def test_the_profile_loads_no_arrow() -> None:
    code = "import sys, wiremark.schema.profile; assert not {'pyarrow', 'datasets'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)
