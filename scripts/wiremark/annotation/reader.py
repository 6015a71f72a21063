"""Reads annotation files that are to be compared, wherever they stand, and refuses what cannot be."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from wiremark.annotation.matching import PLACES, spans
from wiremark.diagnostics import Finding, count
from wiremark.schema.decode import decoder
from wiremark.schema.keywords import SchemaError
from wiremark.schema.profile import Profile, plan, read
from wiremark.schema.walk import along
from wiremark.workspace import Workspace, sha256

Object = dict[str, Any]


class Reader:
    """Reads files one by one; `findings` gathers the first fault of each."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.findings: list[Finding] = []
        self._profiles: dict[str, Profile | None] = {}

    def document(self, path: Path) -> Object:
        """The content of a document's file; nothing of use where it has a fault."""
        data = self._read(path, "Pass")
        if data:
            self.findings += list(self._misplaced(data, path)) or list(
                self._unlinked(data, self.workspace.relative(path))
            )
        return data

    def shared(self, path: Path, kind: str) -> Object:
        """The content of entities.json or clusters.json; nothing where there is no such file."""
        return self._read(path, kind) if path.is_file() else {}

    def _read(self, path: Path, kind: str) -> Object:
        raw = path.read_bytes()
        try:
            data = json.loads(raw)
        except UnicodeDecodeError as error:
            return self._refuse(path, "L102", "the file is not UTF-8", f"the byte 0x{raw[error.start]:02x}", "UTF-8")
        except json.JSONDecodeError as error:
            found, line, column = f"{error.msg[0].lower()}{error.msg[1:]}", error.lineno, error.colno
            return self._refuse(path, "L103", "the file is not JSON", found, "JSON (RFC 8259)", line, column)
        except RecursionError:
            return self._refuse(path, "L107", "nested too deeply, or a number too large", "", "an annotation file")
        version = data.get("schema_version") if isinstance(data, dict) else None
        profile = self._profile(version)
        if profile is None:
            expected = "a schema_version of which there is schemas/annotation-<version>.json"
            return self._refuse(path, "A206", "a wrong schema_version", json.dumps(version), expected)
        try:
            decoder(profile, kind).decode(raw)
        except msgspec.MsgspecError as error:
            expected = f"the form that schemas/annotation-{version}.json has"
            return self._refuse(path, "A203", "the file does not follow its schema", f"{error}", expected)
        return dict(data)

    def _profile(self, version: Any) -> Profile | None:
        """The schema of a version, or None where there is none that can be used."""
        if not isinstance(version, str):
            return None
        if version not in self._profiles:
            path = self.workspace.schema(version)
            known = path in self.workspace.schemas.glob("annotation-*.json")
            try:
                self._profiles[version] = read(json.loads(path.read_bytes())) if known else None
            except (ValueError, SchemaError):
                self._profiles[version] = None
        return self._profiles[version]

    def _misplaced(self, data: Object, path: Path) -> Iterator[Finding]:
        """What keeps a document's spans from being compared with another annotator's."""
        file, article = self.workspace.relative(path), self.workspace.corpus / f"{path.stem}.txt"
        if data["document"] != path.stem:
            message = "the file's name and its document differ"
            yield Finding(code="A309", file=file, message=message, found=data["document"], expected=path.stem)
            return
        if not article.is_file():
            message, expected = "an annotation file for no document", f"a document with corpus/{path.stem}.txt"
            yield Finding(code="A307", file=file, message=message, found=path.stem, expected=expected)
            return
        raw = article.read_bytes()
        if data["text_sha256"] != sha256(raw):
            message, expected = "the text has changed since it was annotated", f"sha256 {sha256(raw)}"
            yield Finding(code="A308", file=file, message=message, found=data["text_sha256"], expected=expected)
            return
        text, off = raw.decode("utf-8"), []
        for layer, key in PLACES.items():
            for record in data[layer]:
                parts = (part for name in (key, "source", "cue") for part in spans(record, name))
                off += [record["id"] for part in parts if text[part["start"] : part["end"]] != part["text"]]
        if off:
            more = f", {count(len(off), 'span')} in all" if len(off) > 1 else ""
            yield Finding(
                code="A301",
                file=file,
                message="the offsets of a span are off",
                found=f"in {off[0]}{more}",
                expected="text[start:end] is the span's text, in code points of the article",
                help="put the pass into annotations/passes/; `wiremark validate` says more there",
            )

    def _unlinked(self, data: Object, file: str) -> Iterator[Finding]:
        """Ids that stand twice, and references to no record of the document: matching would take one for another."""
        profile = self._profile(data["schema_version"])
        whole = plan(profile.records["Pass"]) if profile else None
        if whole is None:
            return
        ids: dict[str, Counter[str]] = defaultdict(Counter)
        for steps, space in whole.keys:
            ids[space].update(id for _, id in along(data, steps))
        refs = [
            id
            for steps, node in whole.refs
            if node.ref in ids
            for _, id in along(data, steps)
            if id is not None and id not in ids[node.ref] and id not in node.names
        ]
        twice = [id for found in ids.values() for id, number in found.items() if number > 1]
        for code, message, wrong in (
            ("A306", "an id stands twice", twice),
            ("A303", "a reference to nothing in the document", refs),
        ):
            if wrong:
                yield Finding(
                    code=code,
                    file=file,
                    message=message,
                    found=", ".join(wrong[:5]) + (" …" if len(wrong) > 5 else ""),
                    expected="each id once, and each reference to one of them",
                    help="put the pass into annotations/passes/; `wiremark validate` says more there",
                )

    def _refuse(self, path: Path, code: str, message: str, found: str, expected: str, *place: int) -> Object:
        line, column = place or (1, 1)
        file = self.workspace.relative(path)
        self.findings.append(
            Finding(code=code, file=file, line=line, column=column, message=message, found=found, expected=expected)
        )
        return {}
