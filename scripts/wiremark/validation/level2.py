"""Level 2: structure. Walks the data along the schema's profile and gives every problem, each with its fix.

The verdict is that of JSON Schema, but for one thing: a number written with a fraction is no integer, not even 1.0.
Python, Arrow and msgspec read it as a float, so an offset written like that would change its kind on the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from wiremark.schema.profile import Array, Boolean, Integer, Node, Record, Text, regex
from wiremark.schema.walk import child
from wiremark.text.spelling import close
from wiremark.validation.places import Problem, kind, show

OCCURRENCE = "occurrence"
"""The key that says, 1-based, which occurrence of a span's text is meant, in place of its offsets."""

_FILLED = {"text_sha256", "dct"}
_BY_FIX = "`wiremark validate --fix` fills it in"


def structure(data: Any, record: Record, name: str = "the file") -> list[Problem]:
    """Every problem of a file's data. `record`: the root of the file, from the schema; `name`: what it is called."""
    return list(_check(data, record, "", name))


def expected(node: Node) -> str:
    """What the schema wants there, in words."""
    null = " or null" if node.nullable else ""
    match node:
        case Text() if node.names and len(node.names) > 12:
            return f"one of {', '.join(node.names[:10])} … ({len(node.names)} in all){null}"
        case Text() if len(node.names) == 1 and node.closed:
            return show(node.names[0]) + null
        case Text() if node.closed:
            return f"one of {', '.join(node.names)}{null}"
        case Text():
            fixed = "".join(f"{show(name)} or " for name in node.names)
            form = f" that matches {node.pattern}" if node.pattern else ", not empty" if node.min_length else ""
            return f"{fixed}a string{form}{null}"
        case Integer():
            return f"an integer{'' if node.minimum is None else f' of at least {node.minimum}'}{null}"
        case Boolean():
            return f"true or false{null}"
        case Array():
            return f"a list{null}"
        case Record():
            return (
                f"an object with {', '.join(key for key in node.fields if key in node.required) or 'known keys'}{null}"
            )


def _check(value: Any, node: Node, pointer: str, name: str) -> Iterator[Problem]:
    """`name`: what the value is called in messages, its key or, in a list, the key of the list."""
    if value is None and node.nullable:
        return
    match node:
        case Text() if isinstance(value, str):
            yield from _text(value, node, pointer, name)
        case Integer() if type(value) is int:
            if node.minimum is not None and value < node.minimum:
                yield _form(value, node, pointer, name, f"write {node.minimum} or more")
        case Boolean() if isinstance(value, bool):
            pass
        case Array() if isinstance(value, list):
            if len(value) < node.min_items:
                yield Problem(
                    code="A207",
                    pointer=pointer,
                    message=f"the list {show(name)} is too short",
                    found=f"{len(value)} of them",
                    expected=f"at least {node.min_items}",
                    help="add what is missing, or take the whole record out",
                )
            for number, item in enumerate(value):
                yield from _check(item, node.items, child(pointer, number), name)
        case Record() if isinstance(value, dict):
            yield from _record(value, node, pointer)
        case _:
            yield Problem(
                code="A203",
                pointer=pointer,
                message=f"{show(name) if pointer else name} is {kind(value)}",
                found=show(value),
                expected=expected(node),
                help=_BY_FIX if value is None and name in _FILLED else _retyped(value, node),
            )


def _text(value: str, node: Text, pointer: str, name: str) -> Iterator[Problem]:
    if value in node.names:
        return
    if node.closed:
        yield (
            _version(value, node, pointer) if name == "schema_version" else _unknown_value(value, node, pointer, name)
        )
    elif node.pattern is not None and not regex(node.pattern).search(value):
        yield _form(value, node, pointer, name, "write it in this form")
    elif len(value) < node.min_length:
        yield _form(value, node, pointer, name, "write what is meant, or take the record out")


