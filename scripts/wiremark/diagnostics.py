"""One record for every problem, and its renderings. Found by pure functions, rendered late.

The text form follows rustc and ruff: the place, the line with a caret, what stands there, what was expected, the fix.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Literal
from unicodedata import combining, east_asian_width

Severity = Literal["error", "warning"]

CODES: Mapping[str, str] = {
    "W101": "SOURCES.toml cannot be read",
    "W102": "a field of SOURCES.toml is missing or wrong",
    "W103": "a seed is missing",
    "W104": "a seed is not the file that SOURCES.toml names",
    "W105": "a document id stands twice in SOURCES.toml",
    "W106": "a seed cannot be decoded",
    "W107": "a file in seeds/ has no row in SOURCES.toml",
    "W108": "a story stands in two splits",
    "W109": "two documents have the same text",
    "C101": "a corpus file is not what cleaning gives",
    "C102": "cleaning would change an annotated text",
    "C103": "a corpus record is damaged",
    "C104": "a corpus file belongs to no document",
    "D101": "the folder for the dataset holds something else",
    "D102": "there is no document to build from",
    "S101": "the schema is outside the profile",
    "S102": "the schema's version, $id and file name disagree",
    "S103": "there is no schema",
    "L101": "the file is empty",
    "L102": "the file is not UTF-8",
    "L103": "the file is not JSON",
    "L104": "a string holds half a character",
    "L105": "a key stands twice in one object",
    "L106": "the file is cut off",
    "L107": "nested too deeply, or a number too large",
    "A201": "an unknown value",
    "A202": "a key is missing",
    "A203": "a value of the wrong type",
    "A204": "an unknown key",
    "A205": "a value of the wrong form",
    "A206": "a wrong schema_version",
    "A207": "a list is too short",
    "A208": "not exactly one of several keys",
    "A301": "a span's offsets are off",
    "A302": "a span's text is not in the article",
    "A303": "a reference to nothing in the document",
    "A304": "a reference to no entity",
    "A305": "a reference to no cluster",
    "A306": "an id stands twice",
    "A307": "an annotation file for no document",
    "A308": "the text has changed since it was annotated",
    "A309": "a file's name and its document differ",
    "A310": "dct is not the document's date",
    "A311": "a layer with records is not named in annotated_with",
    "A312": "a span without offsets",
    "A313": "a reference to no document",
    "A314": "no clean text to check a file against",
    "A315": "an annotation file that nothing reads",
    "A401": "a role that does not fit the event or its filler",
    "A402": "a mention of another type than its entity",
    "A403": "a metonymy is missing, or stands where none belongs",
    "A404": "a value that does not go with the type",
    "A405": "factuality against polarity or tense",
    "A406": "a quotation's type is not that of its marks",
    "A407": "an event and the quotation that it is told in",
    "A408": "factuality ascribed to the wrong source",
    "A409": "spans of one layer cross or overlap",
    "A410": "a span inside another where none may stand",
    "A411": "a trigger that is not the one word",
    "A412": "a span with a wrong edge",
    "A413": "a span cuts a word in two",
    "A414": "a time value that does not exist",
    "A415": "a time value that does not fit its type",
    "A416": "a time value that its words and anchor do not give",
    "A417": "begin_point and end_point do not fit",
    "A418": "a circle of references",
    "A419": "a record stands twice",
    "A420": "a list holds the same twice",
    "A421": "a quotation and its utterance do not fit",
    "A422": "a variant that does not fit the form",
    "A423": "a pronoun and its form",
    "A424": "a speaker who is not the source",
    "A425": "a Uu event in a cluster",
    "A426": "a layer with too few annotators for its state",
    "A427": "a layer of another schema than the file",
    "A428": "an annotator whom ANNOTATORS.md does not name",
    "A429": "an event is an argument of itself by their cluster",
    "A430": "an event with too few or too many contexts",
    "A431": "an entity is twice in one role",
    "A501": "an event and its cluster have different types",
    "A502": "a time that cannot be that of the cluster",
    "A503": "told before the day that it is of",
    "A504": "the wrong quotation of an utterance is verbatim",
    "A505": "nothing names an entity or a cluster",
    "A506": "two entities have one Wikidata id",
    "A507": "a Wikidata id against its status",
    "A508": "two entities have one name",
    "A509": "two entities have one alias",
    "A510": "an alias that says nothing new",
    "A511": "an alias that does not occur",
    "A512": "a name that is neither name nor alias of its entity",
    "A513": "a reading of a document without a member",
    "A514": "a reading with too many words of an article",
    "A515": "an entity where its type cannot be",
    "A516": "a state that the passes do not bear out",
    "A517": "an empty layer that is said to be annotated",
    "A518": "a day that no calendar has",
    "A601": "a line of adjudication.jsonl of the wrong form",
    "A602": "a decision that is none",
    "A603": "a line about nothing",
    "A604": "a decision under no rule",
    "A605": "an item that is still to decide",
    "A606": "decisions that contradict each other",
    "A607": "an item stands twice",
    "A608": "a pair decided without a reason",
}
"""Every code and its title.

