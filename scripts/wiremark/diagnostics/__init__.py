"""One record for every problem, and its renderings. Found by pure functions, rendered late."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from wiremark.diagnostics.codes import CODES
from wiremark.diagnostics.record import Finding, Refused, Severity, Usage, count, ordered
from wiremark.diagnostics.text import columns

__all__ = ["CODES", "FORMS", "Finding", "Refused", "Severity", "Usage", "columns", "count", "ordered", "render"]

FORMS = ("text", "json", "github", "sarif", "junit", "markdown")
"""Every form in which findings are rendered."""


def render(findings: Sequence[Finding], form: str, sources: Mapping[str, str], base: str = "") -> str:
    """The findings in one of FORMS, with a final newline; nothing for text and github without findings.

    sources: the content of the files by name, for the excerpts. base: the way from the repository's root to the
    workspace, empty or with a final slash, for the forms that are read beside the repository.
    """
    findings = ordered(findings)
    if form == "json":
        from wiremark.diagnostics.as_json import as_json

        return as_json(findings)
    if form == "github":
        from wiremark.diagnostics.github import github

        return github(findings, sources, base)
    if form == "sarif":
        from wiremark.diagnostics.sarif import sarif

        return sarif(findings, sources, base)
    if form == "junit":
        from wiremark.diagnostics.junit import junit

        return junit(findings, base)
    if form == "markdown":
        from wiremark.diagnostics.markdown import markdown

        return markdown(findings, base)
    from wiremark.diagnostics.text import text

    return text(findings, sources)
