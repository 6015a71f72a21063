"""wiremark schema migrate: brings the annotation files to another schema version."""

from __future__ import annotations

import argparse

from wiremark.cli.report import Commands, command, with_format

_HELP = """Bring the annotation files to the newest schema version, or to another.
The files schemas/migrations/<from>__<to>.json say how; versions between which nothing broke need none. Documents,
passes and rounds, entities, clusters and adjudication.jsonl move together: all of them, or none where one would not be
valid. Words and offsets stay what they are. Back to an older version goes only what loses nothing on the way.

What only a person can choose becomes a row of the file's list `review`, and the exit code is 1.
A run that was cut off is finished by the next one."""


def register(commands: Commands) -> None:
    parser = command(commands, "migrate", run, _HELP, "wiremark schema migrate --dry-run")
    parser.add_argument("--to", metavar="VERSION", help="the schema version (default: the newest in schemas/)")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--check", action="store_true", help="write nothing; exit 1 where there is something to migrate")
    how.add_argument("--dry-run", action="store_true", help="write nothing; print what would be changed")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    from wiremark.cli.schema.migrate_run import migrate  # no other command need load it

    return migrate(args)
