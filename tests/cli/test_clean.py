from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from wiremark import cleaning
from wiremark.cleaning import cleaner
from wiremark.workspace import Workspace


def digests(folder: Path) -> dict[str, str]:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_the_corpus_is_what_cleaning_gives(wiremark: Any, workspace: Path) -> None:
    assert wiremark("clean", "--check", at=workspace).code == 0
    before = digests(workspace / "corpus")
    assert "0 files of corpus/ written" in wiremark("clean", at=workspace).out
    assert digests(workspace / "corpus") == before


def test_clean_writes_what_is_missing(wiremark: Any, workspace: Path) -> None:
    before = digests(workspace / "corpus")
    for path in (workspace / "corpus").iterdir():
        path.unlink()
    assert wiremark("clean", "--check", at=workspace).code == 1
    assert not list((workspace / "corpus").iterdir()), "--check writes nothing"
    assert wiremark("clean", at=workspace).code == 0
    assert digests(workspace / "corpus") == before


@pytest.mark.parametrize("suffix", ["txt", "json"])
def test_one_character_changed(wiremark: Any, workspace: Path, suffix: str) -> None:
    path = workspace / "corpus" / f"gsomia-001.{suffix}"
    text = path.read_text("utf-8")
    at = text.index("Tokyo")
    path.write_text(text[:at] + "K" + text[at + 1 :], "utf-8")
    ran = wiremark("clean", "--check", "--format", "json", at=workspace)
    [finding] = json.loads(ran.out)["findings"]
    assert (ran.code, finding["code"], finding["file"]) == (1, "C101", f"corpus/gsomia-001.{suffix}")
    lines = text[:at].split("\n")
    assert (finding["line"], finding["column"]) == (len(lines), len(lines[-1]) + 1)
    built = wiremark("build", at=workspace)
    assert built.code == 1
    assert "C101" in built.out
    assert "run `wiremark clean`" in built.out
    assert not (workspace / "dist").exists()


def reword(workspace: Path, old: bytes, new: bytes) -> None:
    """Changes the first seed, and its row in SOURCES.toml."""
    seed = workspace / "seeds" / "000_5ac9c84696fb34ab.txt"
    before = seed.read_bytes()
    after = before.replace(old, new)
    assert after != before
    seed.write_bytes(after)
    sources = workspace / "seeds" / "SOURCES.toml"
    old_sha, new_sha = (hashlib.sha256(raw).hexdigest() for raw in (before, after))
    sources.write_text(sources.read_text("utf-8").replace(old_sha, new_sha), "utf-8")


def shortened(name: str, raw: str, *, language: str, mode: str = "rules") -> cleaning.Cleaned:
    """In another mode than rules the last paragraph goes."""
    found = cleaner.clean(raw, language=language)
    if mode == "rules":
        return found
    last = found.segments[-1]
    end = last.raw_start + last.length
    piece = cleaning.Removed(last.raw_start, end, "boilerplate", "context", raw[last.raw_start : end], 0.9)
    removed = tuple(sorted([*found.removed, piece], key=lambda piece: piece.start))
    text = found.text[: last.text_start - len(cleaning.JOINER)]
    return replace(found, text=text, segments=found.segments[:-1], removed=removed)


def test_the_mode_is_kept_and_all_commands_follow_it(
    wiremark: Any, base: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "clean_seed", shortened)
    shutil.rmtree(base.annotations)
    listed = (base.root / "seeds" / "SOURCES.toml").read_text("utf-8")
    before = digests(base.corpus)
    ran = wiremark("clean", "--mode", "full", at=base.root)
    assert ran.code == 0, ran.out
    assert "clean_mode = full" in ran.out
    now = (base.root / "seeds" / "SOURCES.toml").read_text("utf-8")
    assert set(now.split("\n")) - set(listed.split("\n")) == {'clean_mode = "full"'}
    assert digests(base.corpus) != before
    assert wiremark("clean", "--check", at=base.root).code == 0
    assert wiremark("clean", "--check", "--mode", "rules", at=base.root).code == 1
    assert wiremark("clean", at=base.root).code == 0
    assert (base.root / "seeds" / "SOURCES.toml").read_text("utf-8") == now
    assert wiremark("clean", "--mode", "rules", at=base.root).code == 0
    assert digests(base.corpus) == before


