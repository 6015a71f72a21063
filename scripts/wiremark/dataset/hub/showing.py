"""The plan as data and as text, and what the commit that carries it out says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wiremark.dataset.hub.plan import Plan
from wiremark.diagnostics import count


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
