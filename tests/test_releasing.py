"""RELEASING.md is walked: its commands run in a copy of the repository, in order."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).parents[1]
PAGE = (REPOSITORY / "RELEASING.md").read_text("utf-8")
COMMANDS = [
    line.partition("  #")[0].strip()
    for block in re.findall(r"^```sh\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    for line in block.splitlines()
]
SHOWN = ("seeds", "corpus", "annotations", "schemas", "LICENSE-annotations", "CITATION.cff", ".gitignore")


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's workspace, committed, as the current folder."""
    for name in SHOWN:
        copy = shutil.copytree if (REPOSITORY / name).is_dir() else shutil.copy
        copy(REPOSITORY / name, tmp_path / name)
    for words in (
        "init -q",
        "add .",
        "-c user.name=ada -c user.email=ada@example.org commit -qm 'as it is'",
    ):
        subprocess.run(["git", *shlex.split(words)], cwd=tmp_path, check=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # nobody is there
    monkeypatch.delenv("HF_TOKEN", raising=False)
    return tmp_path


def test_the_commands_run(wiremark: Any, repository: Path) -> None:
    assert len(COMMANDS) >= 12
    for command in COMMANDS:
        name, *words = shlex.split(command)
        assert name == "wiremark"
        ran = wiremark(*words)
        assert ran.code == 0, (command, ran.out, ran.err)
    first, again = (repository / "dist" / name / "data" for name in ("first", "rehydrated"))
    files = sorted(path.relative_to(first) for path in first.rglob("*.parquet"))
    assert len(files) == 11
    assert all((first / path).read_bytes() == (again / path).read_bytes() for path in files)


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", PAGE):
        assert (REPOSITORY / target).exists(), target
