"""The schema versions of a workspace, and which of them a file is checked against."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wiremark.diagnostics import Finding
from wiremark.schema.keywords import SchemaError
from wiremark.schema.profile import Profile, Text
from wiremark.schema.profile import read as read_profile
from wiremark.schema.roots import ROOTS
from wiremark.schema.versions import precedence, version_in
from wiremark.validation import level1
from wiremark.validation.places import Problem, placed, show
from wiremark.validation.sealed import sealed
from wiremark.workspace import Workspace

_DOCUMENT = "document text_sha256 dct annotated_with mentions times events quotes"
_NEEDED = {
    "Document": _DOCUMENT,
    "Pass": _DOCUMENT,
    "Entities": "entities",
    "Clusters": "events utterances",
    "AnnotatedWith": "mentions times events quotes",
    "LayerRecord": "annotators state",
    "Span": "start end text",
    "Mention": "id type span form entity",
    "Time": "id span",
    "Event": "id type trigger arguments",
    "Argument": "role",
    "Quote": "id content",
    "Entity": "id name type",
}
"""What the dataset is made of, whatever else a schema has: records of `$defs` with their properties."""


@dataclass(frozen=True, slots=True)
class Schemas:
    """The versions that can be used, those that are there and cannot, and what is wrong with them."""

    profiles: Mapping[str, Profile] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    findings: tuple[Finding, ...] = ()

    @property
    def newest(self) -> Profile | None:
        """The usable version that comes last in SemVer's order."""
        return self.profiles[max(self.profiles, key=precedence)] if self.profiles else None

    def profile_for(self, data: Any) -> Profile | None:
        """The newest, which every file must follow; None where the one that a file's data declares is broken."""
        declared = data.get("schema_version") if isinstance(data, dict) else None
        return None if isinstance(declared, str) and declared in self.broken else self.newest


def load(workspace: Workspace) -> Schemas:
    """Reads every schemas/annotation-<version>.json."""
    profiles: dict[str, Profile] = {}
    broken, findings = set(), []
    paths = sorted(workspace.schemas.glob("annotation-*.json"))
    for path in paths:
        file = workspace.relative(path)
        named = version_in(path.name)
        version = named or path.stem.removeprefix("annotation-")
        if not path.is_file():
            findings.append(_absent(file, "a folder" if path.is_dir() else "a link to nothing"))
            broken.add(version)
            continue
        parsed = level1.read(path.read_bytes(), file)
        findings += parsed.findings
        profile, problems = _read(parsed.data, version, named=named != "") if parsed.readable else (None, [])
        findings += placed(problems, file, parsed.text)
        if profile is None or parsed.findings or problems:
            broken.add(version)
        else:
            profiles[version] = profile
    if not paths:
        findings.append(_absent("schemas", ""))
    findings += sealed(workspace)[1]
    return Schemas(profiles, frozenset(broken), tuple(findings))


def one(path: Path, file: str) -> tuple[Profile | None, list[Finding]]:
    """The profile of one schema file, wherever it stands and whatever it is called; None, with findings, for none.

    file: its name in findings. Raises OSError where it cannot be read.
    """
    parsed = level1.read(path.read_bytes(), file)
    if not parsed.readable or parsed.findings:
        return None, parsed.findings
    version = parsed.data.get("x-version") if isinstance(parsed.data, dict) else None
    profile, problems = _read(parsed.data, version if isinstance(version, str) else "", named=True)
    return (None if problems else profile), placed(problems, file, parsed.text)


def _absent(file: str, found: str) -> Finding:
    return Finding(
        code="S103",
        file=file,
        message="there is no schema",
        found=found,
        expected="schemas/annotation-<version>.json",
        help="put it back, for instance with `git checkout schemas`",
    )


def _read(schema: Any, version: str, *, named: bool) -> tuple[Profile | None, list[Problem]]:
    """The profile, where there is one, and what is wrong with it for a file called after `version`."""
    if not isinstance(schema, dict):
        return None, [_outside("", "expected an object")]
    if not named:
        expected = "annotation-<version>.json with a version like 1.0.0"
        return None, [_disagree("", show(f"annotation-{version}.json"), expected, "rename the file")]
    try:
        profile = read_profile(schema)
    except SchemaError as error:
        return None, [_outside(error.pointer, error.message)]
    return profile, list(_names_apart(profile, version)) or list(_lacks(profile, version))


def _names_apart(profile: Profile, version: str) -> Iterator[Problem]:
    if profile.version != version:
        yield _disagree(
            "/x-version", show(profile.version), f"{show(version)}, as in the file's name", f"write {show(version)}"
        )
    if not profile.id.endswith(f"annotation-{version}"):
        help = f'write "urn:wiremark:annotation-{version}"'
        yield _disagree(
            "/$id", show(profile.id), f"an $id that ends with annotation-{version}, as the file's name", help
        )


def _lacks(profile: Profile, version: str) -> Iterator[Problem]:
    """What the dataset needs and the schema has not."""
    for name, needed in _NEEDED.items():
        record = profile.records.get(name)
        if record is None:
            yield _outside("/$defs", f"no object is called {name}")
            continue
        if record.name != name and _NEEDED.get(record.name) == needed:
            continue  # a second name: its faults are told at the first
        for key in needed.split():
            if key not in (record.fields if name == "AnnotatedWith" else record.required):
                has = "an optional" if key in record.fields else "no"
                yield _outside(f"/$defs/{name}", f"{name} has {has} property {show(key)}, and the dataset needs it")
        node = record.fields.get("schema_version")
        versioned = isinstance(node, Text) and node.names == (version,) and "schema_version" in record.required
        if name in ROOTS and not versioned:
            pointer = f"/$defs/{name}/properties/schema_version"
            wanted = f"required, and the constant {show(version)}"
            yield _disagree(pointer, "another schema_version", wanted, "mend it")


def _outside(pointer: str, message: str) -> Problem:
    return Problem(
        code="S101",
        pointer=pointer,
        message="the schema is outside the profile",
        found=message,
        expected="JSON Schema 2020-12 in the small profile that wiremark.schema.profile describes",
        help="mend the schema here; files of this version are not checked until then",
    )


def _disagree(pointer: str, found: str, expected: str, help: str) -> Problem:
    return Problem(
        code="S102",
        pointer=pointer,
        message="the schema's version, $id and file name disagree",
        found=found,
        expected=expected,
        help=help,
    )
