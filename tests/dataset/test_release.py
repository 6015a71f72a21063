"""An opened release is the one that was made: every file as named, and nothing outside the folder."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.dataset.conftest import write_workspace

from wiremark.dataset.build import build, write_dataset
from wiremark.dataset.inputs import load_inputs
from wiremark.dataset.release import open_release
from wiremark.diagnostics import Refused

MENTIONS = "data/mentions/train-00000-of-00001.parquet"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("release")
    workspace = write_workspace(root / "made-up")
    build(workspace, root / "full")
    (root / "standoff").mkdir()
    write_dataset(load_inputs(workspace), root / "standoff", texts=False)
    return root


@pytest.fixture
def folder(built: Path, tmp_path: Path) -> Path:
    """A copy to spoil."""
    shutil.copytree(built / "full", tmp_path / "full")
    return tmp_path / "full"


def told(folder: Path) -> list[tuple[str, str, str]]:
    """Code, place in the folder and what was found, of each finding."""
    with pytest.raises(Refused) as error:
        open_release(folder)
    return [(one.code, one.file.removeprefix(f"{folder}/"), one.found) for one in error.value.findings]


def rewrite(folder: Path, change: Callable[[dict[str, Any]], object]) -> None:
    path = folder / "MANIFEST.json"
    content = json.loads(path.read_bytes())
    change(content)
    path.write_text(json.dumps(content), "utf-8")


def restamp(folder: Path, place: str) -> None:
    """The sha256 of a file that is no shard, as it is now."""
    digest = hashlib.sha256((folder / place).read_bytes()).hexdigest()
    rewrite(folder, lambda content: content["files"].update({place: digest}))


def replace(folder: Path, place: str, content: bytes) -> None:
    """Another content for a shard, which the manifest has the sha256 of."""
    (folder / place).write_bytes(content)

    def change(manifest: dict[str, Any]) -> None:
        for table in manifest["tables"].values():
            for shard in table["shards"]:
                if shard["path"] == place:
                    shard["sha256"] = hashlib.sha256(content).hexdigest()

    rewrite(folder, change)


def test_rows_come_back_as_they_were_annotated(built: Path) -> None:
    full, standoff = (open_release(built / name) for name in ("full", "standoff"))
    (harbour, letter) = full.rows("annotations")
    annotated = json.loads((built / "made-up" / "annotations" / "harbour.json").read_bytes())
    by_id = {record["id"]: record for record in annotated["mentions"]}
    assert {record["id"]: record for record in harbour["mentions"]} == by_id
    assert letter["layers"] == ["mentions", "events"]
    bare = next(standoff.rows("annotations"))
    assert bare["mentions"][0]["span"].keys() == {"start", "end"}
    assert "ner" not in standoff.configs
    assert full.table("mentions").num_rows == 9
    assert full.table("clusters").num_rows == 0
    assert full.table("clusters").column_names[:2] == ["id", "kind"]


def test_a_link_to_the_same_bytes_is_followed(folder: Path, tmp_path: Path) -> None:
    """The Hub's cache is made of links."""
    (folder / MENTIONS).rename(tmp_path / "blob")
    (folder / MENTIONS).symlink_to(tmp_path / "blob")
    assert open_release(folder).table("mentions").num_rows == 9


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (lambda content: content.pop("tables"), "MANIFEST.json: Object missing required field `tables`"),
        (lambda content: content.update(files=["README.md"]), "MANIFEST.json: Expected `object`, got `array`"),
        (lambda content: content.update(manifest=2), "MANIFEST.json of format 2"),
        (lambda content: content.pop("manifest"), "MANIFEST.json: Object missing required field `manifest`"),
        (lambda content: content["files"].update({"../secret": "0"}), "MANIFEST.json names the file ../secret"),
        (lambda content: content["files"].update({"/etc/passwd": "0"}), "MANIFEST.json names the file /etc/passwd"),
        (lambda content: content["files"].update({"a\\..\\b": "0"}), "MANIFEST.json names the file a\\..\\b"),
        (lambda content: content["files"].update({"C:x": "0"}), "MANIFEST.json names the file C:x"),
        (lambda content: content["files"].update({"": "0"}), "MANIFEST.json names the file"),
        (
            lambda content: content.update(schema="../../x"),
            "MANIFEST.json names the file schemas/annotation-../",
        ),
        (lambda content: content.update(schema="2.0.0"), "MANIFEST.json names no schemas/annotation-2.0.0.json"),
        (lambda content: content["files"].update({MENTIONS: "0"}), f"MANIFEST.json names {MENTIONS} twice"),
    ],
)
def test_a_manifest_that_cannot_be_trusted(folder: Path, change: Callable[[Any], object], found: str) -> None:
    rewrite(folder, change)
    ((code, file, said),) = told(folder)
    assert (code, file) == ("D201", str(folder))
    assert said.startswith(found)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff", b"[" * 100_000, b'{"manifest": true}'])
def test_a_manifest_that_is_none(folder: Path, content: bytes) -> None:
    (folder / "MANIFEST.json").write_bytes(content)
    assert [code for code, _, _ in told(folder)] == ["D201"]


def test_a_folder_that_is_no_release(folder: Path, tmp_path: Path) -> None:
    (folder / "MANIFEST.json").unlink()
    assert told(folder)[0][2] == "a dataset of an older wiremark, without MANIFEST.json"
    (folder / "README.md").write_text("---\n# Made by `wiremark build`, as it was said before\n---\n", "utf-8")
    assert told(folder)[0][2] == "a dataset of an older wiremark, without MANIFEST.json"
    (folder / "README.md").unlink()
    assert told(folder)[0][2] == "a folder without MANIFEST.json"
    assert told(tmp_path / "nowhere")[0][2] == "no folder"
    (tmp_path / "file").write_text("words", "utf-8")
    assert told(tmp_path / "file")[0][2] == "a file"


def test_every_file_that_is_not_as_it_was_made(folder: Path) -> None:
    (folder / "README.md").write_text("something else", "utf-8")
    (folder / MENTIONS).unlink()
    shutil.copy(folder / MENTIONS.replace("mentions", "times"), folder / "data" / "mentions" / "test-00007.parquet")
    codes = {(code, file) for code, file, _ in told(folder)}
    assert codes == {("D202", "README.md"), ("D202", MENTIONS), ("D202", "data/mentions/test-00007.parquet")}


def test_a_shard_that_is_no_parquet(folder: Path) -> None:
    replace(folder, MENTIONS, b"id,type\nm1,ORG\n")
    ((code, file, found),) = told(folder)
    assert (code, file) == ("D201", MENTIONS)
    assert "Parquet" in found


def test_a_shard_of_another_form(folder: Path) -> None:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table({"document_id": ["harbour"], "type": ["ORG"]}), sink)
    replace(folder, MENTIONS, sink.getvalue().to_pybytes())
    assert told(folder) == [
        ("D201", MENTIONS, "1 rows where MANIFEST.json has 6"),
        ("D201", MENTIONS, "type: string, not int64"),
    ]


def test_a_label_that_the_schema_does_not_have(folder: Path) -> None:
    table = pq.read_table(folder / MENTIONS)
    wrong = table.set_column(table.column_names.index("type"), table.field("type"), pa.array([77] * table.num_rows))
    sink = pa.BufferOutputStream()
    pq.write_table(wrong, sink)
    replace(folder, MENTIONS, sink.getvalue().to_pybytes())
    release = open_release(folder)
    with pytest.raises(Refused) as error:
        list(release.rows("mentions"))
    assert error.value.findings[0].code == "D201"


def test_a_schema_that_is_none(folder: Path) -> None:
    place = "schemas/annotation-1.0.0.json"
    contents = (b"{}", f"{place}: "), (b'{"x-version": "2.0.0", "$defs": {}}', f"{place} says x-version 2.0.0")
    for content, found in contents:
        (folder / place).write_bytes(content)
        restamp(folder, place)
        assert told(folder)[0][2].startswith(found)
