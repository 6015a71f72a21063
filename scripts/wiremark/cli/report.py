"""Prints findings, and the one way to declare a command."""

from __future__ import annotations

import argparse
import codecs
import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from wiremark.diagnostics import FORMS, Finding, ordered, render
from wiremark.diagnostics.as_json import as_data, dumps

Commands = Any  # argparse's subparsers action has no public name


def command(
    commands: Commands, name: str, run: Callable[[argparse.Namespace], int], description: str, example: str
) -> argparse.ArgumentParser:
    """A command's parser: its first sentence is the help line, the example stands at the end of `--help`."""
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=description.partition(".")[0],
        description=description,
        epilog=f"example:\n  {example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def with_format(parser: argparse.ArgumentParser, what: str = "the findings", *forms: str) -> None:
    """Adds `--format`: every form of findings; for what is no finding text, the default, json, and those named."""
    choices = ("text", "json", *forms) if what != "the findings" else FORMS
    parser.add_argument("--format", choices=choices, default="text", help=f"the form of {what} (default: text)")


def positive(text: str) -> int:
    """An argument that counts from 1. Raises what argparse tells as a fault of usage."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("a number from 1 is wanted")
    return int(text)


def report(findings: Iterable[Finding], form: str, root: Path, held: Mapping[str, str] | None = None) -> int:
    """Prints the findings to standard output. Returns the exit code: 1 if one is an error.

    held: the content of files that are not read again, by name.

    In a job of GitHub, the form `github` adds a table to the job's summary, and the numbers of errors and of warnings
    to the step's outputs.
    """
    findings = list(findings)
    sources = dict(held or {})
    for name in {finding.file for finding in findings} - sources.keys():
        path = root / name
        lined = path.is_file() and path.suffix != ".parquet"  # which has no lines to show
        sources[name] = path.read_bytes().decode("utf-8", "replace") if lined else ""
    base = _base(root) if form not in ("text", "json") else ""
    sys.stdout.write(portable(render(findings, form, sources, base), form))
    errors = sum(finding.severity == "error" for finding in findings)
    if form == "github":
        _append("GITHUB_STEP_SUMMARY", render(findings, "markdown", sources, base) + "\n")
        _append("GITHUB_OUTPUT", f"errors={errors}\nwarnings={len(findings) - errors}\n")
    return int(errors > 0)


def print_findings(findings: Iterable[Finding], more: Mapping[str, Any]) -> int:
    """Prints the findings in the form `json`, with more keys. Returns the exit code: 1 if one is an error."""
    findings = ordered(findings)
    print_data({**as_data(findings), **more})
    return int(any(finding.severity == "error" for finding in findings))


def print_data(content: Any) -> None:
    """Prints JSON values to standard output."""
    sys.stdout.write(portable(dumps(content), "json"))


def _base(root: Path) -> str:
    """The way from the root of the repository that holds the workspace: empty, or with a final slash."""
    root = root.resolve()
    top = next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)
    return "" if top == root else f"{root.relative_to(top).as_posix()}/"


def portable(text: str, form: str) -> str:
    """JSON and XML are read as UTF-8: for an output of another encoding what is beyond ASCII becomes an escape."""
    if codecs.lookup(sys.stdout.encoding or "utf-8").name == "utf-8" or text.isascii():
        return text
    if form in ("junit", "xml"):
        return text.encode("ascii", "xmlcharrefreplace").decode("ascii")
    return json.dumps(json.loads(text), indent=2) + "\n" if form in ("json", "sarif") else text


def _append(variable: str, text: str) -> None:
    """Appends to the file that an environment variable names, where there is one."""
    if os.environ.get(variable):
        with Path(os.environ[variable]).open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
