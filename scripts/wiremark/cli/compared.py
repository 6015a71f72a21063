"""The passes that a command compares, opened and checked before anything is made of them."""

from __future__ import annotations

from pathlib import Path

from wiremark import validation
from wiremark.annotation import passes
from wiremark.annotation.store import files
from wiremark.diagnostics import Refused, Usage
from wiremark.schema.profile import Profile
from wiremark.validation import schemas
from wiremark.workspace import Workspace


def opened(workspace: Workspace, *names: str) -> tuple[Profile, list[passes.Pass]]:
    """The newest schema, and the passes of these names.

    Raises Usage where there is none of a name, and Refused where levels 1 to 3 find an error in one.
    """
    try:
        profile = _checked(workspace, {passes.folder(workspace, name).resolve() for name in names})
        return profile, [passes.load(workspace, name) for name in names]
    except FileNotFoundError as error:
        known = passes.names(workspace)
        help = f"there are {', '.join(known)}" if known else "annotate first"
        raise Usage(f"{error.filename}: {error.strerror}", help) from None


def _checked(workspace: Workspace, folders: set[Path]) -> Profile:
    """The newest schema. Raises Refused where levels 1 to 3 find an error in the files that these folders hold.

    Files outside the workspace's annotations are left to `passes.load`.
    """
    wanted = [
        file.path
        for file in files(workspace)
        if file.path.parent.resolve() in folders or (file.path.parent == workspace.annotations and not file.of_document)
    ]
    findings, _ = validation.validate(workspace, wanted) if wanted else ([], {})
    profile = schemas.load(workspace)
    broken = validation.broken(findings)
    if broken or profile.newest is None:
        raise Refused(broken or profile.findings)
    return profile.newest
