"""Which layers of which schema version the editor shows."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from wiremark.diagnostics import Refused, Usage
from wiremark.labelstudio.editor.layout import Layout, NoLayout, layout
from wiremark.schema.profile import Profile
from wiremark.validation import schemas
from wiremark.workspace import Workspace


def layout_of(workspace: Workspace, layers: Sequence[str] | None = None, schema: Path | None = None) -> Layout:
    """The layout of the newest schema, or of the one given. Raises Usage, Refused where the schema cannot be used."""
    profile = _newest(workspace) if schema is None else _given(workspace, schema)
    unknown = [name for name in layers or () if name not in profile.layers]
    if unknown:
        raise Usage(
            f"the schema {profile.version} has no layer {unknown[0]}", f"name some of {', '.join(profile.layers)}"
        )
    try:
        return layout(profile, layers)
    except NoLayout as error:
        raise Usage(f"{error}", "leave it out: --layers with the others") from None


def _newest(workspace: Workspace) -> Profile:
    found = schemas.load(workspace)
    if found.newest is None:
        raise Refused(found.findings)
    return found.newest


def _given(workspace: Workspace, path: Path) -> Profile:
    profile, findings = schemas.one(path, workspace.relative(path))
    if profile is None:
        raise Refused(findings)
    return profile
