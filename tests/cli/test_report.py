"""How commands print findings: what a job of GitHub gets beside the output, names from the repository, poor streams."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import pytest

from wiremark.cli.report import report
from wiremark.diagnostics import Finding
from wiremark.workspace import Workspace

HURT = Finding(code="A301", file="annotations/ferry.json", message="half a \ud83d ferry 🚢 “à”")


def test_a_job_of_github_gets_the_whole_list_and_the_numbers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    summary, output = tmp_path / "summary.md", tmp_path / "output"
    summary.write_text("# before\n", "utf-8")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    monkeypatch.setenv("GITHUB_OUTPUT", str(output))
    warned = Finding(code="A505", severity="warning", file="annotations/entities.json", message="w")
    assert report([*[HURT] * 15, warned], "github", tmp_path) == 1
    assert capsys.readouterr().out.count("\n::error ") == 9
    text = summary.read_text("utf-8")
    assert text.startswith("# before\n**15 errors and 1 warning in 2 files**\n")
    assert text.count("| error | A301 |") == 15
    assert report([], "github", tmp_path) == 0
    assert output.read_text("utf-8") == "errors=15\nwarnings=1\nerrors=0\nwarnings=0\n"
    for form in ("text", "json", "sarif", "junit", "markdown"):
        report([HURT], form, tmp_path)
    assert summary.read_text("utf-8") == text + "No findings.\n\n"


@pytest.mark.parametrize(
    ("form", "named"),
    [
        ("github", "file=my news/de/annotations/ferry.json,"),
        ("sarif", '"my%20news/de/annotations/ferry.json"'),
        ("junit", 'name="my news/de/annotations/ferry.json"'),
        ("markdown", "| my news/de/annotations/ferry.json:1:1 |"),
        ("text", "--> annotations/ferry.json:1:1"),
        ("json", '"file": "annotations/ferry.json"'),
    ],
)
def test_a_workspace_within_a_repository(
    tmp_path: Path, form: str, named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "my news" / "de").mkdir(parents=True)
    report([HURT], form, tmp_path / "my news" / "de")
    assert named in capsys.readouterr().out


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
@pytest.mark.parametrize("form", ["json", "sarif", "junit"])
def test_data_is_the_same_in_a_stream_of_any_encoding(tmp_path: Path, encoding: str, form: str) -> None:
    script = "\n".join(
        [
            "from pathlib import Path",
            "from wiremark.cli import _make_streams_safe",
            "from wiremark.cli.report import report",
            "from wiremark.diagnostics import Finding",
            f"_make_streams_safe(); report([{HURT!r}], {form!r}, Path())",
        ]
    )
    env = {**os.environ, "PYTHONIOENCODING": encoding}
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, env=env, cwd=tmp_path)
    said = "half a \ufffd ferry 🚢 “à”"
    if form == "junit":
        failure = ET.fromstring(done.stdout).find(".//failure")  # noqa: S314 (our own)
        assert failure is not None
        assert failure.attrib["message"] == said
    else:
        assert said in json.dumps(json.loads(done.stdout), ensure_ascii=False)


@pytest.mark.parametrize("command", ["validate", "clean --check", "clean", "build", "adjudicate gold gold"])
@pytest.mark.parametrize("form", ["github", "sarif", "junit", "markdown"])
def test_a_machine_reads_nothing_but_the_form_when_all_is_well(
    wiremark: Any, base: Workspace, command: str, form: str
) -> None:
    ran = wiremark(*command.split(), "--format", form, at=base.root)
    assert (ran.code, ran.err) == (0, "")
    nothing = {"github": "", "markdown": "No findings.\n"}
    if form in nothing:
        assert ran.out == nothing[form]
    elif form == "sarif":
        assert json.loads(ran.out)["runs"][0]["results"] == []
    else:
        assert ET.fromstring(ran.out).attrib["failures"] == "0"  # noqa: S314 (our own)


@pytest.mark.parametrize("command", ["stats", "agree gold gold"])
def test_figures_keep_their_forms(wiremark: Any, base: Workspace, command: str) -> None:
    assert wiremark(*command.split(), "--format", "markdown", at=base.root).code == 0
    assert wiremark(*command.split(), "--format", "sarif", at=base.root).code == 2


def test_of_a_parquet_file_no_bytes_are_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.parquet", "a.json"):
        (tmp_path / name).write_bytes(b"PAR1")
        report([Finding(code="D202", file=name, message="not as it was made")], "text", tmp_path)
    assert capsys.readouterr().out.count("PAR1") == 1
