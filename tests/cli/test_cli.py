"""What every command keeps: exit codes, help with an example, no traceback."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import filelock
import pytest

from wiremark.annotation.agreement import published
from wiremark.cli import COMMANDS
from wiremark.workspace import Workspace, write


@pytest.mark.parametrize("command", [command for command in COMMANDS if command not in ("schema", "labelstudio")])
def test_help_shows_an_example_that_works(
    wiremark: Any, workspace: Path, tmp_path: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = wiremark(command, "--help")
    assert ran.code == 0
    example = re.search(r"example:\n  wiremark (.+)", ran.out)
    assert example
    words = example.group(1).split()
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "005_signing.txt").write_text("A made-up article says so.\n", "utf-8")
    words = [word.replace("annotations/", f"{workspace}/annotations/").replace("~", str(tmp_path)) for word in words]
    monkeypatch.setattr(published, "agreement", lambda *_: None)  # it takes longer than all the rest
    if command == "publish":
        assert wiremark("schema", "release", at=workspace).code == 0
        monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")  # where nobody answers
        for git in ("init -q", "add .", "-c user.name=ada -c user.email=ada@example.org commit -qm corpus"):
            subprocess.run(["git", *git.split()], cwd=workspace, check=True)
    if command == "diff":
        golden = Path(__file__).parents[1] / "golden" / "D503"
        shutil.copytree(golden / "old", workspace / "dist" / "dataset-1.0.0")
        shutil.copytree(golden / "new", workspace / "dist" / "dataset")
    if command == "leak-check":
        shutil.copytree(workspace / "schemas", workspace / "dist" / "standoff")
    monkeypatch.chdir(workspace)
    if command == "rehydrate":
        assert wiremark("release", "--standoff", "dist/standoff", at=workspace).code == 0
    if "--out" in words:
        words[-1] = str(tmp_path / words[-1])
    done = wiremark(*words, at=workspace)
    assert done.code == 0, done


def test_usage_is_exit_2(wiremark: Any, tmp_path: Path) -> None:
    assert wiremark("nonsense").code == 2
    assert wiremark().code == 2
    nowhere = wiremark("validate", at=tmp_path / "none")
    assert nowhere.code == 2
    assert "no seeds/" in nowhere.err


def test_a_crash_is_one_line_and_exit_2(wiremark: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WIREMARK_DEBUG", raising=False)
    monkeypatch.setattr("wiremark.cli.clean.outcomes_of", lambda workspace, mode: 1 / 0)
    ran = wiremark("clean", at=workspace)
    assert ran.code == 2
    assert "ZeroDivisionError" in ran.err
    assert "Traceback" not in ran.err + ran.out


def test_a_closed_pipe_is_no_traceback(workspace: Path) -> None:
    script = f"{sys.executable} -m wiremark -C {workspace} audit --all | head -n 1"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False)
    assert "Traceback" not in done.stderr
    assert "BrokenPipe" not in done.stderr


def test_a_folder_that_cannot_be_written(wiremark: Any, workspace: Path) -> None:
    (workspace / "dist").write_text("a file where a folder should be", "utf-8")
    ran = wiremark("build", at=workspace)
    assert ran.code in (1, 2)
    assert "Traceback" not in ran.err
    assert (workspace / "dist").read_text("utf-8").startswith("a file")


BROKEN = "annotations/gsomia-000.json"


@pytest.mark.parametrize("command", ["validate", "validate --format json", "build", "audit --all"])
@pytest.mark.parametrize(
    ("stream", "code"),
    [("| true", None), ("> /dev/full", 2), (">&-", None), ("> ascii.txt", 1), ("> ascii.txt 2>&-", 1)],
)
def test_no_stream_makes_a_traceback(base: Workspace, command: str, stream: str, code: int | None) -> None:
    path, workspace = base.annotations / "ferry.json", base.root
    path.write_text(path.read_text("utf-8").replace('"text": "Norland"', '"text": "Nor“land” 🎉"', 1), "utf-8")
    script = f"PYTHONIOENCODING=ascii {sys.executable} -m wiremark -C {workspace} {command} {stream}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=False, cwd=workspace)
    assert "Traceback" not in done.stderr
    assert "a fault of wiremark" not in done.stderr
    assert "Exception ignored" not in done.stderr
    if code is not None and not (code == 1 and "audit" in command):
        assert done.returncode == code, done.stderr
    if stream == "> ascii.txt" and "audit" not in command:
        assert "A302" in (workspace / "ascii.txt").read_text("ascii")


def test_a_busy_workspace_is_told(wiremark: Any, workspace: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*args: object, **options: object) -> None:
        raise filelock.Timeout("a lock file")

    monkeypatch.setattr(filelock.FileLock, "acquire", busy)
    ran = wiremark("clean", at=workspace)
    assert ran.code == 2
    assert "wait until it is done" in ran.err


def test_what_a_killed_command_left_is_taken_away_by_the_next(wiremark: Any, workspace: Path) -> None:
    left = workspace / "annotations" / ".wiremark-4711"
    left.write_text("half a file", "utf-8")
    assert wiremark("clean", at=workspace).code == 0
    assert not left.exists()


def test_writers_keep_modes_and_links(wiremark: Any, workspace: Path, tmp_path: Path) -> None:
    path, real = workspace / BROKEN, tmp_path / "real.json"
    real.write_text(json.dumps(json.loads(path.read_text("utf-8"))), "utf-8")
    real.chmod(0o640)
    path.unlink()
    path.symlink_to(real)
    assert wiremark("validate", "--fix", at=workspace).code == 0
    assert path.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_text("utf-8").startswith('{\n  "schema_version"')


def test_writers_leave_devices_and_folders_alone(tmp_path: Path) -> None:
    pipe, folder = tmp_path / "pipe", tmp_path / "folder"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    write(pipe, "words")
    assert (os.read(reader, 9), pipe.is_fifo()) == (b"words", True)
    os.close(reader)
    folder.mkdir()
    with pytest.raises(IsADirectoryError) as error:
        write(folder, "words")
    assert error.value.filename == str(folder)
