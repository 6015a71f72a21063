"""wiremark export: the corpus in the formats of others, and what each cannot hold."""

from __future__ import annotations

import argparse
from pathlib import Path

from wiremark.cli.cleaned import refuse_unclean
from wiremark.cli.destination import destination
from wiremark.cli.report import Commands, command, print_data, with_format
from wiremark.cli.tables import aligned
from wiremark.diagnostics import Usage, count
from wiremark.export.formats import FORMATS
from wiremark.sources import SPLITS
from wiremark.workspace import Workspace

_WIDTH = max(map(len, FORMATS))
_TELLS = "\n".join(
    f"  {one.name:<{_WIDTH}}  {one.holds}\n{'':{_WIDTH}}    leaves out {one.leaves}" for one in FORMATS.values()
)


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "export",
        run,
        "Write the corpus in the formats of others. Says how much of what there is each format leaves out, and why.\n\n"
        f"formats:\n{_TELLS}\n\n"
        "The files hold the articles' text: the rights in it are those of the corpus.",
        "wiremark export conll gliner --out dist/export",
    )
    parser.add_argument("formats", nargs="+", metavar="FORMAT", help=f"{', '.join(FORMATS)}, or all")
    parser.add_argument(
        "--out",
        type=Path,
        metavar="DIR",
        help="where to (default: dist/<format> in the workspace); several formats, each to a folder of its name there",
    )
    parser.add_argument("--split", action="append", choices=SPLITS, help="only this split; may be given again")
    parser.add_argument("--all-mentions", action="store_true", help="gliner: nominal and pronominal mentions too")
    parser.add_argument("--dry-run", action="store_true", help="write nothing, only count")
    with_format(parser, "the figures", "markdown")


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    names = _names(args.formats)
    splits = [split for split in SPLITS if not args.split or split in args.split]
    root = args.out or workspace.root / "dist"
    folders = {name: args.out if args.out and len(names) == 1 else root / name for name in names}
    places = {name: destination(workspace.root, folder, "--out") for name, folder in folders.items()}

    from wiremark.dataset.inputs import load_inputs  # pyarrow and numpy only now
    from wiremark.export.export import Export
    from wiremark.export.folder import refuse_foreign, write
    from wiremark.export.piece import Options
    from wiremark.export.summary import as_json, page, table

    for name in names:
        FORMATS[name].loaded()
    with workspace.locked():
        for out in () if args.dry_run else places.values():
            refuse_foreign(workspace, out)
        refuse_unclean(workspace)
        inputs = load_inputs(workspace, agreement=False)
        exports = [Export(FORMATS[name], inputs, splits, Options(args.all_mentions)) for name in names]
        titles, told = [], []
        for export in exports:
            out = places[export.format.name]
            files = [name for name, _ in export.files()] if args.dry_run else write(workspace, export, out)
            where = "nothing written" if args.dry_run else f"{count(len(files), 'file')} in {workspace.relative(out)}"
            titles.append(f"{export.format.name}: {where}")
            told.append({**as_json(export), "out": None if args.dry_run else f"{out}", "files": files})
    if args.format == "json":
        print_data({"exports": told})
    elif args.format == "markdown":
        print(page(exports))
    else:
        print("\n\n".join(aligned(table(export, title)) for export, title in zip(exports, titles, strict=True)))
    return 0


def _names(words: list[str]) -> list[str]:
    for word in words:
        if word not in (*FORMATS, "all"):
            raise Usage(f"there is no format called {word}", f"there are {', '.join(FORMATS)}, and all")
    return [name for name in FORMATS if name in words or "all" in words]
