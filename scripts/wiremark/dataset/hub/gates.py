"""What must hold of a workspace before anything of it is published, beside that it is clean and valid."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.dataset.folder import ANNOTATION_LICENCE, CITATION
from wiremark.diagnostics import Finding, Usage
from wiremark.validation.sealed import sealed
from wiremark.workspace import NoRevision, Workspace

INPUTS = ("seeds", "corpus", "annotations", "schemas", ANNOTATION_LICENCE, CITATION)
"""What a release is made of."""


def unready(workspace: Workspace, schema: str) -> list[Finding]:
    """What speaks against publishing. schema: the version of the rows.

    Raises Usage where git cannot say what is committed.
    """
    return [*_uncommitted(workspace), *_open(workspace, schema)]


def _uncommitted(workspace: Workspace) -> Iterator[Finding]:
    try:
        found = workspace.uncommitted(*INPUTS)
        workspace.head()
    except NoRevision as error:
        raise Usage(
            f"{workspace.root.absolute()}: {error}, and what is published must be found again",
            "keep the workspace in git, and commit it: git init && git add . && git commit",
        ) from None
    for name, state in found.items():
        yield Finding(
            code="D601",
            file=name,
            message="what would be published is in no commit",
            found=f"{state}",
            expected="the workspace as its last commit has it",
            help="commit it, or undo it: `git status` shows the same",
        )


def _open(workspace: Workspace, schema: str) -> Iterator[Finding]:
    versions, findings = sealed(workspace)
    yield from findings
    if schema not in [one.version for one in versions]:
        yield Finding(
            code="D602",
            file=workspace.relative(workspace.schema(schema)),
            message=f"schema {schema} is still open",
            found="no line for it in schemas/RELEASED",
            expected="a sealed schema: what others load must not change under its number",
            help=f"seal it: `wiremark schema release {schema}`, which is for ever",
        )