def test_another_mode_changes_no_annotated_text(
    wiremark: Any, base: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleaning, "clean_seed", shortened)
    before = digests(base.root)
    ran = wiremark("clean", "--mode", "full", at=base.root)
    assert (ran.code, "C102" in ran.out) == (1, True)
    (base.root / ".wiremark.lock").unlink(missing_ok=True)
    assert digests(base.root) == before


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--output", "x"), "--output is for shards"),
        (("--jobs", "2"), "--jobs is for shards"),
        (("--text-column", "body"), "--text-column is for shards"),
        (("--input", "x", "--check", "--output", "y"), "--check is for the seeds"),
        (("--input", "x"), "--input without --output"),
        (("--input", "x", "--output", "y"), "x: there is no such file"),
        (("--input", "x", "--output", "y", "--shard", "0/4"), "I/N is wanted"),
        (("--input", "x", "--output", "y", "--shard", "5/4"), "I/N is wanted"),
        (("--input", "x", "--output", "y", "--jobs", "0"), "a number from 1 is wanted"),
        (("--input", "x", "--output", "y", "--mode", "best"), "invalid choice"),
    ],
)
def test_options_that_do_not_go_together(wiremark: Any, base: Workspace, words: tuple[str, ...], message: str) -> None:
    ran = wiremark("clean", *words, at=base.root)
    assert ran.code == 2
    assert message in ran.err


def test_an_annotated_text_is_never_changed(wiremark: Any, workspace: Path) -> None:
    reword(workspace, b"has completed", b"completed")
    before = digests(workspace / "corpus")
    ran = wiremark("clean", at=workspace)
    assert ran.code == 1
    assert "C102" in ran.out
    assert digests(workspace / "corpus") == before


def test_text_and_annotations_change_together(wiremark: Any, workspace: Path) -> None:
    reword(workspace, b"has completed", b"completed")
    ran = wiremark("clean", "--reanchor", at=workspace)
    assert ran.code == 0, ran.out
    assert "2 files of corpus/ written" in ran.out
    assert wiremark("clean", "--check", at=workspace).code == 0
    assert wiremark("validate", at=workspace).code == 0
    assert "everything stands already" in wiremark("adjudicate", "a", "b", "--apply", at=workspace).out
    after = digests(workspace / "annotations")
    assert wiremark("clean", "--reanchor", at=workspace).code == 0
    assert digests(workspace / "annotations") == after


def test_what_cannot_follow_keeps_the_text(wiremark: Any, workspace: Path) -> None:
    reword(workspace, b"has completed", b"completed")
    path = workspace / "annotations" / "passes" / "a" / "gsomia-000.json"
    data = json.loads(path.read_bytes())
    path.write_text(path.read_text("utf-8").replace(data["text_sha256"], "0" * 64), "utf-8")
    before = digests(workspace / "corpus"), digests(workspace / "annotations")
    ran = wiremark("clean", "--reanchor", at=workspace)
    assert ran.code == 1
    assert "A704" in ran.out
    assert (digests(workspace / "corpus"), digests(workspace / "annotations")) == before


def test_a_lost_word_needs_a_person(wiremark: Any, workspace: Path) -> None:
    reword(workspace, b"normalize", b"shape")
    ran = wiremark("clean", "--reanchor", "--format", "json", at=workspace)
    assert ran.code == 1
    assert json.loads(ran.out)["counts"].keys() <= {"A701", "A702", "A703"}
    assert wiremark("clean", "--check", at=workspace).code == 0


def test_a_seed_that_was_edited_or_lost_stops_the_work(wiremark: Any, workspace: Path) -> None:
    (workspace / "seeds" / "000_5ac9c84696fb34ab.txt").write_bytes(b"other words")
    (workspace / "seeds" / "001_69dccc087d5ee1ba.txt").unlink()
    (workspace / "seeds" / "stray.txt").write_bytes(b"a stray")
    ran = wiremark("clean", "--format", "json", at=workspace)
    assert ran.code == 1
    assert json.loads(ran.out)["counts"] == {"W103": 1, "W104": 1, "W107": 1}


def test_a_corpus_file_of_no_document(wiremark: Any, workspace: Path) -> None:
    (workspace / "corpus" / "other.txt").write_bytes(b"x")
    ran = wiremark("clean", "--check", at=workspace)
    assert ran.code == 1
    assert "C104" in ran.out
