"""No text in a finding breaks a form: what is printed is read back, by a parser of the form, as what was found."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import unescape
from urllib.parse import unquote

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from wiremark.diagnostics import FORMS, Finding, render
from wiremark.diagnostics.github import SHOWN
from wiremark.diagnostics.visible import visible, whole

HOSTILE = [
    "a | b \\| c `d` *e* _f_ [g](h) <i> &amp; @j #k",
    "::error file=a.json::b",
    "a\n::stop-commands::x\r\n##[error]b\r::c",
    "]]> <![CDATA[ --> <?x ?> &#0;",
    "\x00\x1b[31m\x7f\x85\u2028\ufeff\ufffe\u202e",
    "half \ud800 and \udc80 and 🚢",
    "100%25 %0A a:b,c=d",
    "",
]
pieces = st.sampled_from([*HOSTILE, "\ud83d", "\ude00", "\\", "|", "\n", "\r", "`", "::", "%", ",", "A301"])
texts = st.lists(pieces | st.text(st.characters(), max_size=6), max_size=4).map("".join)
findings_ = st.lists(
    st.builds(
        Finding,
        code=st.sampled_from(["A301", "A302", "S201"]),
        file=texts.filter(lambda name: name != ""),
        message=texts,
        severity=st.sampled_from(["error", "warning"]),
        line=st.integers(1, 4),
        column=st.integers(1, 30),
        pointer=texts,
        found=texts,
        expected=texts,
        notes=st.lists(texts, max_size=2).map(tuple),
        help=texts,
    ),
    min_size=1,
    max_size=12,
)
every = settings(max_examples=50, deadline=None)
worst = [Finding(code="A301", file=text or "f", message=text, found=text, notes=(text,), help=text) for text in HOSTILE]


def printed(findings: list[Finding], form: str) -> str:
    """The form as UTF-8 carries it, which it must be able to."""
    source = "\n".join(f"{finding.message} {finding.found}" for finding in findings)
    text = render(findings, form, {finding.file: source for finding in findings})
    if form not in ("text", "github"):  # the excerpts of these pass through a stream that escapes
        text.encode("utf-8")
    return text


@given(findings_)
@example(worst)
@every
def test_json(findings: list[Finding]) -> None:
    read = json.loads(printed(findings, "json"))["findings"]
    assert sorted((row["message"], row["help"]) for row in read) == sorted(
        (whole(finding.message), whole(finding.help)) for finding in findings
    )


@given(findings_)
@example(worst)
@every
def test_sarif(findings: list[Finding]) -> None:
    (run,) = json.loads(printed(findings, "sarif"))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert len(run["results"]) == len(findings)
    for result in run["results"]:
        assert rules[result["ruleIndex"]] == result["ruleId"]
        (location,) = result["locations"]
        place = location["physicalLocation"]["artifactLocation"]
        assert re.fullmatch(r"(file://)?[A-Za-z0-9/._~%-]+", place["uri"])
        assert place["uri"].startswith("file:///") is ("uriBaseId" not in place)
    firsts = sorted(result["message"]["text"].partition("\n")[0] for result in run["results"])
    assert firsts == sorted(whole(finding.message).partition("\n")[0] for finding in findings)
    files = {
        unquote(result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]) for result in run["results"]
    }
    plain = {finding.file for finding in findings if finding.file.isprintable() and finding.file[0] != "/"}
    assert plain <= files
    marks = [json.dumps(result["partialFingerprints"]) for result in run["results"]]
    assert len(set(marks)) == len(marks)


@given(findings_)
@example(worst)
@every
def test_junit(findings: list[Finding]) -> None:
    root = ET.fromstring(printed(findings, "junit").encode("utf-8"))  # noqa: S314 (our own)
    cases = list(root.iter("testcase"))
    assert len(cases) == len(findings) == int(root.attrib["tests"])
    assert {case.attrib["file"] for case in cases} == {visible(finding.file) for finding in findings}
    failures = list(root.iter("failure"))
    assert sorted(failure.attrib["message"] for failure in failures) == sorted(
        visible(finding.message) for finding in findings if finding.severity == "error"
    )
    names = [(case.attrib["classname"], case.attrib["name"], case.attrib["file"]) for case in cases]
    assert len(set(names)) == len(names)


def cells(row: str) -> list[str]:
    """The cells of a table's row, split at every bar, with what they show."""
    return [re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", unescape(cell.strip(" "))) for cell in row.split("|")[1:-1]]


@given(findings_)
@example(worst)
@every
def test_markdown(findings: list[Finding]) -> None:
    lines = printed(findings, "markdown").split("\n")
    rows = [cells(line) for line in lines[4:-1]]
    assert {len(row) for row in rows} == {4}
    assert len(rows) == len(findings)
    assert not re.search(r"<(?!br>)|&(?!amp;|lt;|gt;|#124;|#64;)", "".join(lines[4:]))
    first_lines = sorted(row[3].partition("<br>")[0].strip(" ") for row in rows)
    messages = (re.split(r"\r?\n", finding.message)[0] for finding in findings)
    assert first_lines == sorted(visible(message).partition("<br>")[0].strip(" ") for message in messages)


def obeyed(log: str) -> Iterator[tuple[str, dict[str, str], str]]:
    """What GitHub's runner reads in a log: commands with their properties and values, none while they are stopped."""
    stopped = None
    for line in re.split(r"\r\n|\r|\n", log):
        if match := re.match(r"\s*::([^ :]+)(?: (.*?))?::(.*)", line, re.DOTALL):
            name, properties, value = match.groups()
            if stopped in (None, name):
                stopped = value if name == "stop-commands" else None
                named = dict(pair.split("=", 1) for pair in (properties or "").split(",") if pair)
                yield name, {key: meant(one) for key, one in named.items()}, meant(value)
        elif "##[" in line and not stopped:
            yield "##", {}, line


def meant(value: str) -> str:
    for escape, letter in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(escape, letter)
    return value


@given(findings_)
@example(worst)
@example([Finding(code="A301", file="##[error]a.json", message="##[error]b")])
@every
def test_github(findings: list[Finding]) -> None:
    commands = list(obeyed(printed(findings, "github")))
    *annotations, (stop, _, token), (end, _, _) = commands
    assert (stop, end) == ("stop-commands", token)
    assert {name for name, _, _ in annotations} <= {"error", "warning"}
    for kind in ("error", "warning"):
        those = [finding for finding in findings if finding.severity == kind]
        shown = [(properties, value) for name, properties, value in annotations if name == kind]
        assert len(shown) == min(SHOWN, len(those))
        for properties, value in shown:
            assert properties.keys() == {"file", "line", "col", "title"}
            assert properties["file"] in {"\n".join(map(visible, re.split(r"\r?\n", one.file))) for one in those}
            message = [visible(re.split(r"\r?\n", finding.message)[0]) for finding in those]
            assert value.partition("\n")[0] in message


@given(findings_)
@example(worst)
@every
def test_text(findings: list[Finding]) -> None:
    lines = printed(findings, "text").split("\n")
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", "\n".join(lines))
    heads = [line for line in lines if re.match(r"(error|warning)\[", line)]
    assert len(heads) == len(findings)


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_made_twice_the_same_whatever_the_order(form: str) -> None:
    assert render(worst, form, {}) == render(worst[::-1], form, {})
