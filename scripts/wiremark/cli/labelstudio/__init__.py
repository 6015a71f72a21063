"""wiremark labelstudio: the editor's config, tasks as files, a live server. One module per subcommand."""

from __future__ import annotations

import importlib

from wiremark.cli.report import Commands

SUBCOMMANDS = ("config", "export", "import", "push", "pull", "serve")


def module(name: str) -> str:
    """The module of a subcommand; `import` is a word of Python, so its module has a line behind it."""
    return f"wiremark.cli.labelstudio.{name}{'_' if name == 'import' else ''}"


def register(commands: Commands) -> None:
    parser = commands.add_parser(
        "labelstudio",
        help="Annotate in Label Studio: config, export, import, push, pull, serve",
        description="Annotate in Label Studio: its config, tasks as files, and a live server.",
    )
    subcommands = parser.add_subparsers(title="subcommands", required=True, metavar="SUBCOMMAND")
    for name in SUBCOMMANDS:
        importlib.import_module(module(name)).register(subcommands)
