"""What speaks against publishing: of the workspace, beside that it is clean and valid, and of what is planned."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.dataset.folder import ANNOTATION_LICENCE, CARD, CITATION, MANIFEST, is_ours
from wiremark.dataset.hub.plan import ATTRIBUTES, Plan
from wiremark.diagnostics import Finding, Usage
from wiremark.validation.sealed import sealed
from wiremark.workspace import FOLDERS, NoRevision, Workspace

INPUTS = (*FOLDERS, ANNOTATION_LICENCE, CITATION)
"""What a release is made of."""


def unready(workspace: Workspace, schema: str) -> list[Finding]:
    """What of the workspace speaks against publishing. schema: the version of the rows.

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


def refusals(plan: Plan, *, public_texts: bool) -> Iterator[Finding]:
    """What speaks against a plan. public_texts: whether articles may be shown to everybody."""
    manifest = plan.release.manifest
    if manifest["texts"] and not plan.private and not public_texts:
        yield Finding(
            code="D603",
            file=plan.address,
            message="the articles' text would be public",
            found=f"a release with texts, and a public repository{'' if plan.there else ' that is still to be made'}",
            expected="a stand-off release, or a private repository",
            help="publish without --with-texts; --private makes a private repository; where you hold the rights, or "
            "they are granted: --public-texts",
        )
    yield from _tagged_otherwise(plan)
    yield from _foreign(plan)


def _tagged_otherwise(plan: Plan) -> Iterator[Finding]:
    if plan.at_tag is not None and not plan.at_tag.is_empty:
        other = [*plan.at_tag.changed, *plan.at_tag.deleted, *plan.at_tag.added]
        more = " and more" if len(other) > 1 else ""
        yield Finding(
            code="D604",
            file=plan.address,
            message=f"the tag {plan.tag} stands for another release",
            found=f"other bytes there, or none, for {other[0]}{more}",
            expected="a new tag: what somebody has loaded by a tag stays what it is",
            help="raise the version in the [corpus] table of seeds/SOURCES.toml, commit it, and publish that",
        )


def _foreign(plan: Plan) -> Iterator[Finding]:
    files = plan.there.files if plan.there else {}
    if plan.earlier is None:
        foreign = [place for place in files if not is_ours(place) and place not in (ATTRIBUTES, CARD)]
        found = ", ".join(foreign[:3]) + (" and more" if len(foreign) > 3 else "")
    else:
        name = plan.earlier.get("name")
        foreign = [MANIFEST] if name != plan.release.manifest["name"] else []
        found = f"the corpus {name}" if isinstance(name, str) else f"a {MANIFEST} of another make"
    if foreign:
        yield Finding(
            code="D605",
            file=plan.address,
            message="the repository holds something else",
            found=found,
            expected=f"no repository, an empty one, or one that holds {plan.release.manifest['name']}",
            help="name another repository; what is published here replaces what was there",
        )
