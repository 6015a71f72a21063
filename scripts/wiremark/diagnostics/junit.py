"""JUnit XML as CI servers read it: one test case for each finding, one suite for each file."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Sequence

from wiremark.diagnostics.record import Finding, below, details, place
from wiremark.diagnostics.visible import visible


def junit(findings: Sequence[Finding], base: str = "") -> str:
    """An error is a failed test case, a warning a passed one with output; without findings one case passes.

    Names hold no line, so that a server knows a finding again that only moved. With a final newline.
    base: the way from the repository's root to the workspace, empty or with a final slash.
    """
    by_file: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        by_file[below(base, finding.file)].append(finding)
    root = ET.Element("testsuites", {"name": "wiremark", **_counts(findings)})
    for file, those in by_file.items():
        suite = ET.SubElement(root, "testsuite", {"name": visible(file), **_counts(those)})
        seen = Counter[str]()
        for finding in those:
            name = visible(f"{finding.code}: {finding.message}")
            seen[name] += 1
            _case(suite, file, finding, name if seen[name] == 1 else f"{name} ({seen[name]})")
    if not findings:
        suite = ET.SubElement(root, "testsuite", {"name": "wiremark", **_counts([])})
        ET.SubElement(suite, "testcase", {"classname": "wiremark", "name": "no findings", "time": "0"})
    ET.indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _case(suite: ET.Element, file: str, finding: Finding, name: str) -> None:
    # a dot parts packages for most servers, and would cut a file's name in two
    case_of = {"classname": visible(file).replace(".", "_"), "name": name, "file": visible(file), "time": "0"}
    case = ET.SubElement(suite, "testcase", {**case_of, "line": str(finding.line)})
    lines = [f"{finding.severity}[{finding.code}]: {finding.message}", place(file, finding)]
    lines += [f"{label}: {value}" for label, value in details(finding)]
    text = "\n".join(visible(line) for line in "\n".join(lines).split("\n"))
    if finding.severity == "error":
        ET.SubElement(case, "failure", {"type": finding.code, "message": visible(finding.message)}).text = text
    else:
        ET.SubElement(case, "system-out").text = text


def _counts(findings: Sequence[Finding]) -> dict[str, str]:
    failed = sum(finding.severity == "error" for finding in findings)
    return {"tests": str(len(findings) or 1), "failures": str(failed), "errors": "0", "skipped": "0"}
