"""wiremark schema: what a change of the schema file means, and what goes with it. One module per subcommand."""

from __future__ import annotations

import importlib
import pkgutil
from pathlib import Path

from wiremark.cli.report import Commands

SUBCOMMANDS = ("diff", "check", "migrate", "docs", "release")


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "schema",
        help="Compare, check, migrate, document and seal schema versions",
        description="Compare, check, migrate, document and seal schema versions.",
    )
    subcommands = parser.add_subparsers(title="subcommands", required=True, metavar="SUBCOMMAND")
    built = {module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])}
    for name in SUBCOMMANDS:
        if name in built:
            importlib.import_module(f"wiremark.cli.schema.{name}").register(subcommands)
