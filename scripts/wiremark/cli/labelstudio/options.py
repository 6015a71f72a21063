"""Where what comes back goes: into a pass, into each annotator's own by a list of users, or into gold."""

from __future__ import annotations

import argparse
import re
import tomllib
from pathlib import Path

from wiremark.annotation.passes import GOLD
from wiremark.diagnostics import Usage, count
from wiremark.labelstudio.exchange.inbox import Inbox
from wiremark.workspace import Workspace

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def add_layers(parser: argparse.ArgumentParser) -> None:
    """Adds `--layers`."""
    parser.add_argument("--layers", nargs="+", metavar="LAYER", help="the layers to annotate (default: all)")


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Adds `--document`."""
    parser.add_argument("--document", nargs="+", metavar="ID", help="only these documents (default: all)")


def add_destination(parser: argparse.ArgumentParser) -> None:
    """Adds `--into`, `--annotator`, `--users`, `--overwrite`."""
    parser.add_argument("--into", choices=(GOLD,), help="annotations/ itself; only what changed is changed there")
    parser.add_argument(
        "--annotator",
        metavar="NAME",
        help="whose work it is: into passes/NAME/; with --into gold, who is named for a layer that is new",
    )
    parser.add_argument(
        "--users",
        type=Path,
        metavar="FILE",
        help='several annotators: TOML, from e-mail address or user id to name, as "7" = "ada"; outside the workspace',
    )
    parser.add_argument(
        "--overwrite", action="store_true", help="also files that were changed here since they were handed over"
    )


def inbox(workspace: Workspace, args: argparse.Namespace, users: dict[str, str] | None = None) -> Inbox:
    """The inbox that the options ask for. users: those of `--users`, where they were read already. Raises Usage."""
    if not (args.into or args.annotator or args.users):
        raise Usage("no destination is given", "name one: --annotator NAME, --users FILE, or --into gold")
    if args.users and (args.into or args.annotator):
        raise Usage("--users says whose the work is", "leave out --annotator and --into, or --users")
    if args.annotator:
        usable(args.annotator)
    named = users if users is not None else users_of(workspace, args.users) if args.users else None
    into = args.into or args.annotator or ""
    return Inbox(workspace, into=into, users=named, annotator=args.annotator or "", overwrite=args.overwrite)


def users_of(workspace: Workspace, path: Path) -> dict[str, str]:
    """From e-mail address or user id to annotator, of a TOML file. Raises Usage, and OSError where there is none."""
    if path.resolve().is_relative_to(workspace.root.resolve()):
        raise Usage(f"{path} lies in the workspace", "e-mail addresses stay out of it: move the file elsewhere")
    try:
        users = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Usage(f"{path} is not TOML: {error}", 'write lines like "ada@example.org" = "ada"') from None
    for name in users.values():
        if not isinstance(name, str):
            raise Usage(f"{path} names no annotator somewhere", 'write lines like "7" = "ada", without tables')
        usable(name)
    return users


def usable(name: str) -> None:
    """Raises Usage where an annotator cannot have this name. An e-mail address is not shown."""
    if name == GOLD or not _NAME.fullmatch(name):
        shown = "an e-mail address" if "@" in name else name
        raise Usage(f"{shown} is no name for an annotator", "take letters, digits, dots and dashes: it names a folder")


def told(inbox: Inbox, files: list[str], *, written: bool = True) -> str:
    """What became of the work, and what comes next."""
    of, taken = inbox.count, inbox.count["new"] + inbox.count["changed"]
    parts = [f"{count(taken, 'annotation')} taken", *(f"{of[key]} {what}" for key, what in _KINDS if of[key])]
    if not written:
        return f"{', '.join(parts)}; {count(len(files), 'file')} would be written, this was a dry run"
    return f"{', '.join(parts)}; {count(len(files), 'file')} written" + _NEXT * bool(files)


_KINDS = (("same", "as they were"), ("waiting", "not annotated"), ("refused", "left out"))
_NEXT = "\n  next      wiremark validate"
