"""Runs the steps of action.yml as GitHub's runner does: bash, inputs as variables, files for summary and outputs."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Job:
    """What a run of the action left behind."""

    codes: Mapping[str, int]
    """The exit code of each step that ran, by its id."""
    outputs: Mapping[str, str]
    summary: str
    log: str
    failed: bool = field(default=False)


def run(action: Path, inputs: Mapping[str, str], workspace: Path, temporary: Path, skip: frozenset[str]) -> Job:
    """Runs every `run:` of an action in `workspace`; `skip` names steps that are taken as done.

    Steps that use another action are left to GitHub. Raises ValueError for an input that the action does not have, and
    for an expression that this reader does not know.
    """
    data = yaml.safe_load(action.read_text("utf-8"))
    if unknown := inputs.keys() - data["inputs"].keys():
        raise ValueError(f"the action has no input {unknown}")
    known = {f"inputs.{name}": inputs.get(name, row.get("default", "")) for name, row in data["inputs"].items()}
    summary = temporary / "summary.md"
    summary.write_text("", "utf-8")
    codes: dict[str, int] = {}
    log = []
    failed = False
    for step in (step for step in data["runs"]["steps"] if "run" in step and step["id"] not in skip):
        if failed and "if" not in step:
            continue
        output, script = temporary / f"output-{step['id']}", temporary / f"{step['id']}.sh"
        output.write_text("", "utf-8")
        script.write_text(step["run"], "utf-8")
        assert "${{" not in step["run"], "inputs reach a script as variables"
        environment = {
            **os.environ,
            **{name: _value(value, known) for name, value in step.get("env", {}).items()},
            "GITHUB_ACTIONS": "true",
            "GITHUB_ACTION_PATH": str(action.parent),
            "GITHUB_WORKSPACE": str(workspace),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_OUTPUT": str(output),
            "RUNNER_TEMP": str(temporary),
        }
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        done = subprocess.run(command, cwd=workspace, env=environment, capture_output=True, text=True, check=False)
        log.append(done.stdout + done.stderr)
        codes[step["id"]] = done.returncode
        failed = failed or done.returncode != 0
        for line in output.read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            known[f"steps.{step['id']}.outputs.{name}"] = value
    outputs = {name: _value(row["value"], known) for name, row in data.get("outputs", {}).items()}
    return Job(codes, outputs, summary.read_text("utf-8"), "\n".join(log), failed)


def _value(text: Any, known: Mapping[str, str]) -> str:
    """The text with its expressions replaced; an output that no step set is empty."""

    def replaced(match: re.Match[str]) -> str:
        name = match[1]
        if not re.fullmatch(r"(inputs|steps)\.[\w.-]+", name):
            raise ValueError(f"what is {match[0]}?")
        return known.get(name, "")

    return re.sub(r"\$\{\{ ?(.*?) ?\}\}", replaced, str(text))