def _record(value: dict[str, Any], node: Record, pointer: str) -> Iterator[Problem]:
    missing = [key for key in node.fields if key in node.required and key not in value]
    waiting = _waiting(value, node)
    if waiting:
        yield Problem(
            code="A312",
            pointer=pointer,
            message="a span without offsets",
            found=f"no {' and no '.join(waiting)}",
            expected="start and end, in code points of the article",
            help="`wiremark validate --fix` fills them in where the text stands once in the article",
        )
        missing = []
    for key in missing:
        yield Problem(
            code="A202",
            pointer=pointer,
            message=f"the key {show(key)} is missing",
            found=f"an object with {', '.join(value) or 'no keys'}",
            expected=f"{show(key)}: {expected(node.fields[key])}",
            help=_BY_FIX if key in _FILLED else f"add {_hint(key, node.fields[key])}",
        )
    for key in value:
        if key in waiting or (waiting and key == OCCURRENCE):
            continue
        if key in node.fields:
            yield from _check(value[key], node.fields[key], child(pointer, key), key)
        else:
            yield _unknown_key(key, node, pointer, value)
    present = [key for key in node.one_of if key in value]
    if node.one_of and len(present) != 1:
        yield Problem(
            code="A208",
            pointer=pointer,
            message=f"not exactly one of {' and '.join(node.one_of)}",
            found=" and ".join(present) if present else "none of them",
            expected="exactly one of them",
            help=f"keep one of {' and '.join(present)}" if present else f"add {' or '.join(node.one_of)}",
        )


def _waiting(value: dict[str, Any], node: Record) -> list[str]:
    """The offsets, absent or null, that `--fix` may find by the text of the span."""
    rule = node.span
    if rule is None or not isinstance(value.get(rule.text), str):
        return []
    return [key for key in (rule.start, rule.end) if value.get(key) is None]


def _unknown_value(value: str, node: Text, pointer: str, name: str) -> Problem:
    guess = close(value, node.names)
    return Problem(
        code="A201",
        pointer=pointer,
        message=f"unknown {name} {show(value)}" + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(value),
        expected=expected(node),
        help=f"write {show(guess)}" if guess else "choose one of these; a new one is a change of the schema",
    )


def _unknown_key(key: str, node: Record, pointer: str, value: dict[str, Any]) -> Problem:
    guess = close(key, tuple(other for other in node.fields if other not in value))
    return Problem(
        code="A204",
        pointer=child(pointer, key),
        message=f"unknown key {show(key)}" + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(key),
        expected=f"one of {', '.join(node.fields)}",
        help=f"write {show(guess)}" if guess else "take it out; a new key is a change of the schema",
        at_key=True,
    )


def _version(value: str, node: Text, pointer: str) -> Problem:
    wanted = node.names[0]
    return Problem(
        code="A206",
        pointer=pointer,
        message=f"the file declares schema {show(value)}, and the newest here is {show(wanted)}",
        found=show(value),
        expected=show(wanted),
        notes=(f"the rest of the file was checked against {wanted}, by which the dataset is built too",),
        help=f"`wiremark schema migrate` brings the files to {wanted}; put a newer schema back if its file is missing",
    )


def _form(value: Any, node: Node, pointer: str, name: str, help: str) -> Problem:
    return Problem(
        code="A205",
        pointer=pointer,
        message=f"{show(name)} has a wrong form",
        found=show(value),
        expected=expected(node),
        help=help,
    )


def _retyped(value: Any, node: Node) -> str:
    """How to write a value of the wrong kind."""
    match node:
        case Integer() if (number := whole(value)) is not None:
            without = "quotation marks" if isinstance(value, str) else "a fraction"
            return f"write {number}, without {without}: `wiremark validate --fix` does"
        case Text() if isinstance(value, int | float) and not isinstance(value, bool):
            return f'write "{value}", in quotation marks'
        case Array() if value is not None and not isinstance(value, list):
            return "write it as a list, in square brackets"
        case Array():
            return "write [] for none"
        case _ if value is None:
            return "write a value; where it is optional, leave the key out"
    return f"write {expected(node)}"


def whole(value: Any) -> int | None:
    """The integer that stands there as a number with a fraction of nothing, or in quotation marks; None for others."""
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)
    if isinstance(value, str) and _DIGITS.fullmatch(value):
        return int(value)
    return None


_DIGITS = re.compile("-?(0|[1-9][0-9]{0,17})")


def _hint(key: str, node: Node) -> str:
    """A key with the plainest value that it can have."""
    match node:
        case _ if node.nullable:
            return f"{show(key)}: null, or its value"
        case Array() if not node.min_items:
            return f"{show(key)}: [], or its items"
        case Text() if len(node.names) == 1 and node.closed:
            return f"{show(key)}: {show(node.names[0])}"
        case _:
            return f"{show(key)} with its value"
