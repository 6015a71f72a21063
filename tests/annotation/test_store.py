"""The canonical form: nothing lost, written once, small diffs. And which files are annotation files."""

from __future__ import annotations

import copy
import difflib
import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wiremark.annotation import dumps, files
from wiremark.schema.profile import Profile, read
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[1]
PROFILE: Profile = read(json.loads((TESTS.parent / "schemas/annotation-1.0.0.json").read_bytes()))
FERRY = TESTS / "workspace/annotations/ferry.json"
KINDS = {"entities": "Entities", "clusters": "Clusters"}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
SPAN = st.fixed_dictionaries(
    {"text": st.text(min_size=1, max_size=90)},
    optional={"start": st.integers(0, 300), "end": st.integers(0, 300), "x": JSON},
)
MENTION = st.fixed_dictionaries(
    {"span": SPAN | JSON, "id": st.from_regex("m[1-9][0-9]?", fullmatch=True) | JSON},
    optional={"entity": JSON, "note": JSON},
)
DOCUMENT = st.fixed_dictionaries(
    {"mentions": st.lists(MENTION | JSON, max_size=5)},
    optional={"document": JSON, "events": JSON, "annotated_with": JSON, "z": JSON},
)


def form(data: Any, name: str = "Document") -> str:
    return dumps(data, PROFILE.records[name])


def unordered(data: Any) -> Any:
    """A value without the order of its keys and lists."""
    if isinstance(data, dict):
        return {key: unordered(value) for key, value in data.items()}
    return sorted((unordered(item) for item in data), key=repr_of) if isinstance(data, list) else data


def repr_of(data: Any) -> str:
    return json.dumps(data, sort_keys=True)


@given(DOCUMENT | st.dictionaries(st.text(), JSON, max_size=4))
def test_nothing_is_lost_and_twice_is_once(data: dict[str, Any]) -> None:
    text = form(data)
    assert unordered(json.loads(text)) == unordered(data)
    assert form(json.loads(text)) == text
    assert text.endswith("}\n")
    assert "\r" not in text


@pytest.mark.parametrize("path", sorted((TESTS / "workspace/annotations").rglob("*.json")), ids=lambda path: path.name)
def test_the_base_workspace_is_canonical(path: Path) -> None:
    text = path.read_bytes().decode("utf-8")
    assert form(json.loads(text), KINDS.get(path.stem, "Document")) == text


def test_the_form_does_not_depend_on_the_order_of_keys_and_records() -> None:
    data = json.loads(FERRY.read_bytes())
    dice = random.Random(3)  # noqa: S311
    for layer in ("mentions", "times", "events", "quotes"):
        dice.shuffle(data[layer])
    data = dict(reversed(data.items()))
    data["mentions"] = [dict(reversed(record.items())) for record in data["mentions"]]
    assert form(data) == FERRY.read_bytes().decode("utf-8")


def ids(data: dict[str, Any], layer: str, name: str = "Document") -> list[str]:
    """The ids of a layer in the order in which the canonical form has them."""
    return [record["id"] for record in json.loads(form(data, name))[layer]]


def test_records_stand_in_the_order_of_the_article() -> None:
    places = {"m10": (5, 9), "m2": (5, 9), "m3": (5, 7), "m1": (8, 9)}
    mentions = [{"id": name, "span": {"start": start, "end": end}} for name, (start, end) in places.items()]
    mentions.append({"id": "m4", "span": {"text": "no offsets"}})
    assert ids({"mentions": mentions}, "mentions") == ["m3", "m2", "m10", "m1", "m4"]
    events = [{"id": "e1", "trigger": [{"start": 9, "end": 10}]}, {"id": "e2", "trigger": [{"start": 4, "end": 5}]}]
    events[1]["trigger"] += [{"start": 12, "end": 13}]  # type: ignore[operator]
    assert ids({"events": events}, "events") == ["e2", "e1"]
    entities = [{"id": name} for name in ("E:g20", "E:b", "E:g7")]
    assert ids({"entities": entities}, "entities", "Entities") == ["E:b", "E:g7", "E:g20"]


def test_one_change_is_a_small_diff() -> None:
    before = json.loads(FERRY.read_bytes())
    after = copy.deepcopy(before)
    after["mentions"][1]["metonymy"] = "government"
    after["events"][0]["arguments"].pop()
    rows = [row for row in difflib.ndiff(form(before).split("\n"), form(after).split("\n")) if row[0] in "+-"]
    assert len(rows) == 4
    assert all(len(row) <= 122 for row in rows)


def test_long_records_break_and_short_ones_do_not() -> None:
    text = form(
        {"mentions": [{"id": "m1", "span": {"start": 0, "end": 200, "text": "x" * 200}}, {"id": "m2"}], "times": []}
    )
    assert '\n    {"id": "m2"}\n' in text
    assert '"times": []\n' in text
    assert all(len(row) <= 120 or "xxx" in row for row in text.split("\n"))


def test_text_is_written_as_it_is() -> None:
    assert '"🚢 é\u2028\\n"' in form({"document": "🚢 é\u2028\n"})


def test_which_files_there_are(tmp_path: Path) -> None:
    annotations = (
        "b.json a.json entities.json clusters.json .hidden.json adjudication.jsonl GUIDELINES.md passes/README.md"
    )
    passes = "kim/a.json kim/entities.json kim/notes.md ann/clusters.json"
    names = [f"annotations/{name}" for name in annotations.split()]
    names += [f"annotations/passes/{name}" for name in passes.split()]
    names += ["annotations/rounds/1/passes/kim/a.json", "annotations/rounds/1/report.json", "corpus/a.json"]
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}", "utf-8")
    found = [
        (file.path.relative_to(tmp_path / "annotations").as_posix(), file.kind) for file in files(Workspace(tmp_path))
    ]
    assert found == [
        ("a.json", "Document"),
        ("b.json", "Document"),
        ("clusters.json", "Clusters"),
        ("entities.json", "Entities"),
        ("passes/ann/clusters.json", "Clusters"),
        ("passes/kim/a.json", "Pass"),
        ("passes/kim/entities.json", "Entities"),
        ("rounds/1/passes/kim/a.json", "Pass"),
    ]
    assert files(Workspace(tmp_path / "nowhere")) == []
