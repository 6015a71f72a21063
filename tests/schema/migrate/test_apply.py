"""Every operation on one file, with its count; words and offsets stay."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from wiremark.schema.migrate import Migrated, Migration, MigrationError, migrate_file
from wiremark.schema.migrate.check import check

Data = dict[str, Any]


@pytest.fixture
def done(pair: Any, migration: Callable[..., Migration], document: Data, linked: Any) -> Callable[..., Migrated]:
    """The document after operations; `changes` make the schema that they lead to."""

    def run(*rows: Data, changes: Any = (), data: Data | None = None, functions: Any = None) -> Migrated:
        old, new = pair(*changes)
        made = migration(*rows)
        assert check(made, old, new) == []
        return migrate_file(data or document, "Document", made, old, new, linked, functions)

    return run


def relabel(name: str, **names: str | None) -> Callable[[Data], None]:
    """Changes the names of labels in a set of `$defs`; None takes one away."""

    def change(defs: Data) -> None:
        node = defs[name]
        rows = [{**row, "name": names.get(row["name"], row["name"])} for row in node["x-labels"]]
        node["x-labels"] = [row for row in rows if row["name"]]
        node["enum"] = [row["name"] for row in node["x-labels"]]

    return change


def further(name: str, *added: str) -> Callable[[Data], None]:
    """Appends labels."""

    def change(defs: Data) -> None:
        rows = defs[name]["x-labels"]
        rows += [{"id": len(rows) + 10 + number, "name": label} for number, label in enumerate(added)]
        defs[name]["enum"] = [row["name"] for row in rows]

    return change


def attribute(record: str, name: str, node: Data | None, required: bool = False) -> Callable[[Data], None]:
    """Adds a property, or takes one away."""

    def change(defs: Data) -> None:
        fields = defs[record]["properties"]
        fields.pop(name, None)
        defs[record]["required"] = [one for one in defs[record]["required"] if one != name]
        if node is not None:
            fields[name] = node
        if required:
            defs[record]["required"].append(name)

    return change


def types(data: Data) -> list[str]:
    return [record["type"] for record in data["mentions"]]


def test_rename_label(done: Any, document: Data) -> None:
    row = {"op": "rename_label", "labels": "Kind", "from": "PLACE", "to": "SPOT"}
    found = done(row, changes=[relabel("Kind", PLACE="SPOT")])
    assert found.counts == {0: 3}
    assert types(found.data) == ["SPOT", "LAW", "SPOT"]
    assert found.data["orphans"]["mentions"][0]["record"]["type"] == "SPOT"
    assert found.data["schema_version"] == "2.0.0"
    assert found.data["mentions"][0]["span"] == document["mentions"][0]["span"]  # "PLACE" is also a word there


def test_rename_label_in_lists_and_within_records(done: Any) -> None:
    rows = [
        {"op": "rename_label", "labels": "Field", "from": "war", "to": "peace"},
        {"op": "rename_label", "labels": "Argument.role", "from": "giver", "to": "donor"},
        {"op": "rename_label", "labels": "State", "from": "draft", "to": "sketch"},
    ]

    def role(defs: Data) -> None:
        relabel("role", giver="donor")(defs["Argument"]["properties"])

    found = done(*rows, changes=[relabel("Field", war="peace"), role, relabel("State", draft="sketch")])
    assert found.counts == {0: 2, 1: 1, 2: 1}
    assert [record.get("fields") for record in found.data["mentions"]] == [["peace", "arts"], ["peace"], None]
    assert found.data["mentions"][2]["arguments"] == [{"role": "donor", "mention": "m1"}, {"role": "taker"}]
    assert found.data["annotated_with"] == {"mentions": {"state": "sketch"}}


def test_rename_of_a_value_that_a_property_lists_itself(done: Any) -> None:
    def grade(defs: Data) -> None:
        defs["Mention"]["properties"]["grade"]["enum"] = ["A", "b"]

    found = done({"op": "rename_label", "labels": "Mention.grade", "from": "a", "to": "A"}, changes=[grade])
    assert (found.counts, found.data["mentions"][0]["grade"]) == ({0: 1}, "A")


def test_labels_swap_in_one_migration(done: Any) -> None:
    rows = [
        {"op": "rename_label", "labels": "Kind", "from": "PLACE", "to": "LAW"},
        {"op": "rename_label", "labels": "Kind", "from": "LAW", "to": "PLACE"},
    ]
    found = done(*rows)
    assert (found.counts, types(found.data)) == ({0: 3, 1: 1}, ["LAW", "PLACE", "LAW"])


def test_merge_labels(done: Any) -> None:
    row = {"op": "merge_labels", "labels": "Kind", "from": ["PLACE", "LAW"], "to": "THING"}
    found = done(row, changes=[relabel("Kind", PLACE="THING", LAW=None)])
    assert (found.counts, types(found.data)) == ({0: 4}, ["THING"] * 3)


def test_labels_of_one_list_that_become_one_are_listed_once(done: Any) -> None:
    row = {"op": "merge_labels", "labels": "Field", "from": ["war", "arts"], "to": "trade"}
    assert [record.get("fields") for record in done(row).data["mentions"]] == [["trade"], ["trade"], None]


SPLIT = {"op": "split_label", "labels": "Kind", "from": "PLACE", "to": ["STATE", "TOWN"]}
SPLIT_CHANGES = [relabel("Kind", PLACE=None), further("Kind", "STATE", "TOWN")]


def test_split_label_by_what_a_record_links_to(done: Any) -> None:
    by = {"by": "entity.note", "map": {"state": "STATE", "town": "TOWN"}, "else": "STATE"}
    found = done({**SPLIT, **by}, changes=SPLIT_CHANGES)
    assert (found.counts, types(found.data), found.review) == ({0: 3}, ["STATE", "LAW", "TOWN"], ())
    assert "review" not in found.data


def test_split_label_by_a_path_of_each_record(done: Any, pair: Any, migration: Any) -> None:
    by = {"by": {"Mention": "entity.note", "Entity": "note"}, "map": {"state": "STATE", "town": "TOWN"}}
    old, new = pair(*SPLIT_CHANGES)
    made = migration({**SPLIT, **by, "else": "STATE"})
    data = {"schema_version": "1.0.0", "entities": [{"id": "E:1", "type": "PLACE", "note": "town"}]}
    assert check(made, old, new) == []
    assert migrate_file(data, "Entities", made, old, new).data["entities"][0]["type"] == "TOWN"


def test_split_label_that_a_person_must_choose(done: Any) -> None:
    by = {"by": "entity.note", "map": {"town": "TOWN"}, "else": "needs_review"}
    found = done({**SPLIT, **by}, changes=SPLIT_CHANGES)
    assert types(found.data) == ["STATE", "LAW", "TOWN"]
    rest = {"property": "type", "reason": "migrated", "was": "PLACE", "choices": ["STATE", "TOWN"]}
    assert list(found.review) == [{"list": "mentions", "id": id, **rest} for id in ("m1", "m4")]
    assert found.data["review"] == list(found.review)


def test_split_label_without_a_choice_is_for_a_person(done: Any, document: Data) -> None:
    document["review"] = [{"list": "mentions", "id": "m2", "property": "span", "reason": "edited", "was": "law"}]
    row = {"op": "split_label", "labels": "Field", "from": "arts", "to": ["music", "film"]}
    found = done(row, changes=[relabel("Field", arts=None), further("Field", "music", "film")])
    assert [(one["id"], one["property"]) for one in found.data["review"]] == [("m2", "span"), ("m1", "fields/1")]


def test_split_through_two_ids(done: Any) -> None:
    row = {"op": "split_label", "labels": "Argument.role", "from": "giver", "to": ["state", "town"]}
    by = {"by": "mention.entity.note", "map": {"state": "state"}, "else": "town"}

    def role(defs: Data) -> None:
        node = defs["Argument"]["properties"]
        relabel("role", giver="state")(node)
        further("role", "town")(node)

    found = done({**row, **by}, changes=[role])
    assert found.data["mentions"][2]["arguments"][0]["role"] == "state"


def test_rename_attribute(done: Any) -> None:
    grade = {"type": "string", "enum": ["a", "b"]}
    changes = [attribute("Mention", "grade", None), attribute("Mention", "mark", grade)]
    found = done({"op": "rename_attribute", "record": "Mention", "from": "grade", "to": "mark"}, changes=changes)
    assert (found.counts, found.data["mentions"][0]["mark"]) == ({0: 1}, "a")
    assert "grade" not in found.data["mentions"][0]


def test_rename_attribute_that_holds_a_span(done: Any, document: Data) -> None:
    changes = [attribute("Mention", "cue", None), attribute("Mention", "hint", {"$ref": "#/$defs/Span"})]
    found = done({"op": "rename_attribute", "record": "Mention", "from": "cue", "to": "hint"}, changes=changes)
    assert found.data["mentions"][2]["hint"] == document["mentions"][2]["cue"]


def test_add_attribute(done: Any) -> None:
    row = {"op": "add_attribute", "record": "Mention", "attribute": "sure", "value": True}
    found = done(row, changes=[attribute("Mention", "sure", {"type": "boolean"}, required=True)])
    assert found.counts == {0: 4}
    assert all(record["sure"] is True for record in found.data["mentions"])


def test_add_attribute_that_is_only_declared(done: Any, document: Data) -> None:
    row = {"op": "add_attribute", "record": "Mention", "attribute": "sure"}
    found = done(row, changes=[attribute("Mention", "sure", {"type": "boolean"})])
    assert (found.counts, found.data) == ({}, {**document, "schema_version": "2.0.0"})


def test_remove_attribute(done: Any) -> None:
    rows = [
        {"op": "remove_attribute", "record": "Mention", "attribute": "fields"},
        {"op": "remove_attribute", "record": "Mention", "attribute": "cue"},
    ]
    found = done(*rows, changes=[attribute("Mention", "fields", None), attribute("Mention", "cue", None)])
    assert found.counts == {0: 2, 1: 1}
    assert not any({"fields", "cue"} & record.keys() for record in found.data["mentions"])


def test_a_property_of_another_kind_under_the_same_name(done: Any) -> None:
    rows = [
        {"op": "remove_attribute", "record": "Mention", "attribute": "grade"},
        {"op": "add_attribute", "record": "Mention", "attribute": "grade", "value": 3},
    ]
    found = done(*rows, changes=[attribute("Mention", "grade", {"type": "integer"}, required=True)])
    assert (found.counts, [record["grade"] for record in found.data["mentions"]]) == ({0: 1, 1: 4}, [3, 3, 3])


def test_set_default(done: Any) -> None:
    rows = [
        {"op": "set_default", "record": "Mention", "attribute": "grade", "value": "b"},
        {"op": "set_default", "record": "Mention", "attribute": "entity", "value": "E:2"},
    ]
    found = done(*rows)
    assert [record["grade"] for record in found.data["mentions"]] == ["a", "b", "b"]
    assert [record["entity"] for record in found.data["mentions"]] == ["E:1", "E:2", "E:2"]
    assert found.counts == {0: 3, 1: 2}


def test_add_layer(done: Any) -> None:
    def layer(defs: Data) -> None:
        defs["Document"]["properties"]["times"] = {"type": "array", "items": {"$ref": "#/$defs/Orphan"}}

    found = done({"op": "add_layer", "layer": "times"}, changes=[layer])
    assert (found.data["times"], found.counts) == ([], {0: 1})


def test_remove_layer(done: Any, document: Data) -> None:
    changes = [attribute(record, "mentions", None) for record in ("Document", "AnnotatedWith", "Orphans")]
    document["review"] = [{"list": "mentions", "id": "m2", "property": "span", "reason": "edited", "was": "law"}]
    found = done({"op": "remove_layer", "layer": "mentions"}, changes=changes)
    assert found.data == {"schema_version": "2.0.0", "annotated_with": {}, "orphans": {}}
    assert found.counts == {0: 3}


def test_rows_of_review_follow_names_and_labels(done: Any, document: Data) -> None:
    row = {"list": "mentions", "id": "m1", "reason": "migrated", "was": "X"}
    document["review"] = [
        {**row, "property": "type", "choices": ["PLACE", "LAW"]},
        {**row, "property": "grade", "choices": ["a"]},
        {**row, "property": "fields/0", "reason": "edited", "choices": ["war"]},
    ]
    rows = [
        {"op": "rename_label", "labels": "Kind", "from": "PLACE", "to": "SPOT"},
        {"op": "rename_attribute", "record": "Mention", "from": "type", "to": "kind"},
        {"op": "remove_attribute", "record": "Mention", "attribute": "grade"},
    ]
    changes = [
        relabel("Kind", PLACE="SPOT"),
        attribute("Mention", "type", None),
        attribute("Mention", "kind", {"$ref": "#/$defs/Kind"}, required=True),
        attribute("Mention", "grade", None),
    ]
    found = done(*rows, changes=changes)
    assert found.data["review"] == [
        {**row, "property": "kind", "choices": ["SPOT", "LAW"]},
        {**row, "property": "fields/0", "reason": "edited", "choices": ["war"]},
    ]


def test_python(done: Any) -> None:
    def upper(data: Data, root: str) -> Data:
        assert (root, data["schema_version"]) == ("Document", "2.0.0")
        return {**data, "mentions": [{**one, "grade": "b"} for one in data["mentions"]]}

    row = {"op": "python", "function": "code:upper"}
    found = done(row, functions={"code:upper": upper})
    assert (found.counts, found.data["mentions"][0]["grade"]) == ({0: 1}, "b")
    assert done(row, functions={"code:upper": lambda data, root: data}).counts == {0: 0}


def moves_a_span(data: Data, root: str) -> Data:
    data["mentions"][0]["span"]["start"] += 1
    return data


def fails(data: Data, root: str) -> Data:
    raise ValueError("no")


@pytest.mark.parametrize(
    ("function", "said"),
    [
        (moves_a_span, "would change a span"),
        (lambda data, root: {**data, "mentions": data["mentions"][1:]}, "would change a span"),
        (lambda data, root: {**data, "mentions": data["mentions"] * 2}, "would change a span"),
        (fails, "fails"),
        (lambda data, root: None, "no object"),
        (lambda data, root: {**data, "grade": {1, 2}}, "fails"),
        (lambda data, root: {**data, "grade": float("nan")}, "fails"),
    ],
)
def test_a_function_that_does_wrong_is_refused(done: Any, document: Data, function: Any, said: str) -> None:
    before = repr(document)
    with pytest.raises(MigrationError, match=said) as caught:
        done({"op": "python", "function": "code:f"}, functions={"code:f": function})
    assert caught.value.faults[0].code == "S308"
    assert repr(document) == before


def test_a_function_that_is_not_there_is_refused(done: Any) -> None:
    with pytest.raises(MigrationError, match="no function"):
        done({"op": "python", "function": "code:f"})


def test_nothing_is_written_over(done: Any, document: Data) -> None:
    grade = {"type": "string", "enum": ["a", "b"]}
    changes = [attribute("Mention", "grade", None), attribute("Mention", "mark", grade)]
    document["mentions"][0]["mark"] = "unknown to the old schema"
    with pytest.raises(MigrationError, match="written over"):
        done({"op": "rename_attribute", "record": "Mention", "from": "grade", "to": "mark"}, changes=changes)


@pytest.mark.parametrize(
    "damage",
    [
        {"mentions": 3},
        {"mentions": [3, None, {"type": 4}, {"type": ["PLACE"]}, {"span": 3}]},
        {"orphans": []},
        {"review": "x"},
        {"review": [3, {"list": "nothing", "id": "m1", "property": "a/b"}]},
        {"schema_version": 4},
        {"annotated_with": {"mentions": "PLACE"}},
    ],
)
def test_data_of_the_wrong_form_is_carried_along(done: Any, document: Data, damage: Data) -> None:
    data = {**document, **damage}
    row = {"op": "rename_label", "labels": "Kind", "from": "PLACE", "to": "SPOT"}
    found = done(row, changes=[relabel("Kind", PLACE="SPOT")], data=data)
    assert found.data.keys() == data.keys()
    assert {key: found.data[key] for key in damage if key != "schema_version"} == {
        key: value for key, value in damage.items() if key != "schema_version"
    }


def test_what_is_handed_in_stays_as_it_is(done: Any, document: Data) -> None:
    before = repr(document)
    found = done({"op": "set_default", "record": "Mention", "attribute": "grade", "value": "b"})
    assert repr(document) == before
    assert "grade" not in document["mentions"][1]
    assert found.data["mentions"][1]["grade"] == "b"
