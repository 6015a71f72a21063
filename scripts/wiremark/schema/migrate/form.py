"""Reads a migration file: JSON of this form, with every fault in it told at once.

`{"from": "1.0.0", "to": "2.0.0", "operations": [{"op": "rename_label", "labels": "EntityType", "from": …}, …]}`; the
table below says which keys an operation has. `note` may stand anywhere, for people.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any, NamedTuple

from wiremark.schema.migrate.operations import (
    ABSENT,
    NEEDS_REVIEW,
    AddAttribute,
    AddLayer,
    Choice,
    Fault,
    MergeLabels,
    Migration,
    MigrationError,
    Operation,
    Python,
    RemoveAttribute,
    RemoveLayer,
    RenameAttribute,
    RenameLabel,
    SetDefault,
    SplitLabel,
)
from wiremark.schema.versions import is_version, precedence
from wiremark.schema.walk import child
from wiremark.text.spelling import close

_FUNCTION = re.compile(r"[A-Za-z_][A-Za-z0-9_]*:[A-Za-z_][A-Za-z0-9_]*")


class _Kind(NamedTuple):
    words: str
    fits: Callable[[Any], bool]


def _text(value: Any) -> bool:
    return isinstance(value, str) and value != ""


def _texts(value: Any) -> bool:
    return isinstance(value, list) and len(set(map(str, value))) == len(value) > 0 and all(map(_text, value))


def _by(value: Any) -> bool:
    return _text(value) or (isinstance(value, dict) and value != {} and all(map(_text, value.values())))


_NAME = _Kind("a name", _text)
_NAMES = _Kind("a list of names, each once", _texts)
_BY = _Kind("a path of properties (entity.kb_class), or an object with one for each record", _by)
_MAP = _Kind(
    "an object from value to label",
    lambda value: isinstance(value, dict) and value != {} and all(map(_text, value.values())),
)
_ANY = _Kind("a value", lambda value: True)
_TRUE = _Kind("true", lambda value: value is True)
_CODE = _Kind("module:function", lambda value: isinstance(value, str) and _FUNCTION.fullmatch(value) is not None)


class _Form(NamedTuple):
    needed: Mapping[str, _Kind]
    optional: Mapping[str, _Kind]
    make: Callable[[Mapping[str, Any]], Operation]


def _choice(row: Mapping[str, Any]) -> Choice:
    otherwise = row.get("else", NEEDS_REVIEW)
    return Choice(row.get("by", ""), row.get("map"), None if otherwise == NEEDS_REVIEW else otherwise)


_CHOICE = {"by": _BY, "map": _MAP, "else": _NAME}
_LABELS = {"labels": _NAME, "from": _NAME, "to": _NAME}
_OF_RECORD = {"record": _NAME, "attribute": _NAME}

FORMS: Mapping[str, _Form] = {
    "rename_label": _Form(_LABELS, {}, lambda row: RenameLabel(row["labels"], row["from"], row["to"])),
    "merge_labels": _Form(
        _LABELS | {"from": _NAMES},
        _CHOICE,
        lambda row: MergeLabels(
            row["labels"], tuple(row["from"]), row["to"], _choice(row) if _CHOICE.keys() & row.keys() else None
        ),
    ),
    "split_label": _Form(
        _LABELS | {"to": _NAMES},
        _CHOICE,
        lambda row: SplitLabel(row["labels"], row["from"], tuple(row["to"]), _choice(row)),
    ),
    "rename_attribute": _Form(
        {"record": _NAME, "from": _NAME, "to": _NAME},
        {},
        lambda row: RenameAttribute(row["record"], row["from"], row["to"]),
    ),
    "add_attribute": _Form(
        _OF_RECORD,
        {"value": _ANY},
        lambda row: AddAttribute(row["record"], row["attribute"], row.get("value", ABSENT)),
    ),
    "remove_attribute": _Form(
        _OF_RECORD,
        {"value": _ANY, "unused": _TRUE},
        lambda row: RemoveAttribute(row["record"], row["attribute"], row.get("value", ABSENT), "unused" in row),
    ),
    "set_default": _Form(
        _OF_RECORD | {"value": _ANY}, {}, lambda row: SetDefault(row["record"], row["attribute"], row["value"])
    ),
    "add_layer": _Form({"layer": _NAME}, {}, lambda row: AddLayer(row["layer"])),
    "remove_layer": _Form({"layer": _NAME}, {"unused": _TRUE}, lambda row: RemoveLayer(row["layer"], "unused" in row)),
    "python": _Form(
        {"function": _CODE}, {"inverse": _CODE}, lambda row: Python(row["function"], row.get("inverse", ""))
    ),
}
"""Every operation with its keys."""

_FREE = {"note"}


def read(data: Any) -> Migration:
    """The migration that a parsed file holds. Raises MigrationError, with every fault of form in it."""
    faults = list(_faults(data))
    if faults:
        raise MigrationError(*faults)
    operations = (FORMS[row["op"]].make(row) for row in data["operations"])
    return Migration(data["from"], data["to"], tuple(operations))


def _faults(data: Any) -> Iterator[Fault]:
    if not isinstance(data, dict):
        yield _wrong("", "a migration is an object", _shown(data), '{"from", "to", "operations"}')
        return
    yield from _keys(data, "", {"from", "to", "operations"}, {"from", "to", "operations"})
    versions: list[Any] = []
    for key in ("from", "to"):
        if key in data and not (isinstance(data[key], str) and is_version(data[key])):
            yield _wrong(f"/{key}", f'"{key}" is no version', _shown(data[key]), "a version, like 1.0.0")
        else:
            versions.append(data.get(key))
    if len(versions) == 2 and None not in versions and precedence(versions[1]) <= precedence(versions[0]):
        help = "the way back needs no file: it is this one's, run backwards"
        yield _wrong("/to", "a migration leads to a newer version", _shown(data["to"]), "a version after from", help)
    rows = data.get("operations", [])
    if not isinstance(rows, list):
        yield _wrong("/operations", '"operations" is no list', _shown(rows), "a list of operations")
        return
    for number, row in enumerate(rows):
        yield from _operation(row, f"/operations/{number}")


def _operation(row: Any, pointer: str) -> Iterator[Fault]:
    if not isinstance(row, dict):
        yield _wrong(pointer, "an operation is an object", _shown(row), '{"op": …}')
        return
    name = row.get("op")
    form = FORMS.get(name) if isinstance(name, str) else None
    if form is None:
        guess = close(name, tuple(FORMS)) if isinstance(name, str) else None
        hint = f": did you mean {_shown(guess)}?" if guess else ""
        yield _wrong(
            f"{pointer}/op" if "op" in row else pointer,
            f"no operation is called {_shown(name)}{hint}" if "op" in row else "an operation without its name",
            _shown(name) if "op" in row else f"an object with {', '.join(row) or 'no keys'}",
            f"one of {', '.join(FORMS)}",
            f"write {_shown(guess)}" if guess else "",
        )
        return
    kinds = {**form.needed, **form.optional}
    yield from _keys(row, pointer, {"op", *form.needed}, {"op", *kinds})
    for key, kind in kinds.items():
        if key in row and not kind.fits(row[key]):
            yield _wrong(child(pointer, key), f'"{key}" has a wrong form', _shown(row[key]), kind.words)
    if "value" in row and "unused" in row:
        yield _wrong(
            f"{pointer}/unused", "a value that all had, of a property that none had", "value and unused", "one"
        )
    if ("map" in row) != ("by" in row):
        there, lacks = ("map", "by") if "map" in row else ("by", "map")
        yield _wrong(child(pointer, there), f'"{there}" without "{lacks}"', there, '"by" and "map", or neither')
    yield from _targets(row, pointer)


def _targets(row: Mapping[str, Any], pointer: str) -> Iterator[Fault]:
    """Labels that a choice leads to must be among those that there are to choose from."""
    several = row.get("to") if row["op"] == "split_label" else row.get("from") if row["op"] == "merge_labels" else None
    if not isinstance(several, list) or not _texts(several):
        return
    chosen = row.get("map") if _MAP.fits(row.get("map")) else {}
    ends = [(child(f"{pointer}/map", value), label) for value, label in (chosen or {}).items()]
    if "else" in row and row["else"] != NEEDS_REVIEW:
        ends.append((f"{pointer}/else", row["else"]))
    known = [*several, row["to"]] if row["op"] == "merge_labels" and isinstance(row.get("to"), str) else several
    for place, label in ends:
        if isinstance(label, str) and label not in known:
            yield unknown("S301", place, "label", label, known, "one of the labels of the operation")
    if NEEDS_REVIEW in several:
        yield _wrong(f"{pointer}/to", f"a label may not be called {NEEDS_REVIEW} here", NEEDS_REVIEW, "another name")


def _keys(row: Mapping[str, Any], pointer: str, needed: set[str], known: set[str]) -> Iterator[Fault]:
    for key in sorted(needed - row.keys()):
        found = f"an object with {', '.join(row) or 'no keys'}"
        yield _wrong(pointer, f'the key "{key}" is missing', found, f'"{key}"')
    for key in row:
        if key not in known and key not in _FREE:
            yield unknown("S301", child(pointer, key), "key", key, sorted(known), f"one of {', '.join(sorted(known))}")


def unknown(code: str, pointer: str, what: str, name: str, known: Collection[str], expected: str) -> Fault:
    """A name that nothing has, with the one that was meant."""
    guess = close(name, tuple(known))
    hint = f": did you mean {_shown(guess)}?" if guess else ""
    help = f"write {_shown(guess)}" if guess else ""
    message = f"no {what} is called {_shown(name)}{hint}"
    return Fault(code=code, pointer=pointer, message=message, found=_shown(name), expected=expected, help=help)


def _wrong(pointer: str, message: str, found: str, expected: str, help: str = "") -> Fault:
    return Fault(code="S301", pointer=pointer, message=message, found=found, expected=expected, help=help)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 80 else text[:78] + " …"
