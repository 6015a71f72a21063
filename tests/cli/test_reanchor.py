from __future__ import annotations

import hashlib
import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from wiremark.workspace import Workspace

GIT = ("git", "-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false")


def git(root: Path, *words: str) -> None:
    subprocess.run([*GIT, *words], cwd=root, check=True, capture_output=True)


@pytest.fixture
def kept(base: Workspace) -> Path:
    """The made-up workspace in a git repository of its own."""
    git(base.root, "init", "-q")
    git(base.root, "add", ".")
    git(base.root, "commit", "-qm", "Begin")
    return base.root


def change(root: Path, *pairs: tuple[str, str]) -> None:
    """Changes the seed, its row in SOURCES.toml and the clean text with its record, as a new cleaning would."""
    for folder, digests in (("seeds", "SOURCES.toml"), ("corpus", "ferry.json")):
        path = root / folder / "ferry.txt"
        before = path.read_bytes()
        after = before
        for old, new in pairs:
            assert old.encode() in after
            after = after.replace(old.encode(), new.encode())
        path.write_bytes(after)
        record = root / folder / digests
        old_sha, new_sha = (hashlib.sha256(text).hexdigest() for text in (before, after))
        record.write_text(record.read_text("utf-8").replace(old_sha, new_sha), "utf-8")


def files(root: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted((root / "annotations").rglob("*.json*"))}


def test_nothing_to_do(wiremark: Any, kept: Path) -> None:
    before = files(kept)
    ran = wiremark("reanchor", at=kept)
    assert (ran.code, ran.err) == (0, "")
    assert "nothing to do" in ran.out
    assert files(kept) == before


def test_gold_and_passes_shift_and_need_nobody(wiremark: Any, kept: Path) -> None:
    change(kept, ("said Tuesday", "said on Tuesday"), ("did not refuse", "did not yet refuse"))
    before = files(kept)
    assert wiremark("reanchor", "--dry-run", at=kept).code == 0
    assert files(kept) == before
    ran = wiremark("reanchor", at=kept)
    assert ran.code == 0, ran.out
    assert "2 files written" in ran.out
    assert "nothing to do" in wiremark("reanchor", at=kept).out
    assert json.loads(wiremark("validate", "--format", "json", at=kept).out)["findings"] == []


def test_what_waits_is_warned_of_by_validate(wiremark: Any, kept: Path) -> None:
    change(kept, ("The Harbour Board backed her plan", "They backed her plan"), ("a second boat", "a second, new boat"))
    ran = wiremark("reanchor", "--format", "json", at=kept)
    assert ran.code == 1
    found = json.loads(ran.out)["findings"]
    assert [(one["code"], one["file"], one["pointer"]) for one in found] == [
        ("A701", "annotations/ferry.json", "/mentions/4/span"),
        ("A703", "annotations/ferry.json", "/orphans/mentions/0/record/span"),
        ("A701", "annotations/passes/rosa/ferry.json", "/mentions/1/span"),
    ]
    checked = wiremark("validate", "--format", "json", at=kept)
    assert checked.code == 0, checked.out
    assert json.loads(checked.out)["counts"] == {"A319": 2, "A705": 1}


def test_the_old_text_is_found_in_an_earlier_commit_or_named(wiremark: Any, kept: Path) -> None:
    change(kept, ("said Tuesday", "said on Tuesday"))
    git(kept, "commit", "-qam", "A new text, its annotations forgotten")
    change(kept, ("did not refuse", "did not yet refuse"))
    git(kept, "commit", "-qam", "And again")
    assert wiremark("reanchor", "--dry-run", "--from", "HEAD~2", at=kept).code == 0
    assert wiremark("reanchor", "ferry", at=kept).code == 0
    assert wiremark("validate", at=kept).code == 0


def test_a_text_that_nobody_has(wiremark: Any, kept: Path) -> None:
    path = kept / "annotations" / "passes" / "rosa" / "ferry.json"
    data = json.loads(path.read_bytes())
    path.write_text(path.read_text("utf-8").replace(data["text_sha256"], "0" * 64), "utf-8")
    change(kept, ("said Tuesday", "said on Tuesday"))
    before = path.read_bytes()
    ran = wiremark("reanchor", "--format", "json", at=kept)
    assert ran.code == 1
    assert [(one["code"], one["file"]) for one in json.loads(ran.out)["findings"]] == [
        ("A704", "annotations/passes/rosa/ferry.json")
    ]
    assert path.read_bytes() == before
    assert "nothing to do" not in wiremark("reanchor", at=kept).out


def test_wrong_calls(wiremark: Any, kept: Path, base: Workspace) -> None:
    change(kept, ("said Tuesday", "said on Tuesday"))
    for words in (
        ("no-such-id",),
        ("--from", "no-such-ref"),
        ("--old", "no-such-folder"),
        ("--old", "a", "--from", "b"),
    ):
        ran = wiremark("reanchor", *words, at=kept)
        assert ran.code == 2, words
        assert ran.out == ""


def test_outside_git_the_old_texts_are_named(wiremark: Any, base: Workspace) -> None:
    old = base.root / "before"
    old.mkdir()
    (old / "ferry.txt").write_bytes((base.corpus / "ferry.txt").read_bytes())
    change(base.root, ("said Tuesday", "said on Tuesday"))
    assert wiremark("reanchor", at=base.root).code == 2
    assert wiremark("reanchor", "--old", "before", at=base.root).code == 0
    assert wiremark("validate", at=base.root).code == 0


def test_a_broken_file_stops_all(wiremark: Any, kept: Path) -> None:
    change(kept, ("said Tuesday", "said on Tuesday"))
    path = kept / "annotations" / "passes" / "rosa" / "ferry.json"
    path.write_text(path.read_text("utf-8").replace('"mentions": [', '"mentions": [3, ', 1), "utf-8")
    before = files(kept)
    ran = wiremark("reanchor", at=kept)
    assert ran.code == 1
    assert "A203" in ran.out
    assert files(kept) == before


def test_there_and_back_gives_the_same_bytes(wiremark: Any, kept: Path) -> None:
    before = files(kept)
    change(kept, ("backed her plan", "slept"))
    assert wiremark("reanchor", at=kept).code == 1
    git(kept, "commit", "-qam", "There")
    assert files(kept) != before
    change(kept, ("slept", "backed her plan"))
    wiremark("reanchor", at=kept)
    assert files(kept) == before
    assert wiremark("validate", at=kept).code == 0
