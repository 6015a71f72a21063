"""wiremark labelstudio push: documents, suggestions and annotations to a live server, each once."""

from __future__ import annotations

import argparse
import shlex

from wiremark.annotation.passes import GOLD
from wiremark.cli.labelstudio.connect import add_server, connected, prepared, wanted
from wiremark.cli.labelstudio.options import add_documents, add_layers, usable
from wiremark.cli.progress import progress
from wiremark.cli.report import Commands, command, report, with_format
from wiremark.diagnostics import count, ordered
from wiremark.labelstudio.exchange.outbox import Outbox
from wiremark.labelstudio.server.projects import Project
from wiremark.labelstudio.server.push import Pushed, push
from wiremark.labelstudio.server.refusals import unfit
from wiremark.workspace import Workspace

_HELP = """Push documents to a Label Studio server: into the corpus's project, which is made where there is none.

What is there already stays as it is: a second push changes nothing, and one that was cut off goes on where it stopped.
A document whose text has changed since is refused, and a config that would leave work there without its labels.
The annotators begin with the bare texts, unless you push annotations or suggestions too."""


def register(commands: Commands) -> None:
    parser = command(commands, "push", run, _HELP, "wiremark labelstudio push --annotator ada")
    add_documents(parser)
    add_layers(parser)
    parser.add_argument(
        "--annotator", metavar="NAME", help="into a project of this annotator's own, which `pull` reads into a pass"
    )
    parser.add_argument(
        "--annotations", default="none", metavar="PASS", help="with the annotations of gold or of a pass, to go on from"
    )
    parser.add_argument(
        "--suggestions",
        metavar="PASS",
        help="with suggestions: a pass, gold, or a file with a model's, as Label Studio's JSON",
    )
    add_server(parser)
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    if args.annotator:
        usable(args.annotator)
    outbox = Outbox(
        workspace,
        layers=args.layers,
        documents=args.document,
        annotations=args.annotations,
        suggestions=args.suggestions,
    )
    with connected(args) as server:
        project = prepared(server, workspace, wanted(workspace, args.project, args.annotator or ""), outbox.layout)
        with progress("pushing", len(outbox.ids)) as line:
            pushed = push(server, project, outbox.tasks(), lambda pushed: line.at(pushed.done), alike=outbox.alike)
    findings = [*outbox.findings, *unfit(pushed, project)]
    code = report(ordered(findings), args.format, workspace.root)
    if args.format == "text":
        print("\n" * bool(findings) + _told(pushed, project, args))
    return code


def _told(pushed: Pushed, project: Project, args: argparse.Namespace) -> str:
    """What was done, where, and what comes next."""
    added = [(pushed.annotations, "annotation"), (pushed.predictions, "suggestion")]
    parts = [f"{count(pushed.new, 'document')} pushed", f"{pushed.there} there already"]
    parts += [f"{count(number, noun)} added" for number, noun in added if number]
    gold = args.annotations == GOLD and not args.annotator
    words = ["--into", GOLD] if gold else ["--annotator", args.annotator or "NAME"]
    options = {"--project": args.project and project.id, "--url": args.url, "--token-file": args.token_file}
    words += [word for name, value in options.items() if value for word in (name, f"{value}")]
    return "\n".join(
        [
            ", ".join(parts),
            f"  project   {project.title}, {project.url}",
            f"  next      annotate there, then: wiremark labelstudio pull {shlex.join(words)}",
        ]
    )
