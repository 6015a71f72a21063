"""wiremark schema diff: any two schemas, in and outside a workspace, with and without annotations to count."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

Run = Callable[..., Any]
OLD = {"type": "object", "properties": {"end": {"type": "integer", "minimum": 0}}}
NEW = {"type": "object", "properties": {"end": {"type": "integer", "minimum": 1}}}


@pytest.fixture
def pair(tmp_path: Path) -> Path:
    (tmp_path / "old.json").write_text(json.dumps(OLD, indent=1))
    (tmp_path / "new.json").write_text(json.dumps(NEW, indent=1))
    return tmp_path


def test_a_break_exits_1_and_what_is_only_new_exits_0(pair: Path, wiremark: Run) -> None:
    assert wiremark("schema", "diff", "old.json", "new.json", at=pair).code == 1
    ran = wiremark("schema", "diff", "new.json", "old.json", at=pair)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(
        "needs: minor; old annotations hold: yes; old readers can read new files: no; label ids stay: yes\n"
    )
    assert wiremark("schema", "diff", "new.json", "new.json", at=pair).out == "no change\n"


def test_json_is_the_object_that_others_build_on(pair: Path, wiremark: Run) -> None:
    ran = wiremark("schema", "diff", "old.json", "new.json", "--format", "json", at=pair)
    told = json.loads(ran.out)
    assert {key: told[key] for key in ("compatible", "bump", "label_ids_stable", "forward")} == {
        "compatible": False,
        "bump": "major",
        "label_ids_stable": True,
        "forward": True,
    }
    (finding,) = told["findings"]
    assert (finding["code"], finding["pointer"], finding["witness"]) == (
        "S221",
        "/properties/end/minimum",
        {"end": 0},
    )
    assert (finding["file"], finding["line"], finding["old_file"], finding["old_line"]) == (
        "new.json",
        6,
        "old.json",
        6,
    )


@pytest.mark.parametrize("form", ["github", "sarif", "junit", "markdown"])
def test_every_form_names_the_code(pair: Path, wiremark: Run, form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    ran = wiremark("schema", "diff", "old.json", "new.json", "--format", form, at=pair)
    assert ran.code == 1
    assert "S221" in ran.out


def test_the_annotations_that_a_break_hits_are_counted(pair: Path, wiremark: Run) -> None:
    (pair / "data").mkdir()
    for name, end in (("a", 0), ("b", 0), ("c", 5)):
        (pair / "data" / f"{name}.json").write_text(json.dumps({"end": end}))
    (pair / "data" / "broken.json").write_text("{")
    ran = wiremark("schema", "diff", "old.json", "new.json", "--data", "data", at=pair)
    assert "hits 2 of 3 files, 2 values" in ran.out
    assert wiremark("schema", "diff", "old.json", "new.json", "--data", "none", at=pair).code == 2


def test_the_old_file_may_stand_in_git(pair: Path, wiremark: Run) -> None:
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "x"], ["tag", "v1"]):
        subprocess.run(["git", "-c", "user.name=a", "-c", "user.email=a@example.org", *words], cwd=pair, check=True)
    (pair / "old.json").write_text(json.dumps(NEW, indent=1))
    ran = wiremark("schema", "diff", "v1:old.json", "old.json", at=pair)
    assert ran.code == 1
    assert "before: v1:old.json:6:15" in ran.out


@pytest.mark.parametrize("old", ["nowhere.json", "9.9.9", "HEAD", "HEAD:old.json"])
def test_what_is_not_there_exits_2(pair: Path, wiremark: Run, old: str) -> None:
    ran = wiremark("schema", "diff", old, "new.json", at=pair)
    assert (ran.code, ran.out) == (2, "")
    assert "help:" in ran.err


@pytest.mark.parametrize(("content", "code"), [("{", 1), ("", 1), ("[]", 2), ("true", 1), ("false", 0)])
def test_what_is_hardly_a_schema_is_told(pair: Path, wiremark: Run, content: str, code: int) -> None:
    (pair / "old.json").write_text(content)
    ran = wiremark("schema", "diff", "old.json", "new.json", at=pair)
    assert ran.code == code
    assert "Traceback" not in ran.err
