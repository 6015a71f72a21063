"""SOURCES.toml: every problem at once, each in its line."""

from __future__ import annotations

import re

import pytest

from wiremark.diagnostics import Finding, Refused
from wiremark.sources import parse

ROW = """
[[documents]] # a comment
id = "{id}"
file = "{id}.txt"
sha256 = "SHA"
published = 2024-05-07
published_how = "stated"
published_from = "the dateline"
language = "en"
story = "ferry"
split = "train"

[documents.rights]
holder = "us"
licence = "CC-BY-4.0"
basis = "made up"
""".replace("SHA", "0" * 64)
TEXT = '[corpus]\nname = "harbour"\nversion = "1.0.0"\n' + ROW.format(id="ferry") + ROW.format(id="bridge")


def findings(text: str) -> list[Finding]:
    try:
        parse(text.encode("utf-8", "surrogateescape"))
    except Refused as refused:
        return list(refused.findings)
    return []


def test_a_good_file() -> None:
    sources = parse(TEXT.encode("utf-8"))
    assert (sources.name, sources.ids()) == ("harbour", ["ferry", "bridge"])


@pytest.mark.parametrize(
    ("old", "new", "key"),
    [
        ('file = "bridge.txt"', 'file = "../bridge.txt"', "file"),
        ('file = "bridge.txt"', 'file = "/bridge.txt"', "file"),
        ('file = "bridge.txt"', 'file = ".bridge"', "file"),
        ('id = "bridge"', 'id = "Bridge 1"', "id"),
        ('id = "bridge"', 'id = "entities"', "id"),
        ('id = "bridge"', 'id = "' + "b" * 101 + '"', "id"),
        ('split = "train"', 'split = "dev"', "split"),
        ('published_how = "stated"', 'published_how = "guessed"', "published_how"),
        ("published = 2024-05-07", 'published = "2024-05-07"', "published"),
        ("published = 2024-05-07", "published = 2024-05-07T00:00:00", "published"),
        ('language = "en"', '"language" = 5', "language"),
        ('language = "en"', 'language = " "', "language"),
        ('holder = "us"', 'holder = ""', "holder"),
        ('story = "ferry"', 'story = "ferry"\nmood = "calm"', "mood"),
        ('sha256 = "00', 'sha256 = "AB', "sha256"),
    ],
)
def test_a_wrong_field_of_the_second_document_is_placed(old: str, new: str, key: str) -> None:
    at = TEXT.rindex(old)
    text = TEXT[:at] + new + TEXT[at + len(old) :]
    (finding,) = findings(text)
    row = text.split("\n")[finding.line - 1]
    assert finding.code == "W102"
    assert re.match(rf'"?{key}"? =', row)
    assert finding.line > text[: text.rindex("[[documents]]")].count("\n")


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("", {"W102"}),
        ("documents = 3", {"W102"}),
        ("corpus = 3", {"W102"}),
        ("a = " + "[" * 3000, {"W101"}),
        ("a = " + "9" * 5000, {"W101"}),
        ("\ufeff" + TEXT, {"W101"}),
        ("\udcff", {"W101"}),
        (TEXT + ROW.format(id="ferry"), {"W105"}),
        (TEXT.replace("[documents.rights]", "[documents.left]"), {"W102"}),
    ],
)
def test_broken_files_are_findings(text: str, codes: set[str]) -> None:
    assert {finding.code for finding in findings(text)} == codes


def test_every_problem_at_once() -> None:
    text = TEXT.replace('split = "train"', 'split = "dev"').replace('language = "en"\n', "")
    assert sorted(finding.pointer for finding in findings(text)) == [
        "bridge.language",
        "bridge.split",
        "ferry.language",
        "ferry.split",
    ]


def test_what_a_split_is_made_by() -> None:
    made = parse(TEXT.encode("utf-8"))
    assert (made.split_by, made.allow_leak) == ("story", False)
    told = TEXT.replace('version = "1.0.0"', 'version = "1.0.0"\nsplit_by = "document"\nallow_leak = true')
    made = parse(told.encode("utf-8"))
    assert (made.split_by, made.allow_leak) == ("document", True)
    (one, other) = findings(told.replace('"document"', '"day"').replace("= true", '= "yes"'))
    assert (one.pointer, other.pointer) == ("corpus of SOURCES.toml.split_by", "corpus of SOURCES.toml.allow_leak")


def test_what_may_be_blank() -> None:
    text = TEXT.replace('story = "ferry"', 'story = ""').replace('split = "train"', 'split = ""')
    assert [source.story + source.split for source in parse(text.encode("utf-8"), ("story", "split")).documents] == [
        "",
        "",
    ]
    assert len(findings(text)) == 4
    with pytest.raises(Refused):
        parse(text.replace('language = "en"', 'language = ""').encode("utf-8"), ("story", "split"))
