"""Each kind of change is named, counted, and told once."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dataset.changes.conftest import Make, differ, documents, edit, replaced, shifted
from tests.dataset.conftest import HARBOUR, LETTER, LETTER_LAYERS, event, span

from wiremark.dataset.changes import Changes, compare, findings
from wiremark.dataset.changes.keyed import Keyed
from wiremark.dataset.release import open_release
from wiremark.diagnostics import Refused

SCHEMA = "schemas/annotation-1.0.0.json"
EMPTY: Mapping[str, Any] = {
    "labels": [],
    "splits": [],
    "documents": {"added": [], "removed": [], "changed": []},
    "texts": [],
    "layers": [],
    "annotations": {"added": [], "removed": [], "changed": [], "moved": []},
    "entities": {"added": [], "removed": [], "changed": []},
    "clusters": {name: [] for name in ("added", "removed", "changed", "joined", "left", "merged", "split", "renamed")},
}


def told(changes: Changes) -> dict[str, Any]:
    """The parts of what changed that say anything, down to the lists."""
    found: dict[str, Any] = {}
    for name, empty in EMPTY.items():
        part = changes[name]  # type: ignore[literal-required]
        if part == empty:
            continue
        found[name] = {key: value for key, value in part.items() if value} if isinstance(part, dict) else part
    return found


def total(changes: Changes, what: str) -> tuple[int | None, ...]:
    (found,) = (one for one in changes["totals"] if one["what"] == what)
    return found["before"], found["after"], found["added"], found["removed"], found["changed"], found["moved"]


def codes(before: Path, after: Path) -> list[tuple[str, str]]:
    one, two = open_release(before), open_release(after)
    return [(found.code, found.severity) for found in findings(compare(one, two), one, two)]


def test_the_same_release(first: Path, make: Make) -> None:
    changes = differ(first, make())
    assert changes["same"]
    assert told(changes) == {}
    assert changes["needed"] == {"step": "none", "because": [], "version": None}


def test_tables_of_one_digest_are_not_read(first: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(keyed: Keyed, numbers: object) -> Any:
        raise AssertionError("rows of an equal table were read")

    monkeypatch.setattr(Keyed, "take", opened)
    assert differ(first, first)["same"]


def test_another_version_of_the_same_data(first: Path, make: Make) -> None:
    changes = differ(first, make(version="0.2.0"))
    assert not changes["same"]
    assert changes["needed"]["step"] == "none"
    assert changes["files"]["changed"] == ["README.md", "croissant.json"]


def test_a_label_renamed_is_told_once(first: Path, make: Make) -> None:
    def rename(root: Path) -> None:
        replaced(root / SCHEMA, ('"ORG"', '"ORGANISATION"'))
        replaced(root / "annotations" / "letter.json", ('"ORG"', '"ORGANISATION"'))

    after = make(change=rename)
    changes = differ(first, after)
    renamed = {"set": "EntityType", "change": "renamed", "before": ["ORG"], "after": ["ORGANISATION"]}
    assert told(changes) == {"labels": [{**renamed, "id": 3, "new_id": 3, "values": 2}]}
    assert total(changes, "mentions") == (9, 9, 0, 0, 0, 0)
    assert changes["needed"] == {"step": "major", "because": ["1 label renamed"], "version": "0.2.0"}
    assert codes(first, after) == [("D503", "warning")]


def test_a_renamed_label_beside_another_edit(first: Path, make: Make) -> None:
    def rename(root: Path) -> None:
        replaced(root / SCHEMA, ('"ORG"', '"ORGANISATION"'))
        letter = root / "annotations" / "letter.json"
        replaced(letter, ('"ORG"', '"ORGANISATION"'), ('"metonymy": "literal"', '"metonymy": "government"'))

    changed = differ(first, make(change=rename))["annotations"]["changed"]
    metonymy = {"before": "literal", "after": "government"}
    assert changed == [{"document": "letter", "layer": "mentions", "id": "m2", "properties": {"metonymy": metonymy}}]


def test_an_edit_that_moved_ids_hide(first: Path, make: Make) -> None:
    """The stored numbers of the article are the same, and mean something else."""

    def swap(root: Path) -> None:
        fac, org = '"id": 2, "name": "FAC"', '"id": 3, "name": "ORG"'
        replaced(root / SCHEMA, (fac, fac.replace("2", "3")), (org, org.replace("3", "2")))
        replaced(root / "annotations" / "letter.json", ('"ORG"', '"FAC"'))

    changed = differ(first, make(change=swap))["annotations"]["changed"]
    type_ = {"type": {"before": "ORG", "after": "FAC"}}
    assert [(one["id"], one["properties"]) for one in changed] == [("m1", type_), ("m3", type_)]


def test_label_ids_swapped_are_an_error(first: Path, make: Make) -> None:
    def swap(root: Path) -> None:
        person, norp = '"id": 0, "name": "PERSON"', '"id": 1, "name": "NORP"'
        replaced(root / SCHEMA, (person, '"id": 1, "name": "PERSON"'), (norp, '"id": 0, "name": "NORP"'))

    after = make(change=swap, version="0.2.0")
    changes = differ(first, after)
    assert [(one["change"], one["after"], one["id"], one["new_id"]) for one in changes["labels"]] == [
        ("moved", ["PERSON"], 0, 1),
        ("moved", ["NORP"], 1, 0),
    ]
    assert changes["labels"][0]["values"] == 3  # two mentions and an entity
    assert changes["annotations"] == EMPTY["annotations"]  # nobody annotated anything else
    assert codes(first, after) == [("D501", "error"), ("D501", "error")]
    one, two = open_release(first), open_release(after)
    (note,) = (note for found in findings(changes, one, two) for note in found.notes if "B-PERSON" in note)
    assert note == "in `ner` the tag B-PERSON had the id 1 and has 3"


def test_a_label_id_given_to_another(first: Path, make: Make) -> None:
    def reuse(root: Path) -> None:
        """LAW goes, and its id with it to something else, which no role and no description connects with it."""
        old = (
            '"name": "LAW", "description": "Named treaties, laws and legal documents.", "example": "the [Dover Accord]"'
        )
        new = '"name": "VESSEL", "description": "Named ships.", "example": "the [Dover Star]"'
        replaced(root / SCHEMA, (old, new), (', "LAW"]', "]"), ('"WORK_OF_ART"]', '"WORK_OF_ART", "VESSEL"]'))
        edit(root / "annotations" / "harbour.json", lambda data: data["mentions"].pop(2))
        edit(root / "annotations" / "entities.json", lambda data: data["entities"].pop(2))

    def reused(root: Path) -> None:
        reuse(root)
        text = (root / SCHEMA).read_text("utf-8")
        data = json.loads(text)
        for rule in data["x-roles"].values():
            rule["range"] = [name for name in rule["range"] if name != "VESSEL"]
        (root / SCHEMA).write_text(json.dumps(data), "utf-8")

    after = make(change=reused, version="0.2.0")
    changes = differ(first, after)
    assert [(one["change"], one["before"], one["after"], one["id"]) for one in changes["labels"]] == [
        ("reused", ["LAW"], ["VESSEL"], 9)
    ]
    assert codes(first, after) == [("D502", "error")]
    assert changes["entities"]["removed"] == ["E:dover-accord"]


def test_every_offset_moved_is_one_line(first: Path, make: Make) -> None:
    docs = documents()
    text, split, layers = docs["harbour"]
    docs["harbour"] = f" {text}".replace(" ", "-", 1), split, shifted(layers, 1)
    changes = differ(first, make(docs))
    ids = {"mentions": ["m1", "m2", "m3", "m4", "m5", "m6"], "times": ["t1"], "events": ["e1", "e2"], "quotes": ["q1"]}
    move = {"document": "harbour", "by": 1, "start": 0, "every": True, "ids": ids}
    assert changes["annotations"] == {**EMPTY["annotations"], "moved": [move]}
    length = len(HARBOUR)
    text_change = {"before": length, "after": length + 1, "start": 0, "removed": 0, "inserted": 1}
    assert changes["texts"] == [{"document": "harbour", **text_change}]
    assert total(changes, "mentions") == (9, 9, 0, 0, 0, 6)
    assert changes["needed"]["because"] == ["1 text changed", "10 records moved"]


def test_words_put_in_move_what_follows(first: Path, make: Make) -> None:
    docs = documents()
    text, split, layers = docs["letter"]
    assert layers
    at = text.index("Ruritania")
    mentions = [one if one["span"]["start"] < at else shifted(one, 4) for one in layers["mentions"]]
    docs["letter"] = f"{text[:at]}old {text[at:]}", split, {**layers, "mentions": mentions}
    changes = differ(first, make(docs))
    (move,) = changes["annotations"]["moved"]
    assert move == {"document": "letter", "by": 4, "start": at, "every": False, "ids": {"mentions": ["m2", "m3"]}}
    assert (changes["texts"][0]["start"], changes["texts"][0]["inserted"]) == (at, 4)


def test_a_mention_removed(first: Path, make: Make) -> None:
    docs = documents()
    docs["letter"][2]["mentions"].pop(0)  # type: ignore[index]
    after = make(docs)
    changes = differ(first, after)
    gone = {"document": "letter", "layer": "mentions", "ids": ["m1"]}
    assert told(changes) == {"annotations": {"removed": [gone]}}
    assert total(changes, "mentions") == (9, 8, 0, 1, 0, 0)
    assert changes["needed"] == {"step": "major", "because": ["1 record removed"], "version": "0.2.0"}
    assert codes(first, after) == [("D503", "warning")]
    assert codes(first, make(docs, version="0.2.0")) == []


def test_documents_added_and_removed_with_their_records(first: Path, make: Make) -> None:
    docs = documents()
    del docs["plain"]
    docs["note"] = (LETTER.replace("refused", "agreed"), "validation", LETTER_LAYERS)
    changes = differ(first, make(docs))
    came = {"document": "note", "layer": "mentions", "ids": ["m1", "m2", "m3"]}
    documents_ = {"added": ["note"], "removed": ["plain"]}
    assert told(changes) == {"documents": documents_, "annotations": {"added": [came]}}
    back = differ(make(docs), first)
    assert told(back)["annotations"] == {"removed": [came]}


def test_a_document_in_another_split(first: Path, make: Make) -> None:
    docs = documents()
    docs["letter"] = (docs["letter"][0], "train", docs["letter"][2])
    changes = differ(first, make(docs))
    assert told(changes) == {"splits": [{"document": "letter", "before": "test", "after": "train"}]}
    assert changes["needed"]["because"] == ["1 document moved to another split"]


def test_facts_of_documents_without_the_words_of_the_article(first: Path, make: Make) -> None:
    def change(root: Path) -> None:
        replaced(root / "seeds" / "SOURCES.toml", ('licence = "CC0-1.0"', 'licence = "CC-BY-4.0"'))
        edit(root / "corpus" / "harbour.json", lambda data: data["metadata"].update(title="Words of a headline"))

    changes = differ(first, make(change=change))
    licence = {"before": "CC0-1.0", "after": "CC-BY-4.0"}
    changed = {one["document"]: one["properties"] for one in changes["documents"]["changed"]}
    assert changed["letter"] == {"licence": licence}
    assert changed["harbour"] == {"licence": licence, "title": {"before": None, "after": None}}
    assert "headline" not in json.dumps(changes)
    assert changes["needed"] == {"step": "patch", "because": ["3 documents changed"], "version": "0.1.1"}


def test_a_layer_that_is_withdrawn_or_has_other_annotators(first: Path, make: Make) -> None:
    def change(root: Path) -> None:
        def edits(data: Any) -> None:
            del data["annotated_with"]["times"]
            data["times"] = []
            data["annotated_with"]["mentions"]["annotators"] = ["model-2"]

        edit(root / "annotations" / "harbour.json", edits)

    changes = differ(first, make(change=change))
    annotators = {"before": ["model-1"], "after": ["model-2"]}
    assert changes["layers"] == [
        {
            "document": "harbour",
            "layer": "mentions",
            "change": "changed",
            "properties": {"annotators": annotators},
        },
        {"document": "harbour", "layer": "times", "change": "withdrawn", "properties": {}},
    ]
    assert changes["annotations"]["removed"] == [{"document": "harbour", "layer": "times", "ids": ["t1"]}]
    assert "1 layer withdrawn" in changes["needed"]["because"]


def test_an_entity_changed(first: Path, make: Make) -> None:
    def change(root: Path) -> None:
        edit(root / "annotations" / "entities.json", lambda data: data["entities"][1].update(kb_class="state"))

    changes = differ(first, make(change=change))
    kb_class = {"before": None, "after": "state"}
    assert told(changes) == {"entities": {"changed": [{"id": "E:borduria", "properties": {"kb_class": kb_class}}]}}


TOLD = "They met Monday. They spoke again. They sat down. They talked."


def clustered(*names: str) -> Any:
    """The made-up workspace with an article of four events, each in the cluster of this name."""
    docs = documents()
    verbs = ("met", "spoke", "sat", "talked")
    events = [event(f"e{number}", "CONSULT", [span(TOLD, verb)], []) for number, verb in enumerate(verbs, 1)]
    docs["told"] = (TOLD, "train", {"events": [{**one, "cluster": c} for one, c in zip(events, names, strict=True)]})

    def write(root: Path) -> None:
        rows: list[dict[str, Any]] = [
            {"id": name, "type": "CONSULT", "day": None, "participants": [], "conflicts": []}
            for name in sorted({*names})
        ]
        content = {"schema_version": "1.0.0", "events": rows, "utterances": []}
        (root / "annotations" / "clusters.json").write_text(json.dumps(content), "utf-8")

    return docs, write


def test_clusters_merged(make: Make) -> None:
    before = make(*clustered("EV:one", "EV:one", "EV:two", "EV:three"))
    changes = differ(before, make(*clustered("EV:one", "EV:one", "EV:one", "EV:three")))
    assert changes["clusters"]["merged"] == [{"clusters": ["EV:one", "EV:two"], "into": "EV:one"}]
    assert changes["clusters"]["removed"] == ["EV:two"]
    assert changes["clusters"]["joined"] == [{"cluster": "EV:one", "document": "told", "id": "e3"}]
    link = {"cluster": {"before": "EV:two", "after": "EV:one"}}
    assert [(one["id"], one["properties"]) for one in changes["annotations"]["changed"]] == [("e3", link)]
    assert total(changes, "clusters") == (3, 2, 0, 1, 1, 0)


def test_a_cluster_is_the_same_in_whatever_splits_it_stands(make: Make) -> None:
    docs, write = clustered("EV:one", "EV:one", "EV:two", "EV:two")
    changes = differ(make(docs, write), make({**docs, "told": (TOLD, "test", docs["told"][2])}, write))
    assert told(changes) == {"splits": [{"document": "told", "before": "train", "after": "test"}]}


def test_with_and_without_texts(first: Path, bare: Path, make: Make) -> None:
    for one, two in ((first, bare), (bare, first)):
        changes = differ(one, two)
        assert told(changes) == {}
        assert not changes["texts_compared"]
        assert changes["needed"]["step"] == "none"
    docs = documents()
    text, split, layers = docs["harbour"]
    docs["harbour"] = f"-{text}", split, shifted(layers, 1)
    docs["letter"][2]["mentions"][0]["type"] = "FAC"  # type: ignore[index]
    full, standoff = make(docs), make(docs, texts=False)
    expected = told(differ(first, full))
    expected["texts"][0] |= {"start": None, "removed": None, "inserted": None}
    for one, two in ((first, standoff), (bare, full), (bare, standoff)):
        assert told(differ(one, two)) == expected


def shard(folder: Path, table: str, number: int, rows: pa.Table, size: int) -> None:
    """Puts other rows in a shard of a table, with a digest that says so."""
    path = folder / "MANIFEST.json"
    content = json.loads(path.read_bytes())
    entry = content["tables"][table]["shards"][number]
    pq.write_table(rows, folder / entry["path"], row_group_size=size)
    entry |= {"sha256": hashlib.sha256((folder / entry["path"]).read_bytes()).hexdigest(), "rows": rows.num_rows}
    content["tables"][table]["digest"] = "sha256:0"
    path.write_text(json.dumps(content), "utf-8")


def test_the_order_of_rows_and_row_groups_is_no_difference(make: Make, tmp_path: Path) -> None:
    docs = documents()
    docs |= {f"copy{number}": (f"{LETTER} {number}", "test", LETTER_LAYERS) for number in range(9)}
    before = make(docs)
    shutil.copytree(before, tmp_path / "after")
    rows = open_release(before).table("annotations").slice(1)
    shard(tmp_path / "after", "annotations", 1, rows.take(pa.array([7, 2, 9, 0, 1, 8, 3, 5, 6, 4])), 2)
    changes = differ(before, tmp_path / "after")
    assert told(changes) == {}
    assert changes["needed"]["because"] == ["other content in annotations"]


def test_an_id_that_stands_twice_is_refused(first: Path, tmp_path: Path) -> None:
    shutil.copytree(first, tmp_path / "after")
    rows = open_release(first).table("annotations").slice(0, 1)
    shard(tmp_path / "after", "annotations", 0, pa.concat_tables([rows, rows]), 1)
    with pytest.raises(Refused) as error:
        differ(first, tmp_path / "after")
    (found,) = error.value.findings
    assert (found.code, found.message, found.found) == ("D201", "an id stands twice", "harbour")


def test_the_json_is_as_its_types_say(first: Path, make: Make) -> None:
    docs, write = clustered("EV:one", "EV:one", "EV:two", "EV:two")
    changes = differ(first, make(docs, write, "0.2.0"))
    assert msgspec.convert(changes, Changes, strict=True) == changes
    assert list(changes) == list(Changes.__annotations__)
