"""Prints findings, and the one way to declare a command."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Finding, render

Commands = Any  # argparse's subparsers action has no public name


class Usage(Exception):
    """The command was called with what it cannot use; exit 2. `help` says what to do."""

    def __init__(self, message: str, help: str) -> None:
        super().__init__(message)
        self.help = help


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


def with_format(parser: argparse.ArgumentParser, what: str = "findings", *forms: str) -> None:
    """Adds `--format`: text, the default, json, and what else is in `forms`."""
    parser.add_argument("--format", choices=("text", "json", *forms), default="text", help=f"how {what} are printed")


def report(findings: Iterable[Finding], form: str, root: Path) -> int:
    """Prints the findings to standard output. Returns the exit code: 1 if one is an error."""
    findings = list(findings)
    sources = {}
    for name in {finding.file for finding in findings}:
        path = root / name
        sources[name] = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    sys.stdout.write(render(findings, form, sources))
    return int(any(finding.severity == "error" for finding in findings))
