"""Which documents are handed over, and which layers of which schema version the editor shows."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from wiremark.cli.report import Usage
from wiremark.diagnostics import Refused
from wiremark.labelstudio.layout import Layout, NoLayout, layout
from wiremark.schema.profile import Profile
from wiremark.validation import schemas
from wiremark.workspace import Workspace


def add_layers(parser: argparse.ArgumentParser) -> None:
    """Adds `--layers`."""
    parser.add_argument("--layers", nargs="+", metavar="LAYER", help="the layers to annotate (default: all)")


def add_documents(parser: argparse.ArgumentParser) -> None:
    """Adds `--document`."""
    parser.add_argument("--document", nargs="+", metavar="ID", help="only these documents (default: all)")


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
