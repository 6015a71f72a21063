"""Every code has a golden folder and every golden folder a code; each gives exactly its expected output.

A folder holds plain files laid over tests/workspace, `case.toml` (the command, what is run before it, the code and its
place, what is deleted, further schema versions: what is replaced in 1.0.0), `server.json` where it needs a Label Studio
server (what stands there), `hub.json` where it needs a stand-in of the Hub (tests/hub runs those), `fault.txt` where a
build must go wrong (tests/dataset/test_check.py runs those), `stage.txt` where the work on a shard must (tests/engine
runs those), and `expected.txt`, written by hand.
Nothing here ever writes one.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from wiremark.cli import main
from wiremark.diagnostics import CODES
from wiremark.workspace import Workspace

TESTS = Path(__file__).parents[1]
GOLDEN = TESTS / "golden"
FOLDERS = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())
DESCRIPTION = ("case.toml", "expected.txt", "server.json", "hub.json", "fault.txt", "stage.txt")
SERVED = {path.parent.name for path in GOLDEN.glob("*/server.json")}
PUBLISHED = {path.parent.name for path in GOLDEN.glob("*/hub.json")}
FAULTY = {path.parent.name for path in GOLDEN.glob("*/fault.txt")}
STAGED = {path.parent.name for path in GOLDEN.glob("*/stage.txt")}


def lay(code: str, root: Path) -> dict[str, Any]:
    """The base workspace with the folder's fault in it. Returns what case.toml says."""
    case = tomllib.loads((GOLDEN / code / "case.toml").read_text("utf-8"))
    shutil.copytree(TESTS / "workspace", root)
    shutil.copytree(TESTS.parent / "schemas", root / "schemas", ignore=shutil.ignore_patterns("RELEASED"))
    shutil.copytree(GOLDEN / code, root, dirs_exist_ok=True, ignore=shutil.ignore_patterns(*DESCRIPTION))
    for name in case.get("delete", []):
        path = root / name
        assert path.exists(), f"{name} is deleted and not there"
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    return case


def test_every_code_has_a_golden_and_every_golden_a_code() -> None:
    assert set(FOLDERS) == set(CODES)


Capture = pytest.CaptureFixture[str]
Later = Callable[[Path, str, Mapping[str, str]], None]


@pytest.mark.parametrize("code", [code for code in FOLDERS if code not in SERVED | PUBLISHED | FAULTY | STAGED])
def test_golden(code: str, tmp_path: Path, capsys: Capture, later: Later) -> None:
    check(code, tmp_path, capsys, later)


@pytest.mark.server
@pytest.mark.parametrize("code", sorted(SERVED))
def test_golden_of_a_server(
    code: str,
    tmp_path: Path,
    capsys: Capture,
    later: Later,
    recorded: Callable[[Path], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = recorded(GOLDEN / code / "server.json")
    monkeypatch.setenv("LABEL_STUDIO_URL", url)
    monkeypatch.setenv("LABEL_STUDIO_API_KEY", "0" * 40)
    check(code, tmp_path, capsys, later, url)


def check(code: str, tmp_path: Path, capsys: Capture, later: Later, url: str = "") -> None:
    """The workspace is the current folder. url: of the server, which has another one in the expected output."""
    root = tmp_path / "workspace"
    case = lay(code, root)
    with contextlib.chdir(root):
        _check(code, root, case, capsys, later, url)


def _check(code: str, root: Path, case: dict[str, Any], capsys: Capture, later: Later, url: str) -> None:
    for version, words in case.get("versions", {}).items():
        later(root, version, words)
    for words in case.get("before", []):
        assert main(["-C", str(root), *words.split()]) == 0
    capsys.readouterr()
    command = str(case["command"]).split()
    expected = (GOLDEN / code / "expected.txt").read_text("utf-8")
    exit_code = int(expected.startswith("error["))  # a warning is told, and stops nothing

    assert main(["-C", str(root), *command]) == exit_code
    printed = capsys.readouterr()
    assert printed.out.replace(url or "http://label-studio", "http://label-studio") == expected
    assert printed.err == ""

    assert main(["-C", str(root), *command, "--format", "json"]) == exit_code
    findings = json.loads(capsys.readouterr().out)["findings"]
    places = [(finding["code"], finding["file"], finding["line"], finding["column"]) for finding in findings]
    assert places == [(case["code"], case["file"], case["line"], case["column"])]
    assert case["code"] == code


def test_the_base_workspace_is_clean(base: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(base.root), "clean", "--check"]) == 0
    assert main(["-C", str(base.root), "validate"]) == 0
    assert "5 files valid" in capsys.readouterr().out
