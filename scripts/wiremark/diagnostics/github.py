"""The form of GitHub's workflow commands: annotations beside the lines of a pull request, and the text in the log.

GitHub shows ten annotations of a kind in a step, so the worst stand first: errors before warnings, one of each code
before the second of any. https://docs.github.com/actions/reference/workflow-commands-for-github-actions
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import get_args

from wiremark.diagnostics.codes import CODES
from wiremark.diagnostics.record import Finding, Severity, below, count, details
from wiremark.diagnostics.text import text
from wiremark.diagnostics.visible import visible

SHOWN = 10
"""How many annotations of a kind GitHub shows in a step."""


def github(findings: Sequence[Finding], sources: Mapping[str, str], base: str = "") -> str:
    """Ten annotations a kind at most, then the text form, in which GitHub obeys nothing; nothing without findings.

    base: the way from the repository's root to the workspace, empty or with a final slash.
    """
    if not findings:
        return ""
    lines = []
    for kind in get_args(Severity):
        those = worst_first([finding for finding in findings if finding.severity == kind])
        shown = those[:SHOWN]
        more = Counter(finding.code for finding in those[SHOWN:])
        for number, finding in enumerate(shown):
            left = more.pop(finding.code, 0) if finding.code not in {other.code for other in shown[number + 1 :]} else 0
            rest = f"{count(left, 'more finding')} of {finding.code}" if left else ""
            if number == SHOWN - 1 and more:
                others = f"{count(sum(more.values()), 'finding')} of {', '.join(sorted(more))}"
                rest = f"{rest}; {others}" if rest else others
            lines.append(_command(kind, finding, base, rest))
    log = text(findings, sources)
    token = sha256("\n".join([*lines, log]).encode("utf-8", "surrogatepass")).hexdigest()  # nothing can name its own
    return "\n".join([*lines, f"::stop-commands::{token}", f"{log}::{token}::"]) + "\n"


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Errors before warnings; among each, one of every code before the second of any."""
    nth: dict[tuple[str, str], int] = defaultdict(int)
    ranked = []
    for place, finding in enumerate(findings):
        key = (finding.severity, finding.code)
        nth[key] += 1
        ranked.append((finding.severity != "error", nth[key], place, finding))
    return [finding for *_, finding in sorted(ranked, key=lambda row: row[:3])]


def _command(kind: str, finding: Finding, base: str, rest: str) -> str:
    title = f"{finding.code}: {CODES.get(finding.code, '')}".removesuffix(": ")
    file = below(base, finding.file)
    properties = {"file": file, "line": finding.line, "col": finding.column, "title": title}
    named = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
    body = [finding.message, *(f"{name}: {value}" for name, value in details(finding))]
    body += [f"and {rest}: the job's summary and log have them all"] if rest else []
    return f"::{kind} {named}::{'%0A'.join(map(_data, body))}"


def _data(value: str) -> str:
    """Escaped as the value of a command; line breaks stay, other control characters become visible."""
    lines = (visible(line) for line in value.replace("\r\n", "\n").split("\n"))
    return "%0A".join(line.replace("%", "%25") for line in lines)


def _property(value: str) -> str:
    return _data(value).replace(":", "%3A").replace(",", "%2C")
