"""Level 1: bytes and JSON. Everything that keeps a file from being read, and what parsers pass over in silence."""

from __future__ import annotations

import codecs
import json
import math
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

from wiremark.diagnostics import Finding
from wiremark.text.lines import line_and_column
from wiremark.validation.places import Problem, locate, placed, show, unplaced

MAX_DEPTH = 100
"""Objects and lists inside one another; an annotation file has seven at most."""

_BOMS = (
    (codecs.BOM_UTF8, "UTF-8 with a byte order mark", "save it as UTF-8 without a byte order mark"),
    (codecs.BOM_UTF32_LE, "UTF-32, by its byte order mark", "save it as UTF-8"),
    (codecs.BOM_UTF32_BE, "UTF-32, by its byte order mark", "save it as UTF-8"),
    (codecs.BOM_UTF16_LE, "UTF-16, by its byte order mark", "save it as UTF-8"),
    (codecs.BOM_UTF16_BE, "UTF-16, by its byte order mark", "save it as UTF-8"),
)
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file as read. `readable` is False where `data` means nothing; `text` is empty where the bytes are no text."""

    readable: bool
    data: Any
    text: str
    findings: list[Finding] = field(default_factory=list)


def read(raw: bytes, file: str, what: str = "file") -> Parsed:
    """Reads one file. `file` is its name in findings. Never raises, whatever the bytes are.

    what: `row` for a line of JSONL, in messages.
    """
    decoded = _decode(raw, file, what)
    if isinstance(decoded, Finding):
        return Parsed(False, None, "", [decoded])
    text = decoded
    if not text.strip(" \t\r\n"):
        problem = Problem(
            code="L101",
            pointer="",
            message=f"the {what} is empty",
            found="white space alone" if raw else "nothing",
            expected="a JSON object",
            help="take the file away, or put it back from git",
        )
        return Parsed(False, None, text, [unplaced(problem, file)])
    repeated = False

    def pairs(items: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal repeated
        data = dict(items)
        repeated = repeated or len(data) < len(items)
        return data

    try:
        data = json.loads(
            text, object_pairs_hook=pairs, parse_constant=_constant, parse_float=_float, parse_int=_integer
        )
        if _too_deep(data):
            raise RecursionError
    except json.JSONDecodeError as error:
        return Parsed(False, None, text, [_broken(error, text, file, what)])
    except RecursionError:
        return Parsed(False, None, text, [_beyond(file, text, "nested more than 100 deep", _deep_place(text))])
    except _Constant as error:
        return Parsed(False, None, text, [_no_constant(error.name, text, file, what)])
    except _Number as error:
        return Parsed(
            False, None, text, [_beyond(file, text, f"the number {error.digits[:20]}", _outside(error.digits, text))]
        )
    problems: list[Problem] = []
    if repeated or "\\u" in text:
        problems = _silent(text)
    return Parsed(True, data, text, placed(problems, file, text))


class _Constant(Exception):
    def __init__(self, name: str) -> None:
        self.name = name


class _Number(Exception):
    def __init__(self, digits: str) -> None:
        self.digits = digits


def _constant(name: str) -> NoReturn:
    raise _Constant(name)


def _float(digits: str) -> float:
    value = float(digits)
    if math.isinf(value):
        raise _Number(digits)
    return value


def _integer(digits: str) -> int:
    if len(digits) > 400:
        raise _Number(digits)
    return int(digits)


def _decode(raw: bytes, file: str, what: str) -> str | Finding:
    for mark, found, advice in _BOMS:
        if raw.startswith(mark):
            return unplaced(_not_utf8(what, found, advice), file)
    if b"\0" in raw[:4]:
        return unplaced(_not_utf8(what, "UTF-16 or UTF-32, by its zero bytes", "save it as UTF-8"), file)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        problem = _not_utf8(what, f"the byte 0x{raw[error.start]:02x}", "save it as UTF-8")
        return unplaced(problem, file, *line_and_column(before, len(before)))


def _not_utf8(what: str, found: str, help: str) -> Problem:
    return Problem(
        code="L102",
        pointer="",
        message=f"the {what} is not UTF-8",
        found=found,
        expected="UTF-8, without a mark",
        help=help,
    )


def _broken(error: json.JSONDecodeError, text: str, file: str, what: str) -> Finding:
    """Cut off, or broken in the middle."""
    at = error.pos
    rest = text[at:].strip(" \t\r\n")
    if _cut_off(error, rest):
        end = len(text.rstrip(" \t\r\n"))
        problem = Problem(
            code="L106",
            pointer="",
            message=f"the {what} is cut off",
            found=f"the end of the {what}",
            expected=_expected(error),
            help="put back what is missing, the end or a quotation mark before it; if it is much, take it from git",
        )
        return unplaced(problem, file, *line_and_column(text, max(0, end - 1)))
    problem = Problem(
        code="L103",
        pointer="",
        message=f"the {what} is not JSON: {error.msg[0].lower()}{error.msg[1:]}",
        found=json.dumps(rest[:20], ensure_ascii=False)[1:-1].replace('\\"', '"')
        if error.msg != "Extra data"
        else "more text after the end of the object",
        expected=_expected(error),
        help=_advice(error, text),
    )
    return unplaced(problem, file, *line_and_column(text, at))


def _cut_off(error: json.JSONDecodeError, rest: str) -> bool:
    """True where the text is right as far as it goes. `rest`: what stands from the error on."""
    return (
        not rest
        or error.msg.startswith("Unterminated string")
        or (error.msg == "Expecting value" and any(word.startswith(rest) for word in ("true", "false", "null", "-")))
        or (error.msg.startswith("Invalid \\uXXXX") and re.fullmatch(r"\\?u?[0-9a-fA-F]{0,4}", rest) is not None)
    )


_EXPECTED = {
    "Unterminated string": "the end of the string",
    "Expecting value": "a value",
    "Expecting property name enclosed in double quotes": "a key in double quotation marks",
    "Expecting ':' delimiter": "a colon",
    "Expecting ',' delimiter": "a comma or the end of the object or list",
    "Extra data": "one JSON object and nothing after it",
    "Invalid control character at": "\\n, \\t or \\u…. for a control character inside a string",
    "Invalid \\escape": 'one of \\" \\\\ \\/ \\b \\f \\n \\r \\t \\u',
    "Invalid \\uXXXX escape": "four hexadecimal digits after \\u",
    "Illegal trailing comma before end of object": "no comma before the end",
    "Illegal trailing comma before end of array": "no comma before the end",
}


def _expected(error: json.JSONDecodeError) -> str:
    return next((text for start, text in _EXPECTED.items() if error.msg.startswith(start)), "JSON (RFC 8259)")


def _advice(error: json.JSONDecodeError, text: str) -> str:
    before, rest = text[: error.pos].rstrip(), text[error.pos :].lstrip()
    if error.msg.startswith("Expecting ',' delimiter"):
        return "put a comma before it, or take it out"
    if rest[:1] == "'":
        return "write double quotation marks"
    if rest[:2] in ("//", "/*") or rest[:1] == "#":
        return "take the comment out: JSON has none"
    if error.msg.startswith("Illegal trailing comma") or (rest[:1] in ("}", "]") and before.endswith(",")):
        return "take the comma before it out"
    if rest.startswith(("<<<<<<<", "=======", ">>>>>>>")):
        return "git left a merge conflict here: choose one side"
    return "mend this place; the first problem hides those that follow"


def _no_constant(name: str, text: str, file: str, what: str) -> Finding:
    problem = Problem(
        code="L103",
        pointer="",
        message=f"the {what} is not JSON: {name} is no JSON value",
        found=name,
        expected="a value",
        help="write null where the schema allows it",
    )
    return unplaced(problem, file, *line_and_column(text, _outside(name, text)))


def _outside(token: str, text: str) -> int:
    """Where a token stands first outside the strings of a JSON text."""
    pieces = re.finditer(r'"(?:[^"\\]|\\.)*"|(' + re.escape(token) + ")", text, re.DOTALL)
    return next((match.start() for match in pieces if match[1]), 0)


def _beyond(file: str, text: str, found: str, at: int) -> Finding:
    problem = Problem(
        code="L107",
        pointer="",
        message="nested too deeply, or a number too large",
        found=found,
        expected=f"at most {MAX_DEPTH} objects and lists inside one another; numbers that a computer holds",
        help="mend this place, or put the file back, for instance with `git checkout`",
    )
    return unplaced(problem, file, *line_and_column(text, at))


def _too_deep(data: Any) -> bool:
    level = [data]
    for _ in range(MAX_DEPTH + 1):
        if not level:
            return False
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
    return True


def _deep_place(text: str) -> int:
    depth = 0
    for match in re.finditer(r'"(?:[^"\\]|\\.)*"|[\[{]|[\]}]', text, re.DOTALL):
        depth += {"[": 1, "{": 1, "]": -1, "}": -1}.get(match[0], 0)
        if depth > MAX_DEPTH:
            return match.start()
    return 0


def _silent(text: str) -> list[Problem]:
    """Keys that stand twice and strings with a lone surrogate: most parsers take both without a word."""
    places = locate(text)
    problems = [
        Problem(
            code="L105",
            pointer=repeat.pointer,
            message=f"the key {show(repeat.key)} stands twice in one object",
            found="it stood before, in line {}, column {}".format(*line_and_column(text, repeat.first)),
            expected="each key once",
            help="take one of them out: parsers silently keep the last",
            offset=repeat.offset,
        )
        for repeat in places.repeats
    ]
    for pointer, offset, value in places.strings:
        if half := _SURROGATE.search(value):
            problems.append(
                Problem(
                    code="L104",
                    pointer=pointer,
                    message="the string holds a lone surrogate",
                    found=f"\\u{ord(half[0]):04x} without its other half",
                    expected="whole characters; an emoji is one character, or \\ud83d and \\ude00 together",
                    help="write the character itself",
                    offset=offset,
                )
            )
    return problems
