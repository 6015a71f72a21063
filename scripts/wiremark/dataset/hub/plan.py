"""What publishing a release would do to a repository, and what speaks against it. Nothing here asks the Hub."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from wiremark.dataset.folder import CARD, MANIFEST, is_ours
from wiremark.dataset.hub.connection import Repository
from wiremark.dataset.hub.files import Change, Remote, change
from wiremark.dataset.hub.staging import Staged
from wiremark.diagnostics import Finding, count

_ATTRIBUTES = ".gitattributes"
"""The Hub's own: it writes there which files are large."""

_DATA = "data/"
"""All below belongs to the release: the card's patterns would load whatever else lay there."""


@dataclass(frozen=True)
class Plan:
    """What is to happen. address: the repository's page.

    there: the repository, None where it is still to be made or, with `compared` False, nobody could ask. private: what
    it is, else what it is made as. earlier: the manifest of the release that it holds. at_tag: what the tag stands for
    would have to change to be this release; None where there is no such tag.
    """

    repository: str
    address: str
    release: Staged
    tag: str
    private: bool
    there: Repository | None
    earlier: Mapping[str, Any] | None
    at_tag: Change | None
    compared: bool = True

    @property
    def change(self) -> Change:
        """What has to be done to the files."""
        files = self.there.files if self.there else {}
        return change(self.release.files, files, mine(files))

    @property
    def kept(self) -> list[str]:
        """Files of the repository that are none of a release: they stay."""
        files = self.there.files if self.there else {}
        return sorted(files.keys() - mine(files) - self.release.files.keys() - {_ATTRIBUTES})

    @property
    def is_done(self) -> bool:
        """Whether the tag stands for this release already."""
        return self.at_tag is not None and self.at_tag.is_empty


def mine(files: Mapping[str, Remote]) -> set[str]:
    """Those of the files that a release has, or that would be loaded with it."""
    return {place for place in files if is_ours(place) or place.startswith(_DATA)}


def refusals(plan: Plan, *, public_texts: bool) -> Iterator[Finding]:
    """What speaks against it. public_texts: whether articles may be shown to everybody."""
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
        foreign = [place for place in files if not is_ours(place) and place not in (_ATTRIBUTES, CARD)]
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


def as_data(plan: Plan) -> dict[str, Any]:
    """The plan as JSON values."""
    changed, files, manifest = plan.change, plan.release.files, plan.release.manifest
    return {
        "repository": plan.repository,
        "address": plan.address,
        "compared": plan.compared,
        "exists": plan.there is not None,
        "private": plan.private,
        "corpus": {"name": manifest["name"], "version": manifest["version"], "schema": manifest["schema"]},
        "texts": manifest["texts"],
        "tag": {"name": plan.tag, "exists": plan.at_tag is not None},
        "added": {place: files[place].size for place in changed.added},
        "changed": {place: files[place].size for place in changed.changed},
        "deleted": list(changed.deleted),
        "unchanged": len(changed.same),
        "kept": plan.kept,
    }


def as_text(plan: Plan) -> str:
    """The plan as lines: what, where, and each file that would be added (+), changed (~), deleted (-)."""
    changed, files, manifest = plan.change, plan.release.files, plan.release.manifest
    sizes = {place: files[place].size for place in (*changed.added, *changed.changed)}
    state = "there already" if plan.there else "new" if plan.compared else "not looked at"
    kind = "with the articles' text" if manifest["texts"] else "stand-off: without the articles' text"
    lines = [
        f"{plan.repository} at {plan.address}",
        f"  repository  {'private' if plan.private else 'public'}, {state}",
        f"  release     {plan.release.name}, schema {manifest['schema']}, {kind}",
        f"  tag         {plan.tag}, {'there already' if plan.at_tag else 'new' if plan.compared else 'not looked at'}",
        f"  files       {len(changed.added)} added, {len(changed.changed)} changed, {len(changed.deleted)} deleted, "
        f"{len(changed.same)} as they are: {_size(sum(sizes.values()))} to send",
    ]
    width = max((len(place) for place in (*sizes, *changed.deleted)), default=0)
    lines += [f"    + {place:<{width}}  {_size(sizes[place]):>9}" for place in changed.added]
    lines += [f"    ~ {place:<{width}}  {_size(sizes[place]):>9}" for place in changed.changed]
    lines += [f"    - {place}" for place in changed.deleted]
    if plan.kept:
        lines.append(f"  left alone  {', '.join(plan.kept)}")
    return "\n".join(lines)


def _size(number: int) -> str:
    """Bytes as people read them."""
    for unit, factor in (("GB", 10**9), ("MB", 10**6), ("kB", 10**3)):
        if number >= factor:
            return f"{number / factor:.1f} {unit}"
    return f"{number} B"


def message(plan: Plan) -> tuple[str, str]:
    """The commit's message and its description: what was released, from what, and the rows of each table."""
    manifest, earlier = plan.release.manifest, plan.earlier or {}
    lines = [f"Made from the workspace's commit {plan.release.origin}."] if plan.release.origin else []
    before = earlier.get("version")
    lines += [f"It follows {before}."] if before and before != manifest["version"] else []
    lines.append("")
    old = earlier.get("tables")
    for name, table in manifest["tables"].items():
        rows, was = _rows(table), _rows(old.get(name)) if isinstance(old, Mapping) else None
        lines.append(f"- {name}: {count(rows, 'row')}{'' if was in (None, rows) else f' ({rows - was:+})'}")
    return plan.release.name, "\n".join(lines).strip()


def _rows(table: Any) -> Any:
    """How many rows a manifest gives a table; None where it says nothing of it."""
    try:
        return sum(int(shard["rows"]) for shard in table["shards"])
    except (TypeError, KeyError, ValueError):
        return None


def manifest_of(content: bytes) -> dict[str, Any]:
    """What a MANIFEST.json in a repository says; nothing where it is no such file."""
    try:
        read = json.loads(content)
    except ValueError:
        return {}
    return read if isinstance(read, dict) else {}
