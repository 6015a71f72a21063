"""Passes by their names: what is read, and what is said where it cannot be."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.passes import folder, load, names
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace


def rosa(base: Workspace) -> Path:
    return base.annotations / "passes" / "rosa"


def test_a_pass_has_its_documents_and_its_own_entities(base: Workspace) -> None:
    found = load(base, "rosa")
    assert (found.name, list(found.documents), found.annotators) == ("rosa", ["ferry"], ("rosa",))
    assert {"E:second-boat", "E:mina-hale"} <= found.entities.keys()
    assert "E:mina-hale" in found.given
    assert "E:second-boat" not in found.given
    assert "EV:boat-request" in found.events
    assert "U:hale-ferry" in found.utterances


def test_gold_is_the_corpus_s_own(base: Workspace) -> None:
    found = load(base, "gold")
    assert (found.name, found.annotators) == ("gold", ("ada",))
    assert found.given == found.entities.keys()


def test_one_pass_has_one_name(base: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    (base.annotations / "rounds" / "1" / "passes").mkdir(parents=True)
    shutil.copytree(rosa(base), base.annotations / "rounds" / "1" / "passes" / "rosa")
    assert names(base) == ["rosa", "annotations/rounds/1/passes/rosa", "gold"]
    for name in ("rosa", "annotations/passes/rosa/", str(rosa(base))):
        assert load(base, name).name == "rosa"
    assert load(base, "annotations").name == "gold"
    assert load(base, "annotations/rounds/1/passes/rosa").name == "annotations/rounds/1/passes/rosa"
    monkeypatch.chdir(base.annotations)
    assert load(base, "rounds/1/passes/rosa").name == "annotations/rounds/1/passes/rosa"


def test_a_folder_elsewhere(base: Workspace, tmp_path: Path) -> None:
    shutil.copytree(rosa(base), tmp_path / "elsewhere")
    found = load(base, str(tmp_path / "elsewhere"))
    assert (found.name, list(found.documents)) == (str(tmp_path / "elsewhere"), ["ferry"])
    assert "E:second-boat" in found.entities.keys() - found.given


@pytest.mark.parametrize("name", ["nobody", "", "annotations/passes/rosa/ferry.json"])
def test_no_such_pass(base: Workspace, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        folder(base, name)


def test_a_folder_without_documents_is_no_pass(base: Workspace) -> None:
    (rosa(base) / "ferry.json").unlink()
    assert names(base) == ["gold"]
    with pytest.raises(FileNotFoundError, match="no annotated document"):
        load(base, "rosa")


def edited(change: Callable[[dict[str, Any]], Any]) -> Callable[[Path], None]:
    def edit(path: Path) -> None:
        data = json.loads(path.read_bytes())
        change(data)
        path.write_text(json.dumps(data), "utf-8")

    return edit


TIME = {"id": "t1", "type": "DATE", "span": {"start": 25, "end": 31, "text": "Monday"}, "value": "2024-05-13"}
FAULTS = {
    "L102": lambda path: path.write_bytes(b'{"document": "f\xe9rry"}'),
    "L103": lambda path: path.write_bytes(path.read_bytes()[:200]),
    "L107": lambda path: path.write_text("[" * 100_000, "utf-8"),
    "A203": edited(lambda data: data["mentions"][0].update(span="Mina Hale")),
    "A206": edited(lambda data: data.update(schema_version="../1.0.0")),
    "A301": edited(lambda data: data["mentions"][0]["span"].update(start=35, end=44)),
    "A303": edited(lambda data: data["times"].append({**TIME, "anchor": "t99"})),
    "A306": edited(lambda data: data["mentions"].append(data["mentions"][0])),
    "A307": lambda path: None,  # its name is what is wrong
    "A308": edited(lambda data: data.update(text_sha256="0" * 64)),
    "A309": edited(lambda data: data.update(document="barge")),
}


@pytest.mark.parametrize("code", FAULTS)
def test_what_cannot_be_compared_is_refused(base: Workspace, code: str) -> None:
    path = rosa(base) / "ferry.json"
    if code == "A307":
        text = path.read_text("utf-8").replace('"ferry"', '"barge"')
        path.unlink()
        path = path.with_name("barge.json")
        path.write_text(text, "utf-8")
    else:
        FAULTS[code](path)
    with pytest.raises(Refused) as refused:
        load(base, "rosa")
    assert [finding.code for finding in refused.value.findings] == [code]
    assert refused.value.findings[0].file == f"annotations/passes/rosa/{path.name}"
    assert refused.value.findings[0].message


@pytest.mark.parametrize("content", [b"[]", b"null", b"3", b"{}", b'{"schema_version": ["1.0.0"]}', b'"1.0.0"'])
def test_odd_json_is_refused(base: Workspace, content: bytes) -> None:
    (rosa(base) / "entities.json").write_bytes(content)
    with pytest.raises(Refused, match="A206"):
        load(base, "rosa")


def test_a_broken_schema_is_no_version(base: Workspace) -> None:
    (base.schemas / "annotation-1.0.0.json").write_text('{"$defs": 3}', "utf-8")
    with pytest.raises(Refused, match="A206"):
        load(base, "gold")


def test_every_faulty_file_is_named(base: Workspace) -> None:
    for name in ("entities.json", "ferry.json"):
        (rosa(base) / name).write_text("{", "utf-8")
    with pytest.raises(Refused) as refused:
        load(base, "rosa")
    assert {finding.file for finding in refused.value.findings} == {
        f"annotations/passes/rosa/{name}" for name in ("entities.json", "ferry.json")
    }
