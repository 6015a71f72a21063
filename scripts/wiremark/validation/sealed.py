"""Sealed schema versions: every file that `schemas/RELEASED` names is there, with the bytes that were sealed.

That a line of RELEASED itself is gone, only git knows.
"""

from __future__ import annotations

from collections.abc import Iterable

from wiremark.diagnostics import Finding
from wiremark.schema.released import FILE, Sealed, read
from wiremark.workspace import Workspace, sha256


def sealed(workspace: Workspace) -> tuple[list[Sealed], list[Finding]]:
    """The sealed versions of a workspace, and what is wrong with RELEASED and the files that it names."""
    path = workspace.schemas / FILE
    if not path.is_file():
        return [], []
    name = workspace.relative(path)
    versions, wrong = read(path.read_bytes().decode("utf-8", "replace"))
    if not versions and not wrong:  # emptied: it would unseal every version without a word
        wrong = [(1, "")]
    findings = [
        Finding(
            code="S108",
            file=name,
            line=number,
            message="a line of RELEASED says nothing",
            found=(line if len(line) <= 80 else f"{line[:78]} …") or "an empty file",
            expected="<sha256>  annotation-<version>.json, each version once",
            help=f"put the file back, for instance with `git checkout {name}`; `wiremark schema release` writes it",
        )
        for number, line in wrong
    ]
    for one in versions:
        file = workspace.schemas / one.name
        if not file.is_file():
            findings.append(
                Finding(
                    code="S105",
                    file=name,
                    line=one.line,
                    message=f"the sealed schema {one.version} is gone",
                    found=f"no schemas/{one.name}",
                    expected=f"the file with sha256 {one.sha256}",
                    help=f"put it back, for instance with `git checkout schemas/{one.name}`",
                )
            )
        elif sha256(file.read_bytes()) != one.sha256:
            findings.append(
                Finding(
                    code="S104",
                    file=workspace.relative(file),
                    message=f"the sealed schema {one.version} has changed",
                    found="other bytes than were sealed",
                    expected=f"sha256 {one.sha256}, as {name}:{one.line} has it",
                    help=f"put it back with `git checkout schemas/{one.name}`, and write the change into a new version",
                )
            )
    return versions, findings


def unsealed(workspace: Workspace, ref: str, versions: Iterable[Sealed]) -> list[Finding]:
    """The lines of RELEASED at a revision of git that are no longer there, or say something else.

    versions: those that are sealed now. Raises NoRevision.
    """
    path = workspace.schemas / FILE
    content = workspace.read_at(ref, path)
    name, now = workspace.relative(path), {one.version: one for one in versions}
    findings = []
    for one in read(content.decode("utf-8", "replace"))[0] if content else ():
        kept = now.get(one.version)
        if kept is None or kept.sha256 != one.sha256:
            findings.append(
                Finding(
                    code="S108",
                    file=name,
                    line=kept.line if kept else 1,
                    message=f"{one.version} was sealed at {ref}, and its line {'has changed' if kept else 'is gone'}",
                    found=f"{kept.sha256}  {kept.name}" if kept else f"no line for {one.name}",
                    expected=f"{one.sha256}  {one.name}",
                    help=f"put it back, for instance with `git checkout {ref} {name}`; what is sealed stays sealed",
                )
            )
    return findings
