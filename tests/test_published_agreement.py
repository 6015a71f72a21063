"""Every published agreement report is what `wiremark agree` prints today: nobody can publish an old figure."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wiremark.annotation.agreement.published import REPORT, pairs
from wiremark.workspace import Workspace

REPOSITORY = Path(__file__).parents[1]


def printed(wiremark: Any, workspace: Workspace) -> dict[Path, tuple[list[str], str]]:
    """By report the commands that make it, and what they print."""
    found = {}
    for place, both in pairs(workspace).items():
        commands = [["agree", a.name, b.name, "--format", "markdown"] for a, b in both]
        ran = [wiremark(*command, at=workspace.root) for command in commands]
        assert all(run.code == 0 for run in ran), ran
        found[place / REPORT] = [" ".join(["wiremark", *command]) for command in commands], "".join(r.out for r in ran)
    return found


def faults(wiremark: Any, workspace: Workspace) -> list[str]:
    """What is wrong with the reports of a workspace, and the command that mends it."""
    wanted, said = printed(wiremark, workspace), []
    for path, (commands, text) in wanted.items():
        name = workspace.relative(path)
        if not path.is_file():
            said.append(f"{name} is missing: ({'; '.join(commands)}) > {name}")
        elif path.read_text("utf-8") != text:
            said.append(f"{name} is old: ({'; '.join(commands)}) > {name}")
    there = sorted(workspace.annotations.rglob(REPORT))
    return said + [f"{workspace.relative(path)} is of no two passes" for path in there if path not in wanted]


def test_the_published_reports_are_true(wiremark: Any) -> None:
    assert faults(wiremark, Workspace.at(REPOSITORY)) == []


@pytest.fixture
def doubled(wiremark: Any, workspace: Path) -> Workspace:
    """The repository with its own layers of one article as two passes and as two passes of a round, and the reports."""
    shutil.rmtree(workspace / "annotations" / "rounds", ignore_errors=True)
    shutil.rmtree(workspace / "annotations" / "passes", ignore_errors=True)
    for report in (workspace / "annotations").rglob(REPORT):
        report.unlink()
    gold = workspace / "annotations" / "gsomia-002.json"
    for place in ("passes", "rounds/1/passes"):
        for name in ("ada", "rosa"):
            folder = workspace / "annotations" / place / name
            folder.mkdir(parents=True)
            shutil.copy(gold, folder)
    rosa = workspace / "annotations/rounds/1/passes/rosa/gsomia-002.json"
    rosa.write_text(re.sub(r'"factuality": "CT\+"', '"factuality": "PR+"', rosa.read_text("utf-8"), count=1), "utf-8")
    made = Workspace.at(workspace)
    for path, (_, text) in printed(wiremark, made).items():
        path.write_text(text, "utf-8")
    return made


def changed_figure(workspace: Workspace) -> None:
    path = workspace.annotations / "rounds" / "1" / REPORT
    text = path.read_text("utf-8")
    assert "| 1.000 |" in text
    path.write_text(text.replace("| 1.000 |", "| 0.999 |", 1), "utf-8")


def changed_pass(workspace: Workspace) -> None:
    path = workspace.annotations / "passes" / "rosa" / "gsomia-002.json"
    data = json.loads(path.read_text("utf-8"))
    data["times"] = data["times"][:-1]
    for event in data["events"]:
        event["times"] = []
    path.write_text(json.dumps(data), "utf-8")


def lost_report(workspace: Workspace) -> None:
    (workspace.annotations / REPORT).unlink()


def lost_pass(workspace: Workspace) -> None:
    shutil.rmtree(workspace.annotations / "passes" / "rosa")


def third_pass(workspace: Workspace) -> None:
    shutil.copytree(workspace.annotations / "passes" / "rosa", workspace.annotations / "passes" / "zoe")


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (changed_figure, "annotations/rounds/1/AGREEMENT.md is old: (wiremark agree annotations/rounds/1/passes/ada"),
        (changed_pass, "annotations/AGREEMENT.md is old: (wiremark agree ada rosa --format markdown)"),
        (lost_report, "annotations/AGREEMENT.md is missing: (wiremark agree ada rosa --format markdown)"),
        (lost_pass, "annotations/AGREEMENT.md is of no two passes"),
        (
            third_pass,
            "annotations/AGREEMENT.md is old: (wiremark agree ada rosa --format markdown; wiremark agree ada zoe",
        ),
    ],
)
def test_an_untrue_report_is_told(
    wiremark: Any, doubled: Workspace, change: Callable[[Workspace], None], fault: str
) -> None:
    assert faults(wiremark, doubled) == []
    change(doubled)
    [said] = faults(wiremark, doubled)
    assert said.startswith(fault)
