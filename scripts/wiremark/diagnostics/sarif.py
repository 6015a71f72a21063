"""SARIF 2.1.0 (OASIS), which code scanning and editors read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from wiremark.diagnostics.codes import CODES
from wiremark.diagnostics.record import Finding, details, is_link
from wiremark.diagnostics.visible import whole

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
FINGERPRINT = "wiremarkLine/v1"
"""The name of our partial fingerprint; another way to reckon it takes the next version."""


def sarif(findings: Sequence[Finding], sources: Mapping[str, str], base: str = "") -> str:
    """One run with a rule for each code that was found, and a result for each finding. With a final newline.

    base: the way from the repository's root to the workspace, empty or with a final slash.
    """
    from wiremark import __version__

    codes = sorted({finding.code for finding in findings})
    places = {code: number for number, code in enumerate(codes)}
    prints = _fingerprints(findings, sources)
    run = {
        "tool": {"driver": {"name": "wiremark", "version": __version__, "rules": [_rule(c) for c in codes]}},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"SRCROOT": {"description": {"text": "The root of the repository."}}},
        "results": [_result(*pair, places, base) for pair in zip(findings, prints, strict=True)],
    }
    return (
        whole(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)) + "\n"
    )


_ROOMS = {
    "L": "The bytes of a file, and their JSON.",
    "A2": "An annotation file against the schema that it follows.",
    "A3": "What holds annotation files together: offsets, references, ids.",
    "A4": "An annotation against a rule of the guidelines.",
    "A5": "The annotation files as a whole.",
    "A6": "The decisions in adjudication.jsonl.",
    "A7": "Annotations on a text that changed.",
    "T": "Tasks and annotations of Label Studio.",
    "S": "The schema files and what their change means.",
    "C": "corpus/ against what cleaning gives.",
    "D": "The dataset that is built.",
    "W": "The seeds and SOURCES.toml.",
}


def _rule(code: str) -> dict[str, Any]:
    title = CODES.get(code, code)
    about = _ROOMS.get(code[:2]) or _ROOMS.get(code[:1]) or ""
    said = f"{about} Each finding says what stands there, what was expected, and how to mend it.".strip()
    return {
        "id": code,
        "shortDescription": {"text": title},
        "fullDescription": {"text": f"{title}. {about}".strip()},
        "help": {"text": said, "markdown": said},
        "defaultConfiguration": {"level": "error"},
    }


def _result(finding: Finding, fingerprint: str, places: Mapping[str, int], base: str) -> dict[str, Any]:
    # a message is a sentence with more below: code scanning shows the first sentence in its list
    text = "\n".join([finding.message, *(f"{name}: {value}" for name, value in details(finding))])
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": _artifact(finding.file, base),
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }
    }
    if finding.pointer:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.pointer, "kind": "member"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": places[finding.code],
        "level": finding.severity,
        "message": {"text": text},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: fingerprint},
    }


def _artifact(file: str, base: str) -> dict[str, str]:
    """A place below the root of the repository, or an absolute one. RFC 3986."""
    if is_link(file):
        return {"uri": file}
    if file.startswith("/"):
        return {"uri": f"file://{quote(_bytes(file))}"}
    return {"uri": quote(_bytes(base + file)), "uriBaseId": "SRCROOT"}


def _bytes(file: str) -> bytes:
    """The name as the file system has it, where it does."""
    try:
        return file.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return whole(file).encode("utf-8")


def _fingerprints(findings: Sequence[Finding], sources: Mapping[str, str]) -> list[str]:
    """Of the code, the file and the words of the line, so that a line that only moved keeps it."""
    rows = {name: source.split("\n") for name, source in sources.items()}
    seen = Counter[str]()
    prints = []
    for finding in findings:
        lines = rows.get(finding.file, [])
        line = lines[finding.line - 1].strip() if 0 < finding.line <= len(lines) else finding.message
        key = "\0".join((finding.code, finding.file, line))
        seen[key] += 1
        prints.append(f"{sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}:{seen[key]}")
    return prints
