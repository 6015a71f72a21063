"""What must not pass unseen: label ids that mean another label, and a version that does not tell of the changes."""

from __future__ import annotations

from collections.abc import Iterator

from wiremark.dataset.changes.record import Changes, LabelChange
from wiremark.dataset.ner import bio
from wiremark.dataset.release import Release
from wiremark.diagnostics import Finding, count
from wiremark.schema.changes.declared import enough
from wiremark.schema.profile import Label, Text
from wiremark.schema.versions import file_name, is_version, precedence
from wiremark.validation.places import Problem, placed


def findings(changes: Changes, before: Release, after: Release) -> list[Finding]:
    """D501 for each label whose id moved and D502 for each id that another label has, both in the newer schema file;
    D503, a warning, where the version of the corpus tells of less than what changed."""
    file = after.folder / "schemas" / file_name(after.manifest["schema"])
    problems = [problem for one in changes["labels"] if (problem := _problem(one, before, after))]
    text = file.read_bytes().decode("utf-8") if problems else ""
    return [*placed(problems, str(file), text), *_version(changes, after)]


def _problem(one: LabelChange, before: Release, after: Release) -> Problem | None:
    place = f"{before.manifest['name']} {before.manifest['version']}"
    label, name = one["after"][0] if one["after"] else "", one["set"]
    notes = [f"{count(one['values'], 'value')} of annotations, entities and clusters: {label}"] if one["values"] else []
    if one["change"] == "moved":
        return Problem(
            code="D501",
            pointer=_pointer(after, name, label),
            message=f"the id of {label} in {name} moved: stored ids mean another label now",
            found=f"{label} has id {one['new_id']}",
            expected=f"id {one['id']}, as in {place}",
            notes=(*notes, *_tags(label, name, before, after)),
            help="give every label the id that it had, and a new one the next free id",
        )
    if one["change"] in ("reused", "refilled"):
        was = f"{one['id']} is {one['before'][0]}, as in {place}" if one["before"] else "an id that no label ever had"
        return Problem(
            code="D502",
            pointer=_pointer(after, name, label),
            message=f"an id of {name} was given to another label",
            found=f"{one['new_id']} is {label}",
            expected=was,
            notes=(*notes,),
            help="give the new label the next free id; a label that is only renamed keeps its description or example",
        )
    return None


def _pointer(release: Release, name: str, label: str) -> str:
    rows = release.schema["$defs"][name]["x-labels"]
    return f"/$defs/{name}/x-labels/{[row['name'] for row in rows].index(label)}/id"


def _tags(label: str, name: str, before: Release, after: Release) -> Iterator[str]:
    """The tags of `ner` follow the ids of the types of mentions."""
    mention = after.profile.records.get("Mention")
    types = mention.fields.get("type") if mention else None
    if isinstance(types, Text) and types.labels == after.profile.labels[name]:
        old, new = (_tag(side.profile.labels[name], label) for side in (before, after))
        yield f"in `ner` the tag B-{label} had the id {old} and has {new}"


def _tag(labels: tuple[Label, ...], label: str) -> int:
    return next(tag.id for tag in bio(labels) if tag.name == f"B-{label}")


def _version(changes: Changes, after: Release) -> Iterator[Finding]:
    old, new, needed = changes["before"]["version"], changes["after"]["version"], changes["needed"]
    if not needed["version"] or not is_version(new) or precedence(new) < precedence(old):
        return  # nothing changed, or the releases stand in the other order
    if old == new or not enough(new, needed["version"]):
        yield Finding(
            code="D503",
            severity="warning",
            file=str(after.folder),
            message="the version tells of less than what changed",
            found=f"{old} and then {new}" if old != new else f"{new}, as before",
            expected=f"{needed['version']} or later: {', '.join(needed['because'])}",
            help="raise the version in seeds/SOURCES.toml and build again",
        )
