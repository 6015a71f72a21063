"""Every form of a small list of findings, against outputs written by hand: tests/diagnostics/expected/."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from wiremark.diagnostics import FORMS, Finding, render
from wiremark.diagnostics.github import SHOWN
from wiremark.diagnostics.sarif import SCHEMA

EXPECTED = Path(__file__).parent / "expected"
SOURCE = '{\n  "mentions": [\n    {"id": "m1", "span": {"start": 33}}\n  ]\n}\n'
FINDINGS = [
    Finding(
        code="A505", severity="warning", file="annotations/entities.json", line=2, column=3, message="nothing names E:a"
    ),
    Finding(
        code="A301",
        file="annotations/ferry.json",
        line=3,
        column=36,
        pointer="/mentions/0/span/start",
        message='the offsets of the span "Mina | Hale" are off',
        found="the article has at 33..42: 100% <other> `words`, *here*",
        expected="34..43",
        notes=("first line\nsecond line",),
        help="run `wiremark validate --fix`",
    ),
    Finding(code="A204", file="annotations/über uns.json", message="an unknown key"),
]


@pytest.mark.parametrize("form", FORMS)
def test_a_form(form: str) -> None:
    printed = render(FINDINGS, form, {"annotations/ferry.json": SOURCE}, "news/")
    if form == "sarif":  # the version and the fingerprints are tested below
        log = json.loads(printed)
        (run,) = log.pop("runs")
        assert log == {"$schema": SCHEMA, "version": "2.1.0"}
        del run["tool"]["driver"]["version"]
        for result in run["results"]:
            del result["partialFingerprints"]
        assert run == json.loads((EXPECTED / "sarif.json").read_text("utf-8"))
        return
    if form == "github":
        commands, _, log = printed.partition("::stop-commands::")
        token = log[:64]
        assert log == f"{token}\n{(EXPECTED / 'text.txt').read_text('utf-8')}::{token}::\n"
        printed = commands
    name = next(EXPECTED.glob(f"{form}.*"))
    assert printed == name.read_text("utf-8")


def test_no_findings() -> None:
    assert render([], "text", {}) == render([], "github", {}) == ""
    assert json.loads(render([], "json", {})) == {"findings": [], "counts": {}}
    assert json.loads(render([], "sarif", {}))["runs"][0]["results"] == []
    assert render([], "markdown", {}) == "No findings.\n"
    assert '<testcase classname="wiremark" name="no findings"' in render([], "junit", {})


def shown_by_github(findings: list[Finding]) -> list[str]:
    return [line for line in render(findings, "github", {}).split("\n") if line.startswith(("::error ", "::warning "))]


def test_github_shows_the_worst_first_and_one_of_each_code_before_the_second() -> None:
    many = [Finding(code="A301", file="a.json", line=line, message=f"span {line}") for line in range(1, 31)]
    rare = [Finding(code=code, file="z.json", message=f"a {code}") for code in ("A303", "A401")]
    warned = [Finding(code="A505", file="a.json", severity="warning", message=f"w{n}") for n in range(12)]
    shown = shown_by_github([*many, *warned, *rare])
    assert len(shown) == 2 * SHOWN
    said = [line.rsplit("::", 1)[1] for line in shown]
    assert said[:4] == ["span 1", "a A303", "a A401", "span 2"]
    assert said[9] == "span 8%0Aand 22 more findings of A301: the job's summary and log have them all"
    assert all(line.startswith("::error ") for line in shown[:10])
    assert said[19].endswith("%0Aand 2 more findings of A505: the job's summary and log have them all")


def test_github_counts_the_codes_that_found_no_place() -> None:
    findings = [Finding(code=f"A2{n:02}", file="a.json", message="m") for n in range(13)] * 2
    shown = shown_by_github(findings)
    assert len(shown) == SHOWN
    assert shown[0].endswith("::m%0Aand 1 more finding of A200: the job's summary and log have them all")
    assert "%0Aand 1 more finding of A209; 6 findings of A210, A211, A212: the job's" in shown[9]


def fingerprints(findings: list[Finding], source: str) -> list[str]:
    results = json.loads(render(findings, "sarif", {"a.json": source}))["runs"][0]["results"]
    return [result["partialFingerprints"]["wiremarkLine/v1"] for result in results]


def test_a_fingerprint_goes_with_the_line_and_not_with_its_number() -> None:
    def at(*lines: int) -> list[Finding]:
        return [Finding(code="A301", file="a.json", line=line, message=f"at {line}") for line in lines]

    before = fingerprints(at(1, 2, 3), '"Mina"\n"Hale"\n"Mina"')
    assert len(set(before)) == 3
    assert fingerprints(at(3, 4, 5), '[\n\n  "Mina"\n  "Hale"\n  "Mina"') == before
    assert fingerprints(at(1), '"Mina Hale"')[0] not in before


def test_a_long_summary_ends_before_github_drops_it() -> None:
    findings = [Finding(code="A301", file="a.json", line=line, message="|" * 2000) for line in range(1, 400)]
    summary = render(findings, "markdown", {})
    assert len(summary.encode("utf-8")) < 1_000_000
    rows = summary.count("\n| error ")
    assert summary.endswith(f"\n\n{399 - rows} more: `--format json` has them all.\n")


@pytest.mark.parametrize("form", [form for form in FORMS if form != "json"])
def test_a_link_stands_alone(form: str) -> None:
    link = "http://127.0.0.1:8080/projects/1/data?task=7"
    printed = render([Finding(code="T118", file=link, message="a relation without a label")], form, {}, "news/")
    assert link.replace(":", "%3A") in printed or link in printed
    assert f"{link}:1" not in printed
    assert f"news/{link}" not in printed
