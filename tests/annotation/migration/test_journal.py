"""The journal of a change: finished by whoever comes after, and believed only where it fits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from wiremark import workspace
from wiremark.annotation.migration import journal
from wiremark.diagnostics import Refused
from wiremark.workspace import Workspace, sha256

NEW = b"{}\n"


def begin(base: Workspace, *rows: Any) -> None:
    (base.schemas / journal.NAME).write_text(json.dumps({"files": rows}), "utf-8")


def row(path: Path, base: Workspace, content: str = NEW.decode()) -> dict[str, str]:
    return {"file": base.relative(path), "before": sha256(path.read_bytes()), "content": content}


@pytest.fixture
def files(base: Workspace) -> list[Path]:
    return [base.annotations / name for name in ("clusters.json", "entities.json")]


def test_a_change(base: Workspace, files: list[Path]) -> None:
    journal.change(base, dict.fromkeys(files, NEW))
    assert [path.read_bytes() for path in files] == [NEW, NEW]
    assert not journal.pending(base)
    assert not list(base.root.rglob(".wiremark*"))


def test_no_change(base: Workspace) -> None:
    journal.change(base, {})
    assert journal.finish(base) == []


def test_the_rest_is_written(base: Workspace, files: list[Path]) -> None:
    begin(base, *(row(path, base) for path in files))
    files[0].write_bytes(NEW)
    (base.schemas / ".wiremark-4711").write_bytes(b"left over")
    assert journal.pending(base)
    assert journal.finish(base) == ["annotations/entities.json"]
    assert [path.read_bytes() for path in files] == [NEW, NEW]
    assert not list(base.root.rglob(".wiremark*"))


@pytest.mark.parametrize("gone", [True, False])
def test_a_file_that_changed_since_is_not_touched(base: Workspace, files: list[Path], gone: bool) -> None:
    begin(base, *(row(path, base) for path in files))
    before = files[0].read_bytes()
    files[1].unlink() if gone else files[1].write_bytes(b"edited")
    with pytest.raises(Refused) as caught:
        journal.finish(base)
    assert [(one.code, one.file) for one in caught.value.findings] == [("S312", "annotations/entities.json")]
    assert files[0].read_bytes() == before
    assert journal.pending(base)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "[]",
        '{"files": 3}',
        '{"files": [{}]}',
        '{"files": [{"file": "seeds/SOURCES.toml", "before": "", "content": ""}]}',
        '{"files": [{"file": "annotations/../seeds/a.json", "before": "", "content": ""}]}',
        '{"files": [{"file": "/annotations/a.json", "before": "", "content": ""}]}',
        '{"files": [{"file": "annotations/GUIDELINES.md", "before": "", "content": ""}]}',
    ],
)
def test_what_is_no_journal_is_refused(base: Workspace, content: str) -> None:
    (base.schemas / journal.NAME).write_text(content, "utf-8")
    with pytest.raises(Refused) as caught:
        journal.finish(base)
    assert [(one.code, one.message) for one in caught.value.findings] == [
        ("S311", "the journal of a migration cannot be used")
    ]


def test_a_disk_that_is_full(base: Workspace, wiremark: Any, later: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half-way through it is said how to go on; before, nothing was written."""
    later(base.root, "2.0.0", {})
    left = 2

    def write(path: Path, content: Any) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise OSError(28, "No space left on device", str(path))
        workspace.write(path, content)

    monkeypatch.setattr("wiremark.annotation.migration.journal.write", write)
    ran = wiremark("schema", "migrate", at=base.root)
    assert (ran.code, "No space left" in ran.err, "it finishes the rest" in ran.err) == (2, True, True)
    left = 9
    assert wiremark("schema", "migrate", at=base.root).code == 0
    assert not journal.pending(base)
    left = 0
    ran = wiremark("schema", "migrate", "--to", "1.0.0", at=base.root)
    assert (ran.code, "nothing was left half-written" in ran.err, journal.pending(base)) == (2, True, False)
