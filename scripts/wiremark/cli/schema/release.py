"""wiremark schema release: seal a schema version."""

from __future__ import annotations

import argparse

from wiremark.cli.report import Commands, command, report, with_format
from wiremark.cli.schema.behind import behind
from wiremark.cli.schema.check import check
from wiremark.cli.schema.findings import reported
from wiremark.cli.schema.schema_file import versions_here
from wiremark.diagnostics import Finding, Usage
from wiremark.schema.released import FILE, Sealed, written
from wiremark.validation import schemas
from wiremark.validation.sealed import sealed
from wiremark.workspace import Workspace, sha256, write


def register(commands: Commands) -> None:
    parser = command(
        commands,
        "release",
        run,
        f"Seal a schema version: its digest goes into schemas/{FILE}, and the file never changes again. "
        "Done only where `wiremark schema check` finds nothing against it, and no annotation file is older.",
        "wiremark schema release 1.0.0",
    )
    parser.add_argument("version", nargs="?", metavar="VERSION", help="the version (default: the newest)")
    with_format(parser)


def run(args: argparse.Namespace) -> int:
    workspace = Workspace.at(args.directory)
    with workspace.locked():
        versions, _ = sealed(workspace)
        version = _version(workspace, args.version, [one.version for one in versions])
        path = workspace.schema(version)
        findings = _against(workspace, version)
        errors = any(finding.severity == "error" for finding in findings)
        if not errors:
            one = Sealed(version, sha256(path.read_bytes()), 0)
            write(workspace.schemas / FILE, written([*versions, one]))
    code = report(findings, args.format, workspace.root)
    if args.format == "text":
        print(f"{version} is not sealed" if errors else f"sealed {workspace.relative(path)}: it never changes again")
    return code


def _version(workspace: Workspace, given: str | None, done: list[str]) -> str:
    known = versions_here(workspace)
    version = given or (known[-1] if known else "")
    if version not in known:
        raise Usage(f"there is no schemas/annotation-{version or '<version>'}.json", "name a version in schemas/")
    if version in done:
        raise Usage(f"{version} is sealed already", "write a change into a new version")
    return version


def _against(workspace: Workspace, version: str) -> list[Finding]:
    """What speaks against sealing a version: of the schema itself, of what it breaks, and files that are not at it."""
    name = workspace.relative(workspace.schema(version))
    findings = [finding for finding in schemas.load(workspace).findings if finding.file == name]
    checked = check(workspace, name, None, None)
    others = [one for one in checked.others if one not in findings]
    return [*findings, *reported(checked.changes), *others, *behind(workspace, version)]
