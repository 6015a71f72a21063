"""wiremark clean --input: as on the command line; what a shard can do wrong is in tests/engine and tests/golden."""

from __future__ import annotations

import errno
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import REPOSITORY

from wiremark import cleaning
from wiremark.cleaning import identity
from wiremark.engine import writing
from wiremark.engine.receipts import RECEIPTS

ARTICLE = """PORT ELLERY, May 7 (Ferry Wire) -- The ferry to Norland sailed on Monday, the harbour board said.

"We will sail again on Monday," said Mina Hale, the mayor – of Port Ellery.

(END)"""


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    """Two shards of three documents, one of them in bytes that are no UTF-8."""
    (tmp_path / "raw").mkdir()
    texts = [ARTICLE.encode(), None, b"The quay \xff is new."]
    table = pa.table({"id": ["ferry", "none", "quay"], "n": [1, 2, 3], "text": pa.array(texts, pa.binary())})
    pq.write_table(table, tmp_path / "raw" / "a.parquet")
    rows = [{"name": f"pier-{n}", "body": ARTICLE.replace("Norland", f"Norland {n}")} for n in range(3)]
    (tmp_path / "raw" / "b.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return tmp_path / "raw"


def test_clean_texts_with_what_was_taken_out_and_where(wiremark: Any, raw: Path, tmp_path: Path) -> None:
    ran = wiremark("clean", "--input", f"{raw / 'a.parquet'}", "--output", f"{tmp_path / 'out'}", "--format", "json")
    assert ran.code == 1
    told = json.loads(ran.out)
    assert [(one["code"], one["message"], one["found"]) for one in told["findings"]] == [
        ("C201", "the document in row 3 cannot be read: quay", "byte 0xff at 9")
    ]
    wanted = cleaning.clean(ARTICLE)
    assert (told["documents"], told["unread"]) == (3, 1)
    assert told["removed"] == {"dateline": 1, "end_mark": 1, "line_break": 4, "white_space": 1}
    first, none, broken = pq.read_table(tmp_path / "out" / "a.parquet").to_pylist()
    assert list(first) == ["id", "n", "text", "metadata", "segments", "removed", "error"]
    assert (first["id"], first["n"], first["text"], first["error"]) == ("ferry", 1, wanted.text, None)
    assert {key: value for key, value in first["metadata"].items() if value} == wanted.metadata
    assert [(one["start"], one["end"], one["reason"], one["rule"], one["score"]) for one in first["removed"]] == [
        (one.start, one.end, one.reason, one.rule, None) for one in wanted.removed
    ]
    for one, segment in zip(first["segments"], wanted.segments, strict=True):
        assert tuple(one.values()) == (segment.raw_start, segment.text_start, segment.length)
        start, at, length = one.values()
        assert first["text"][at : at + length] == ARTICLE[start : start + length]
    assert none == {"id": "none", "n": 2} | dict.fromkeys(("text", "metadata", "segments", "removed", "error"))
    assert broken["error"] == "byte 0xff at 9"
    assert broken["text"] is broken["removed"] is None


def test_the_names_of_columns(wiremark: Any, raw: Path, tmp_path: Path) -> None:
    words = ("--text-column", "body", "--id-column", "name", "--prefix", "clean_")
    ran = wiremark("clean", "--input", f"{raw / 'b.jsonl'}", "--output", f"{tmp_path / 'out'}", *words)
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("3 documents; shards: 1 done; in ")
    assert "6 pieces taken out: 3 dateline, 3 end_mark" in ran.out
    assert pq.read_schema(tmp_path / "out" / "b.parquet").names == [
        *("name", "body", "clean_metadata", "clean_segments", "clean_removed", "clean_error")
    ]


def test_a_language_without_rules_is_said(wiremark: Any, raw: Path, tmp_path: Path) -> None:
    words = ("clean", "--input", f"{raw / 'a.parquet'}", "--output", f"{tmp_path / 'out'}", "--mode", "full")
    said = wiremark(*words, "--language", "xx").out
    assert "\nnote: no rules for language 'xx': only the language-neutral ones ran\n" in said
    assert "\nnote: the context model knows English only: mode full did for 'xx' what mode rules does\n" in said
    assert "note: " not in wiremark(*words, "--language", "en-GB", "--mode", "rules").out


def test_parts_make_the_whole(wiremark: Any, raw: Path, tmp_path: Path) -> None:
    rows = [json.dumps({"id": n, "text": ARTICLE}) for n in range(8)]
    for n, row in enumerate(rows):
        (raw / f"c{n}.jsonl").write_text(row)
    words = ("clean", "--input", str(raw / "c*.jsonl"), "--output")
    assert wiremark(*words, f"{tmp_path / 'whole'}").code == 0
    for part in ("3/3", "1/3", "2/3"):
        assert wiremark(*words, f"{tmp_path / 'parts'}", "--shard", part).code == 0
    names = sorted(path.relative_to(tmp_path / "whole") for path in (tmp_path / "whole").rglob("*.*"))
    assert len(names) == 1 + 3 * 8
    for name in names:
        if name.name != RECEIPTS:
            assert (tmp_path / "parts" / name).read_bytes() == (tmp_path / "whole" / name).read_bytes()


def test_a_changed_rule_or_mode_is_done_again(
    wiremark: Any, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("clean", "--input", f"{raw / 'a.parquet'}", "--output", f"{tmp_path / 'out'}")
    assert "1 done;" in wiremark(*words).out
    assert "1 done before;" in wiremark(*words).out
    monkeypatch.setattr(identity, "fingerprint", lambda mode: "another")
    assert "1 done;" in wiremark(*words).out
    assert "1 done;" in wiremark(*words, "--language", "fr").out


def test_the_fingerprint_is_that_of_rules_and_models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    models = "cleaning/context/model.npz", "cleaning/trees/scored.py"
    for name in (*models, "cleaning/rules/a.py", "text/lines.py", "cleaning/html/page.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(name)
    monkeypatch.setattr(identity, "_PACKAGE", tmp_path)

    def found() -> tuple[str, str]:
        identity.fingerprint.cache_clear()
        return identity.fingerprint("rules"), identity.fingerprint("full")

    rules, full = found()
    assert rules != full
    (tmp_path / "cleaning/html/page.py").write_text("other")
    (tmp_path / "cleaning/context/ORIGIN.md").write_text("other")
    assert found() == (rules, full)
    for name in models:
        before = found()
        (tmp_path / name).write_text("other")
        assert found()[0] == rules
        assert found()[1] != before[1]
    for name in ("text/lines.py", "cleaning/rules/a.py"):
        before = found()
        (tmp_path / name).write_text("other")
        assert not set(before) & set(found())
    identity.fingerprint.cache_clear()


def test_a_full_disk_is_exit_2_with_what_is_done(
    wiremark: Any, raw: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    close = writing.Writer.close

    def full(writer: writing.Writer) -> None:
        if "id" not in writer._writer.schema.names:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        close(writer)

    (raw / "b.jsonl").write_text(json.dumps({"text": ARTICLE}))
    words = ("clean", "--input", f"{raw}", "--output", f"{tmp_path / 'out'}")
    with monkeypatch.context() as patch:
        patch.setattr(writing.Writer, "close", full)
        ran = wiremark(*words)
    assert ran.code == 2
    assert "b.parquet: No space left on device; 1 shard is still to do" in ran.err
    assert "shards: 1 done" in ran.out
    assert [path.name for path in sorted((tmp_path / "out").iterdir())] == [RECEIPTS, "a.parquet"]
    assert "shards: 1 done, 1 done before" in wiremark(*words).out


def test_what_a_table_says_of_itself_stays(wiremark: Any, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    table = pa.table({"text": [ARTICLE], "n": [1]}).replace_schema_metadata({"from": "Port Ellery"})
    pq.write_table(table, tmp_path / "raw" / "a.parquet")
    assert wiremark("clean", "--input", f"{tmp_path / 'raw'}", "--output", f"{tmp_path / 'out'}").code == 0
    assert pq.read_schema(tmp_path / "out" / "a.parquet").metadata == {b"from": b"Port Ellery"}


def test_outputs_of_shards_that_are_gone(wiremark: Any, raw: Path, tmp_path: Path) -> None:
    (raw / "a.parquet").unlink()
    for name in ("b", "c"):
        (raw / f"{name}.jsonl").write_text(json.dumps({"text": ARTICLE}))
    words = ("clean", "--input", f"{raw}", "--output", f"{tmp_path / 'out'}")
    for part in ("1/2", "2/2", "1/2"):
        assert "C209" not in wiremark(*words, "--shard", part).out, "the other part is no stray"
    (raw / "b.jsonl").rename(raw / "quay.jsonl")
    ran = wiremark(*words)
    assert ran.code == 0
    assert "warning[C209]: this output is of no shard of the input" in ran.out
    assert f"{tmp_path / 'out' / 'b.parquet'}:1:1" in ran.out
    assert "C209" not in wiremark(*words, "--shard", "2/2").out, "it is told once"
    (tmp_path / "out" / "b.parquet").unlink()
    assert "C209" not in wiremark(*words).out


def test_terminated_it_ends_as_interrupted(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for n in range(40):
        (tmp_path / "raw" / f"{n:02}.jsonl").write_text((json.dumps({"text": ARTICLE}) + "\n") * 2000)
    out = tmp_path / "out"
    words = ("clean", "--input", f"{tmp_path / 'raw'}", "--output", f"{out}", "--jobs", "2")
    ran = subprocess.Popen(
        [sys.executable, "-m", "wiremark", *words],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY / "scripts")},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    while not list(out.glob("*.parquet")) and ran.poll() is None:
        time.sleep(0.02)
    ran.terminate()
    _, said = ran.communicate()
    assert ran.returncode == 2
    assert "interrupted" in said
    assert "resource_tracker" not in said
    assert not list(out.rglob("*.tmp"))
    assert 1 <= len(list(out.glob("*.parquet"))) < 40
