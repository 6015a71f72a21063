"""The passes that a command compares, opened and checked before anything is made of them."""

from __future__ import annotations

from pathlib import Path

from wiremark import validation
from wiremark.annotation import passes
from wiremark.annotation.store import files
from wiremark.cli.report import Usage
from wiremark.diagnostics import Refused
from wiremark.schema.profile import Profile
from wiremark.validation import schemas
from wiremark.workspace import Workspace


def opened(workspace: Workspace, *names: str) -> tuple[Profile, list[passes.Pass]]:
    """The newest schema, and the passes of these names.

    Raises Usage where there is none of a name, and Refused where levels 1 to 3 find an error in one.
    """
    profile = _checked(workspace, [_folder(workspace, name) for name in names])
    return profile, [_loaded(workspace, name) for name in names]


def _folder(workspace: Workspace, name: str) -> Path:
    try:
        return passes.folder(workspace, name)
    except FileNotFoundError as error:
        raise _none(workspace, name, error) from None


def _loaded(workspace: Workspace, name: str) -> passes.Pass:
    try:
        return passes.load(workspace, name)
    except FileNotFoundError as error:
        raise _none(workspace, name, error) from None


def _none(workspace: Workspace, name: str, error: FileNotFoundError) -> Usage:
    known = passes.names(workspace)
    return Usage(f"{name}: {error.strerror}", f"there are {', '.join(known)}" if known else "annotate first")


def _checked(workspace: Workspace, folders: list[Path]) -> Profile:
    """The newest schema. Raises Refused where levels 1 to 3 find an error in the files that these folders hold.

    Files outside the workspace's annotations are left to `passes.load`.
    """
    places = {folder.resolve() for folder in (workspace.annotations, *folders)}
    shared = ("entities", "clusters")
    own = [file.path for file in files(workspace) if file.path.parent.resolve() in places]
    gold = workspace.annotations.resolve() in {folder.resolve() for folder in folders}
    wanted = [path for path in own if gold or path.parent != workspace.annotations or path.stem in shared]
    findings, _ = validation.validate(workspace, wanted) if wanted else ([], {})
    profile = schemas.load(workspace)
    # what breaks a rule of the guidelines (levels 4 and 5) is what is measured here
    broken = [finding for finding in findings if finding.severity == "error" and not _of_the_guidelines(finding.code)]
    if broken or profile.newest is None:
        raise Refused(broken or profile.findings)
    return profile.newest


def _of_the_guidelines(code: str) -> bool:
    return code.startswith(("A4", "A5"))
