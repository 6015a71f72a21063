"""wiremark schema: what a change of the schema file means, and what goes with it. One module per subcommand."""

from __future__ import annotations

import importlib

from wiremark.cli.report import Commands

SUBCOMMANDS = ("diff", "check", "migrate", "docs", "release")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "schema",
        help="Compare, check, migrate, document and seal schema versions",
        description="Compare, check, migrate, document and seal schema versions.",
    )
    subcommands = parser.add_subparsers(title="subcommands", required=True, metavar="SUBCOMMAND")
    for name in SUBCOMMANDS:
        importlib.import_module(f"wiremark.cli.schema.{name}").register(subcommands)
