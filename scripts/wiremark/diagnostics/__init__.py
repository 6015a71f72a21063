"""One record for every problem, and its renderings. Found by pure functions, rendered late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wiremark.diagnostics.as_json import as_json
from wiremark.diagnostics.codes import CODES
from wiremark.diagnostics.record import Finding, Refused, Severity, count, ordered
from wiremark.diagnostics.text import columns, text

__all__ = ["CODES", "Finding", "Refused", "Severity", "columns", "count", "ordered", "render"]


def render(findings: Sequence[Finding], form: str, sources: Mapping[str, str]) -> str:
    """The findings as `text` or `json`, with a final newline, or nothing for text without findings.

    sources: the content of the files by name, for the excerpts.
    """
    findings = ordered(findings)
    return as_json(findings) if form == "json" else text(findings, sources)
