"""The command `wiremark`: one module per command, each with `register(commands)` and `run(args) -> exit code`.

Exit codes: 0 clean, 1 findings in the data, 2 usage, environment or crash.
"""

from __future__ import annotations

import argparse
import contextlib
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from wiremark.cli.report import report
from wiremark.diagnostics import Refused, Usage
from wiremark.workspace import Busy, NoRevision, NotAWorkspace

COMMANDS = (
    "init",
    "add",
    "clean",
    "audit",
    "validate",
    "reanchor",
    "labelstudio",
    "agree",
    "adjudicate",
    "stats",
    "schema",
    "split",
    "build",
    "release",
    "leak-check",
    "rehydrate",
    "diff",
    "export",
    "publish",
)


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command; `argv` without the program's name, by default the process's. Returns the exit code."""
    _make_streams_safe()
    words = sys.argv[1:] if argv is None else argv
    args = _parser(_named(words)).parse_args(words)
    try:
        code = _run(args)
        sys.stdout.flush()
    except Usage as error:
        return _stop(f"{error}", error.help)
    except NotAWorkspace as error:
        return _stop(f"{error}", "go to the folder that holds seeds/ and corpus/, or name it: wiremark -C DIR …")
    except NoRevision as error:
        return _stop(f"{error}", "name a commit, branch or tag that `git log` shows in the workspace")
    except Busy as error:
        return _stop(f"{error}", "wait until it is done, then run this again")
    except BrokenPipeError:  # whoever read our output has seen enough
        _drop_output()
        return 2
    except FileNotFoundError as error:
        return _stop(f"{error.filename}: {error.strerror}" if error.filename else f"{error}", "check the name")
    except OSError as error:
        _drop_output()
        return _stop(f"{error.filename or 'the output'}: {error.strerror or error}", "nothing was left half-written")
    except KeyboardInterrupt:
        return _stop("interrupted", "nothing was left half-written")
    except Exception as error:
        if os.environ.get("WIREMARK_DEBUG"):
            raise
        return _stop(
            f"a fault of wiremark itself: {type(error).__name__}: {error}",
            "WIREMARK_DEBUG=1 shows where; please report it with the command that you ran",
        )
    return code


def _run(args: argparse.Namespace) -> int:
    try:
        code: int = args.run(args)
    except Refused as refused:
        code = report(refused.findings, getattr(args, "format", "text"), args.directory)
    return code


def _make_streams_safe() -> None:
    """What a terminal cannot show is escaped, and a closed stream swallows: output never becomes a crash."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (it lives as long as we do)
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _drop_output() -> None:
    """After a write to standard output failed, keeps Python from trying once more at exit."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _named(words: Sequence[str]) -> str:
    """The command among the words of a command line; empty where there is none that we know."""
    rest = iter(words)
    for word in rest:
        if word == "-C":
            next(rest, None)
        elif not word.startswith("-"):
            return word if word in COMMANDS else ""
    return ""


def _parser(only: str = "") -> argparse.ArgumentParser:
    """The parser of every command, or of one alone, so that nothing is imported for the others."""
    parser = argparse.ArgumentParser(
        prog="wiremark",
        description="Raw news articles in; a cleaned, annotated, validated, versioned dataset out.",
        epilog="example: wiremark -C my-corpus build",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show program's version number and exit")
    parser.add_argument(
        "-C", dest="directory", type=Path, default=Path(), metavar="DIR", help="the workspace (default: this folder)"
    )
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    for name in (only,) if only else COMMANDS:
        importlib.import_module(f"wiremark.cli.{name.replace('-', '_')}").register(commands)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from wiremark import __version__

        print(f"wiremark {__version__}")
        parser.exit()


def _stop(message: str, help: str) -> int:
    with contextlib.suppress(OSError):
        print(f"wiremark: {message}\n  = help: {help}", file=sys.stderr)
    return 2
