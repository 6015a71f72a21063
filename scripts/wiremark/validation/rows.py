"""One row of a JSONL file: `{text, annotation}`, and the entities and clusters where they are given. Levels 1 to 3.

A row brings its article, so nothing but the schema is needed to check it. Levels 4 and 5 know whole corpora and are
left to a workspace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from wiremark.diagnostics import Finding
from wiremark.schema.profile import Node, Profile, Record, Text, plan
from wiremark.validation import level1, level3
from wiremark.validation.fast_path import Spaces, fast_path
from wiremark.validation.level2 import structure
from wiremark.validation.level3 import Space
from wiremark.validation.orphans import orphaned
from wiremark.validation.places import Problem, placed, show
from wiremark.validation.review import waiting
from wiremark.workspace import sha256

_PARTS = {"annotation": "Document", "entities": "Entities", "clusters": "Clusters"}
_CODES = {"Entities": "A304", "Clusters": "A305"}
_OWN = "A303"


def row_profile(profile: Profile) -> Profile:
    """The profile with a record `Row` for the rows of a JSONL file."""
    fields: dict[str, Node] = {"text": Text(), **{key: profile.records[name] for key, name in _PARTS.items()}}
    row = Record("Row", fields, frozenset({"text", "annotation"}))
    return replace(profile, records={**profile.records, "Row": row})


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known beside a row that lacks some of its parts, for the fast path and for the slow one."""

    fast: Spaces
    slow: Mapping[str, Space]


class Rows:
    """Checks rows against a profile. `shared`: the entities and clusters of rows that bring none, by id space."""

    def __init__(self, profile: Profile, shared: Mapping[str, Space] | None = None) -> None:
        self.profile, self.shared = profile, shared or {}
        profile = row_profile(profile)
        self.record = profile.records["Row"]
        self._plan = plan(self.record)
        self._fast_path = fast_path(profile, "Row")
        opened = {
            key: [space for _, space in plan(profile.records[_PARTS[key]]).keys] for key in ("entities", "clusters")
        }
        self._codes = {space: _CODES[_PARTS[key]] for key, spaces in opened.items() for space in spaces}
        self._known: dict[tuple[bool, bool], _Known] = {}
        for entities in (False, True):
            for clusters in (False, True):
                absent = (() if entities else opened["entities"]), (() if clusters else opened["clusters"])
                known = {space: self.shared.get(space) for spaces in absent for space in spaces}
                ids = {name: space.ids if space else None for name, space in known.items()}
                self._known[entities, clusters] = _Known(
                    {name: None if held is None else frozenset(held) for name, held in ids.items()},
                    {name: space or Space(self._codes[name], name, "", None) for name, space in known.items()},
                )

    def findings(self, raw: bytes, file: str, line: int) -> list[Finding]:
        """What is wrong with a row, the bytes of one line. `file` and `line`: what it is called in findings."""
        if self.clean(raw):
            return []
        parsed = level1.read(raw, file, "row")
        found = list(parsed.findings)
        if parsed.readable:
            found += placed(self.problems(parsed.data), file, parsed.text)
        return [replace(finding, line=line) for finding in found]

    def clean(self, raw: bytes) -> bool:
        """True where the fast path finds a row clean; else a closer look is needed."""
        decoded = self._fast_path.decoded(raw)
        if decoded is None:
            return False
        row, absent = decoded.root, self._fast_path.absent
        known = self._known[row.entities is not absent, row.clusters is not absent].fast
        text: str = row.text
        try:
            digest = sha256(text.encode("utf-8"))
        except UnicodeEncodeError:
            return False
        return digest == row.annotation.text_sha256 and self._fast_path.clean(raw, decoded, text, known)

    def problems(self, data: Any) -> list[Problem]:
        """Levels 2 and 3 for a parsed row."""
        found = structure(data, self.record, "the row")
        if not isinstance(data, dict):
            return found
        return level3.beside(found, list(self._integrity(data)))

    def _integrity(self, row: dict[str, Any]) -> Iterator[Problem]:
        yield from level3.unique(row, self._plan, {})
        parts = {key: row[key] for key in _PARTS if isinstance(row.get(key), dict)}
        annotation, text = parts.get("annotation", {}), row.get("text")
        record = self.record.fields["annotation"]
        if isinstance(record, Record):
            yield from _below("/annotation", level3.layers(annotation, record))
        if isinstance(text, str):
            other = _changed(annotation, text)
            if other:
                yield other
            else:
                yield from level3.spans(row, self._plan, text)
        yield from level3.references(row, self._plan, self._spaces(row))
        for key, part in parts.items():
            yield from _below(f"/{key}", waiting(part))
            yield from _below(f"/{key}", orphaned(part))

    def _spaces(self, row: dict[str, Any]) -> dict[str, Space]:
        """What references may name: in the row itself, and beside it where it does not bring them."""
        own = level3.keys(row, self._plan)
        names = {space for _, space in self._plan.keys}
        there = {name: Space(self._codes.get(name, _OWN), name.replace("_", " "), "this row", {}) for name in names}
        spaces = {name: replace(space, ids=own.get(name, {})) for name, space in there.items()}
        return spaces | dict(self._known["entities" in row, "clusters" in row].slow)


def _below(prefix: str, problems: Iterator[Problem]) -> Iterator[Problem]:
    """The problems of a part of the row, with their pointers in the row."""
    return (problem.under(prefix) for problem in problems)


def _changed(annotation: Mapping[str, Any], text: str) -> Problem | None:
    digest = sha256(text.encode("utf-8", "surrogatepass"))
    said = annotation.get("text_sha256")
    if not isinstance(said, str) or len(said) != 64 or said == digest:
        return None
    return Problem(
        code="A308",
        pointer="/annotation/text_sha256",
        message="the text has changed since it was annotated",
        found=f"the row's text has sha256 {digest}",
        expected=f"sha256 {show(said)[1:-1]}, the text that was annotated",
        notes=("the spans of this row were not checked",),
        help="put the text back that was annotated, or annotate the new one",
    )
