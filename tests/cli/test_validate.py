"""wiremark validate on JSONL files, in several processes, and with a baseline of known findings."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from wiremark.cli import _named
from wiremark.validation import jsonl

TESTS = Path(__file__).parents[1]
SCHEMA = TESTS.parent / "schemas" / "annotation-1.0.0.json"
ROW: dict[str, Any] = json.loads((TESTS / "validation" / "row.json").read_bytes())


def written(path: Path, *rows: Any) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" if not isinstance(row, str) else row for row in rows), "utf-8")
    return path


def changed(**more: Any) -> dict[str, Any]:
    row: dict[str, Any] = json.loads(json.dumps(ROW))
    row["annotation"].update(more)
    return row


def places(out: str) -> list[tuple[str, int, str]]:
    return [(one["code"], one["line"], one["pointer"]) for one in json.loads(out)["findings"]]


BROKEN = changed(
    mentions=[{**ROW["annotation"]["mentions"][0], "form": "nam"}, {**ROW["annotation"]["mentions"][1], "id": "m1"}]
)


def test_rows_outside_a_workspace(wiremark: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", ROW, "\n", BROKEN, ROW, '{"text": "cut o')
    ran = wiremark("validate", "--schema", str(SCHEMA), str(path), at=tmp_path)
    assert (ran.code, ran.err) == (1, "")
    assert f"{path.name}:3:" in ran.out
    assert 'write "NAM"' in ran.out
    ran = wiremark("validate", "--schema", str(SCHEMA), str(path), "--format", "json", at=tmp_path)
    assert places(ran.out) == [
        ("A201", 3, "/annotation/mentions/0/form"),
        ("A306", 3, "/annotation/mentions/1/id"),
        ("A303", 3, "/annotation/events/0/arguments/0/mention"),
        ("L106", 5, ""),
    ]
    assert (
        wiremark("validate", "--schema", str(SCHEMA), str(written(path, ROW, ROW)), at=tmp_path).out == "2 rows valid\n"
    )


def test_a_row_without_entities_has_those_of_the_workspace(wiremark: Any, base: Any, tmp_path: Path) -> None:
    row = {key: value for key, value in ROW.items() if key not in ("entities", "clusters")}
    path = written(tmp_path / "rows.jsonl", row)
    assert wiremark("validate", "--schema", str(SCHEMA), str(path), at=tmp_path).code == 0  # nothing to look them up in
    ran = wiremark("validate", str(path), "--format", "json", at=base.root)
    assert {code for code, _, _ in places(ran.out)} == {"A304", "A305"}
    assert wiremark("validate", str(written(path, ROW)), at=base.root).code == 0  # a row that brings its own
    ran = wiremark("validate", str(path), "annotations/ferry.json", at=base.root)
    assert ran.out == "1 file, 1 row valid\n"


def test_what_cannot_be_used_is_exit_2(wiremark: Any, base: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", ROW)
    for words in (
        ("validate", str(path)),
        ("validate", "--schema", str(SCHEMA)),
        ("validate", "--schema", str(tmp_path / "none.json"), str(path)),
        ("validate", "--schema", str(SCHEMA), str(tmp_path / "none.jsonl")),
        ("validate", "--schema", str(SCHEMA), "--jobs", "0", str(path)),
    ):
        ran = wiremark(*words, at=tmp_path)
        assert (ran.code, ran.out) == (2, ""), words
    assert wiremark("validate", "--baseline", "none.jsonl", at=base.root).code == 2


def test_a_schema_that_is_none(wiremark: Any, tmp_path: Path) -> None:
    path, schema = written(tmp_path / "rows.jsonl", ROW), tmp_path / "schema.json"
    schema.write_text('{"$defs": {}}', "utf-8")
    ran = wiremark("validate", "--schema", str(schema), str(path), at=tmp_path)
    assert (ran.code, ran.out[:11]) == (1, "error[S101]")


def test_an_empty_file(wiremark: Any, tmp_path: Path) -> None:
    ran = wiremark("validate", "--schema", str(SCHEMA), str(written(tmp_path / "rows.jsonl")), at=tmp_path)
    assert (ran.code, ran.out[:11]) == (1, "error[L101]")


def test_another_text_than_the_one_annotated(wiremark: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", {**ROW, "text": "Bo " + ROW["text"]})
    ran = wiremark("validate", "--schema", str(SCHEMA), str(path), "--format", "json", at=tmp_path)
    assert places(ran.out) == [("A308", 1, "/annotation/text_sha256")]


@pytest.mark.parametrize("size", [1, 3000, 8000])
def test_the_same_findings_in_every_number_of_processes(
    wiremark: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    rows = [
        BROKEN if number % 3 == 1 else "\n" if number % 5 == 0 else changed(document=f"d-{number}")
        for number in range(12)
    ]
    first, second = written(tmp_path / "a.jsonl", *rows), written(tmp_path / "b.jsonl", *rows[:3])
    words = ("validate", "--schema", str(SCHEMA), str(first), str(second), "--format", "json")
    alone = wiremark(*words, at=tmp_path)
    monkeypatch.setattr(jsonl, "_CHUNK", size)
    assert wiremark(*words, at=tmp_path) == alone
    assert wiremark(*words, "--jobs", "2", at=tmp_path) == alone
    assert len(places(alone.out)) == 3 * (4 + 1)


def test_known_findings_are_no_errors_and_new_ones_are(wiremark: Any, workspace: Path, tmp_path: Path) -> None:
    path, known = workspace / "annotations" / "gsomia-000.json", tmp_path / "known.jsonl"
    data = json.loads(path.read_bytes())
    data["mentions"][5]["form"] = "nam"
    path.write_text(json.dumps(data), "utf-8")
    before = wiremark("validate", at=workspace)
    assert before.code == 1
    ran = wiremark("validate", "--write-baseline", str(known), at=workspace)
    assert (ran.code, ran.out) == (0, f"wrote 1 finding to {known}\n")
    row = json.loads(known.read_text("utf-8"))
    assert row["where"] == f"/mentions/{data['mentions'][5]['id']}/form"

    data["mentions"][4]["form"] = "NAME"
    data["mentions"].insert(0, data["mentions"].pop())  # the number of each record is another
    path.write_text(json.dumps(data), "utf-8")
    ran = wiremark("validate", "--baseline", str(known), at=workspace)
    assert ran.code == 1
    assert ran.out.count("error[") == 1
    assert '"NAME"' in ran.out
    assert ran.out.endswith(f"beside 1 known finding in {known}\n")

    known.write_text(json.dumps({**row, "reason": "from the old tool"}) + "\n", "utf-8")
    ran = wiremark("validate", "--write-baseline", str(known), at=workspace)
    assert [json.loads(line).get("reason") for line in known.read_text("utf-8").splitlines()].count(
        "from the old tool"
    ) == 1
    assert wiremark("validate", "--baseline", str(known), at=workspace).code == 0

    data["mentions"] = json.loads(json.dumps(data["mentions"]).replace('"NAME"', '"NAM"'))
    path.write_text(json.dumps(data), "utf-8")
    ran = wiremark("validate", "--baseline", str(known), at=workspace)
    assert (ran.code, ran.out.count("warning[A317]")) == (0, 1)
    # of a file that is not looked at, nothing is out of date
    ran = wiremark("validate", "annotations/gsomia-001.json", "--baseline", str(known), at=workspace)
    assert (ran.code, ran.out) == (0, "1 file valid\n")


def test_a_row_of_the_baseline_covers_one_finding(wiremark: Any, tmp_path: Path) -> None:
    path, known = written(tmp_path / "rows.jsonl", BROKEN), tmp_path / "known.jsonl"
    words = ("validate", "--schema", str(SCHEMA), str(path))
    wiremark(*words, "--write-baseline", str(known), at=tmp_path)
    assert wiremark(*words, "--baseline", str(known), at=tmp_path).code == 0
    written(path, BROKEN, BROKEN)
    ran = wiremark(*words, "--baseline", str(known), "--format", "json", at=tmp_path)
    assert {line for _, line, _ in places(ran.out)} == {2}


def test_fix_mends_rows(wiremark: Any, tmp_path: Path) -> None:
    path = written(tmp_path / "rows.jsonl", ROW, "\n", "{}}\n", BROKEN)
    words = ("validate", "--schema", str(SCHEMA), str(path))
    raw = path.read_bytes()
    assert "wrote" not in wiremark(*words, "--fix", at=tmp_path).out  # nothing in it has one way to be mended
    assert path.read_bytes() == raw
    spoilt = changed(text_sha256=None)
    spoilt["annotation"]["mentions"][0]["span"] = {"text": "Ana", "occurrence": 1}
    spoilt["annotation"]["times"][0]["span"].update(start="26", end=32.0)
    written(path, ROW, "\n", spoilt, "{}}\n")
    ran = wiremark(*words, "--fix", at=tmp_path)
    assert ran.out.startswith(f"wrote {path}: 1 row\nerror[L103]")
    first, blank, mended, broken, end = path.read_text("utf-8").split("\n")
    assert (first, blank, broken, end) == (json.dumps(ROW), "", "{}}", "")
    assert json.loads(mended) == ROW


def test_one_command_imports_no_other(base: Any) -> None:
    code = (
        f"import sys; from wiremark.cli import main; main(['-C', {str(base.root)!r}, 'validate']); print(*sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "wiremark.cli.validate" in loaded
    assert not loaded & {"wiremark.cli.clean", "wiremark.cli.build", "importlib.metadata", "multiprocessing", "tomlkit"}


@pytest.mark.parametrize(
    ("words", "command"),
    [
        (["-C", "validate", "build"], "build"),
        (["-Cvalidate", "build"], "build"),
        (["--version"], ""),
        (["nonsense", "build"], ""),
        (["-C"], ""),
        ([], ""),
    ],
)
def test_the_command_is_the_first_word_that_is_no_option(words: list[str], command: str) -> None:
    assert _named(words) == command