L: bytes and JSON, A2: structure, A3: integrity, A4: guideline, A5: all files together,
A6: adjudication.jsonl, S: schema, C: corpus/, D: dataset, W: seeds/ and SOURCES.toml.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem. `line` and `column` are 1-based and count code points; `file` is relative to the workspace."""

    code: str
    file: str
    message: str
    severity: Severity = "error"
    line: int = 1
    column: int = 1
    pointer: str = ""
    found: str = ""
    expected: str = ""
    notes: tuple[str, ...] = ()
    help: str = ""


class Refused(Exception):
    """Work that stops because of findings. The command line renders them and exits with 1."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("; ".join(f"{f.file}:{f.line}: {f.code}: {f.message}" for f in self.findings))


def ordered(findings: Iterable[Finding]) -> list[Finding]:
    """By file, place and code."""
    return sorted(findings, key=lambda f: (f.file, f.line, f.column, f.code, f.message))


def render(findings: Sequence[Finding], form: str, sources: Mapping[str, str], cap: int = 20) -> str:
    """The findings as `text` or `json`, with a final newline, or nothing for text without findings.

    sources: the content of the files by name, for the excerpts. cap: how many of one code the text form shows.
    """
    findings = ordered(findings)
    return _json(findings) if form == "json" else _text(findings, sources, cap)


def _json(findings: Sequence[Finding]) -> str:
    counts = dict(sorted(Counter(finding.code for finding in findings).items()))
    rows = [{**asdict(finding), "notes": list(finding.notes)} for finding in findings]
    return json.dumps({"findings": rows, "counts": counts}, ensure_ascii=False, indent=2) + "\n"


def _text(findings: Sequence[Finding], sources: Mapping[str, str], cap: int) -> str:
    blocks, shown = [], Counter[str]()
    for finding in findings:
        shown[finding.code] += 1
        if shown[finding.code] <= cap:
            blocks.append(_block(finding, sources.get(finding.file, "")))
    for code, number in shown.items():
        if number > cap:
            blocks.append(f"{code}: {number - cap} more of these; --format json has them all\n")
    if findings:
        files = len({finding.file for finding in findings})
        blocks.append(f"{count(len(findings), 'finding')} in {count(files, 'file')}\n")
    return "\n".join(blocks)


def _block(finding: Finding, source: str) -> str:
    lines = [
        f"{finding.severity}[{finding.code}]: {finding.message}",
        f"  --> {finding.file}:{finding.line}:{finding.column}",
    ]
    rows = source.split("\n")
    margin = " " * len(str(finding.line))
    if source and finding.line <= len(rows):
        row = rows[finding.line - 1].rstrip("\r")
        row, column = _window(row, finding.column)
        indent = " " * columns(row[: column - 1])
        lines += [f"{margin} |", f"{finding.line} | {row}", f"{margin} | {indent}{_caret(row, column)}"]
    for name, value in (("found", finding.found), ("expected", finding.expected)):
        if value:
            lines.append(f"{margin} = {name}: {value}")
    lines += [f"{margin} = note: {note}" for note in finding.notes]
    if finding.help:
        lines.append(f"{margin} = help: {finding.help}")
    return "\n".join(lines) + "\n"


_VISIBLE: dict[int, str | int] = {
    9: " ",
    **{code: 0x2400 + code for code in range(32) if code != 9},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), 0xFFFD),
    0xFEFF: 0xFFFD,
}
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\w.+:-]+|.')


def _caret(row: str, column: int) -> str:
    match = _TOKEN.match(row, column - 1)
    return "^" * max(1, columns(match.group()) if match else 1)


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: an emoji two, a combining mark none."""
    return sum(0 if combining(letter) else 2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _window(row: str, column: int, width: int = 120) -> tuple[str, int]:
    """A long line is cut to what stands around the column; control characters become visible, one for one."""
    row = row.translate(_VISIBLE)
    start = max(0, min(column - 1 - width // 3, len(row) - width))
    return row[start : start + width], column - start


def count(number: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"
