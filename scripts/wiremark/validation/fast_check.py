"""One pass over typed objects, generated from a root record of the profile: everything that the types leave open.

The generated function takes the objects apart list by list, a column at a time, as that is what Python does fastest,
and returns as soon as something is not right. `listing` shows the code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from itertools import chain
from typing import Any

from wiremark.schema.decode import attribute
from wiremark.schema.profile import ORPHANS, Array, Boolean, Integer, Node, Record, SpanRule, Text, regex
from wiremark.validation import patterns

Check = Callable[[Any, str, Mapping[str, Any], int], bool]
"""(root object, article with NUL at its end, ids by space, colons) → True, or False where a closer look is needed.

The ids are those beside the file's own, in sets; a space that is not there, or None, is not known. The colons are those
of the JSON text, and one for each optional key that is absent.
"""

_WAITING = (ORPHANS, "review")
"""What is told of in any case, as a person has work with it."""

_OUTSIDE = (("document",), ("annotation", "document"))  # a file's own document is compared, not looked up
_LARGE = 10**18


class Unsupported(Exception):
    """A profile with something that the fast path does not know; its files take the slow one."""


def compile_check(record: Record, absent: object) -> Check:
    """The function for files whose root is `record`. absent: what stands for an optional key. Raises Unsupported."""
    writer = _Writer(record)
    names: dict[str, Any] = {"ABSENT": absent, "chain": chain.from_iterable, **writer.constants}
    exec(compile(writer.source, f"<check {record.name}>", "exec"), names)  # noqa: S102 (written here, of checked names)
    made: Check = names["check"]
    return made


def listing(record: Record) -> str:
    """The code of `compile_check`, to read. Raises Unsupported."""
    return _Writer(record).source


class _Writer:
    """Writes the function, top down: one local list for all records of a kind at one place of the file."""

    def __init__(self, root: Record) -> None:
        self.constants: dict[str, Any] = {}
        self._rows: list[str] = []
        self._depth = 1
        self._made = 0
        self._keys: dict[str, list[str]] = {}
        """By id space: the lists of the ids that the file opens."""
        self._patterns: dict[str, set[str]] = {}
        """By id space: the patterns of these ids."""
        self._refs: dict[tuple[str, str], list[str]] = {}
        """By id space and pattern: the lists of what is named."""
        self._spans: dict[tuple[str, str, str], list[str]] = {}
        """By the attributes for start, end and text: the lists of the spans."""
        self._words: list[str] = []
        """Counts of the colons in free text, which are made only where some are missing still."""
        self._worded: list[str] = []
        """The lists that these look at."""
        self._one(root, "root", ())
        self._over_the_file()
        gathered = chain(*self._keys.values(), *self._spans.values(), *self._refs.values(), self._worded)
        head = [f"{name} = ()" for name in gathered]  # if they are not there
        body = [f" {row}" for row in ("colons = 0", *head)] + self._rows
        self.source = "\n".join(["def check(root, text, spaces, found):", *body, ""])

    def _row(self, code: str) -> None:
        self._rows.append(" " * self._depth + code)

    def _stop(self, condition: str) -> None:
        self._row(f"if {condition}: return False")

    @contextmanager
    def _within(self, head: str) -> Iterator[None]:
        self._row(f"{head}:")
        self._depth += 1
        yield
        self._depth -= 1

    def _new(self, kind: str, value: str = "") -> str:
        """A fresh local variable."""
        self._made += 1
        if value:
            self._row(f"{kind}{self._made} = {value}")
        return f"{kind}{self._made}"

    def _constant(self, value: Any) -> str:
        name = self._new("c")
        self.constants[name] = value
        return name

    # what a file has once

    def _one(self, record: Record, one: str, path: tuple[str, ...]) -> None:
        """One object, in the variable `one`."""
        if record.span or record.one_of:
            self._many(record, self._new("x", f"[{one}]"), path)
            return
        self._row(f"colons += {_keys_of(record)}")
        sharing = _sharing_a_record(record)
        if sharing:
            values = ", ".join(f"{one}.{attribute(key)}" for key in sharing)
            there = f"[x for x in ({values}) if x is not ABSENT and x is not None]"
            self._values(record.fields[sharing[0]], self._new("x", there), (*path, "*"))
        for key, node in record.fields.items():
            if key in sharing:
                continue
            value, optional = f"{one}.{attribute(key)}", key not in record.required
            if key in _WAITING:
                if not optional:
                    raise Unsupported
                self._stop(f"{value} is not ABSENT")
            elif not _settled_by_types(node):
                value = self._new("x", value)
                there = " and ".join(f"{value} is not {name}" for name in _placeholders(node, optional))
                with self._within(f"if {there}") if there else nullcontext():
                    self._value(node, value, (*path, key))
        if "annotated_with" in record.fields:
            self._annotated_layers(record, one)

    def _value(self, node: Node, value: str, path: tuple[str, ...]) -> None:
        """A value that is there, in the variable `value`."""
        match node:
            case Text(pattern=str(pattern), key=None) if not node.names and (not node.ref or path in _OUTSIDE):
                if patterns.colons(pattern) is None:
                    self._row(f'colons += {value}.count(":")')
                elif patterns.colons(pattern):
                    self._row(f"colons += {patterns.colons(pattern)}")
                self._stop(f"{self._constant(regex(pattern).search)}({value}) is None")
            case Text(pattern=None, key=None, ref=None) if self._depth == 1:
                self._words.append(f'{value}.count(":")')
            case Array(items=items) if not items.nullable:
                self._values(items, value, (*path, "*"))
            case Record():
                self._one(node, value, path)
            case _:
                self._values(node, self._new("x", f"[{value}]"), path)

    def _annotated_layers(self, record: Record, one: str) -> None:
        """The layers that hold records are among those annotated."""
        done = record.fields["annotated_with"]
        layers = done.fields.keys() & record.fields.keys() if isinstance(done, Record) else set()
        if done.nullable or not {"annotated_with", *layers} <= record.required:
            raise Unsupported
        for key in sorted(layers):
            self._stop(f"{one}.{attribute(key)} and {one}.annotated_with.{attribute(key)} is ABSENT")

    # what it has many times

    def _many(self, record: Record, objects: str, path: tuple[str, ...]) -> None:
        """All objects of a record at one place, in the variable `objects`."""
        if "annotated_with" in record.fields:
            raise Unsupported
        span = self._span(record, objects)
        self._row(f"colons += {_keys_of(record)} * len({objects})")
        wanted = [key for key, node in record.fields.items() if key not in span and not _settled_by_types(node)]
        with self._within(f"if {objects}") if wanted or record.one_of else nullcontext():
            for key in wanted:
                node, optional = record.fields[key], key not in record.required
                self._column(node, f"x.{attribute(key)}", objects, (*path, key), optional=optional)
            if record.one_of:
                there = " + ".join(f"(x.{attribute(key)} is not ABSENT)" for key in record.one_of)
                self._stop(f"[1 for x in {objects} if {there} != 1]")

    def _column(self, node: Node, value: str, objects: str, path: tuple[str, ...], *, optional: bool = False) -> None:
        """What stands at one place in all these objects: `value`, where `x` is the object."""
        each = f"for x in {objects}{_if_there(value, node, optional)}"
        if isinstance(node, Array):  # all items in one go, without the lists between
            each += f" for y in {value}{_if_there('y', node.items)}"
            node, value, path = node.items, "y", (*path, "*")
        self._values(node, self._new("x", f"[{value} {each}]"), path)

    def _values(self, node: Node, values: str, path: tuple[str, ...]) -> None:
        """What stands at one place, a list in the variable `values`; without what is absent, or null."""
        if _settled_by_types(node):
            return
        match node:
            case Text():
                self._text(node, values, path)
            case Integer():
                self._stop(f"not all([-{_LARGE} < x < {_LARGE} for x in {values}])")
            case Array():
                self._column(node, "x", values, path)
            case Record():
                self._many(node, values, path)

    def _text(self, node: Text, values: str, path: tuple[str, ...]) -> None:
        """Its colons, its form, the id that it opens or refers to."""
        ref = node.ref if node.ref and path not in _OUTSIDE else ""
        ids = values
        if node.names:  # they are names here, and might be ids elsewhere
            ids = self._new("x", f"[x for x in {values} if x not in {node.names!r}]")
        if node.key:
            self._keys.setdefault(node.key, []).append(values)
            self._patterns.setdefault(node.key, set()).add(node.pattern or "")
        elif node.pattern or ref:
            self._refs.setdefault((ref, node.pattern or ""), []).append(ids)
        plain = node.pattern and not any(":" in name for name in node.names)
        fixed = patterns.colons(node.pattern or "") if plain else None
        if fixed is None:
            self._words.append(f'"\\n".join({values}).count(":")')
            self._worded.append(values)
        elif fixed:
            self._row(f"colons += {fixed} * len({ids})")

    def _span(self, record: Record, objects: str) -> frozenset[str]:
        """Gathers the spans of the article. Gives the keys that are looked at in this way."""
        rule = record.span
        if rule is None or rule.of != "corpus":
            return frozenset()
        keys = frozenset({rule.start, rule.end, rule.text})
        if not keys <= record.required or _open_ended(record, rule):
            raise Unsupported
        parts = (attribute(rule.start), attribute(rule.end), attribute(rule.text))
        self._spans.setdefault(parts, []).append(objects)
        return keys

    # what is compared when all is gathered

    def _over_the_file(self) -> None:
        every = {parts: _all_of(spans) for parts, spans in self._spans.items()}
        for (start, end, words), spans in every.items():
            self._row(f"for x in {spans}:")
            self._row(f" if text[x.{start} : x.{end}] != x.{words}: return False")
        own = {}
        for space, opened in self._keys.items():
            own[space] = self._new("own", f"{{*{', *'.join(opened)}}}" if len(opened) > 1 else f"set({opened[0]})")
            with self._within(f"if {own[space]}"):
                self._stop(f"len({own[space]}) != {' + '.join(f'len({ids})' for ids in opened)}")
                for pattern in sorted(filter(None, self._patterns[space])):
                    self._stop(f"not {self._constant(patterns.matcher(pattern))}({own[space]})")
        for (space, pattern), columns in self._refs.items():
            if not space:
                self._named(_all_of(columns), pattern)
                continue
            known = self._new("known", f"spaces.get({space!r}, {own.get(space)})")
            if self._patterns.get(space) == {pattern}:  # the form of the file's own ids was looked at
                formed = self._constant(lru_cache(maxsize=8)(patterns.matcher(pattern)))  # the same ids for many files
                with self._within(f"if {known} is {own[space]} or {known} and {formed}({known})"):
                    self._stop(f"not {known}.issuperset({_all_of(columns)})")
                with self._within("else"):
                    self._named(_all_of(columns), pattern, known)
            else:
                self._named(_all_of(columns), pattern, known)
        said = [f'"\\n".join([x.{words} for x in {spans}]).count(":")' for (_, _, words), spans in every.items()]
        for words in (*self._words, *said):  # only where it matters: few texts have a colon, and few spans
            self._row(f"if colons < found: colons += {words}")
        self._row("return colons == found")

    def _named(self, every_one: str, pattern: str, known: str = "") -> None:
        """What is named has the form of an id, and is among the `known`, where these are."""
        refs = self._new("refs", f"{{*{every_one}}}")
        if known:
            self._stop(f"{known} is not None and not {refs} <= {known}")
        if pattern:
            self._stop(f"not {self._constant(patterns.matcher(pattern))}({refs})")


def _all_of(lists: Sequence[str]) -> str:
    """What stands in all these lists, one after the other."""
    return f"chain(({', '.join(lists)}))" if len(lists) > 1 else lists[0]


def _keys_of(record: Record) -> int:
    """How many keys an object of the record has with all that is optional."""
    if any(":" in key for key in record.fields):
        raise Unsupported
    return len(record.fields)


def _sharing_a_record(record: Record) -> list[str]:
    """The optional properties that hold the same record, as the layers that were done, if there are several."""
    optional = [key for key in record.fields if key not in record.required and key not in _WAITING]
    found = [key for key in optional if record.fields[key] == record.fields[optional[0]]]
    return found if len(found) > 1 and isinstance(record.fields[found[0]], Record) else []


def _settled_by_types(node: Node) -> bool:
    """True for what the types decide, and whose JSON has no colon."""
    match node:
        case Text():
            return node.closed and not any(":" in name for name in node.names)
        case Array():
            return _settled_by_types(node.items)
    return isinstance(node, Boolean)


def _placeholders(node: Node, optional: bool) -> list[str]:
    """What may stand where there is no value."""
    return [name for name, there in (("ABSENT", optional), ("None", node.nullable)) if there]


def _if_there(value: str, node: Node, optional: bool = False) -> str:
    """The condition of a comprehension that leaves out where there is none."""
    return "".join(f" if {value} is not {name}" for name in _placeholders(node, optional))


def _open_ended(record: Record, rule: SpanRule) -> bool:
    """True where the types would let pass what makes a slice mean something else: a negative offset, an empty text."""
    start, end, words = (record.fields[key] for key in (rule.start, rule.end, rule.text))
    least = [node.minimum if isinstance(node, Integer) else None for node in (start, end)]
    return any(value is None or value < 0 for value in least) or not isinstance(words, Text) or words.min_length < 1
