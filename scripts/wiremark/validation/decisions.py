"""adjudication.jsonl: can each line be read, does it decide what it says it does, and do the decisions agree?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from wiremark.annotation.adjudication.judged import Against
from wiremark.annotation.adjudication.lines import ANSWERS, CHOICES, FILE, OTHER, Line, of
from wiremark.annotation.adjudication.pairs import Clash, clashes
from wiremark.annotation.adjudication.shape import Shape, split
from wiremark.diagnostics import Finding
from wiremark.text.spelling import Names
from wiremark.validation import level1
from wiremark.validation.context import Context
from wiremark.validation.item import layers
from wiremark.validation.places import Problem, kind, placed, show
from wiremark.workspace import Workspace

RULE = re.compile(r"\*\*(R-[A-Z]+[0-9]+)\b")
"""How GUIDELINES.md opens a rule."""

_KEYS: Mapping[str, tuple[type, ...]] = {
    "document": (str, type(None)),
    "layer": (str,),
    "item": (str, list),
    "a": (object,),
    "b": (object,),
    "decision": (str, type(None)),
    "rule": (str, type(None)),
    "note": (str,),
}
_OPTIONAL = ("value", "at", "text")
_SHAPE = '{"document", "layer", "item", "a", "b", "decision", "rule", "note"}'


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file that can be read, with its number and its text."""

    number: int
    text: str
    line: Line


@dataclass(frozen=True, slots=True)
class Decisions:
    """What adjudication.jsonl holds. `findings`: what is wrong with single lines, and where they contradict."""

    name: str
    rows: Sequence[Row] = ()
    findings: Sequence[Finding] = ()

    @property
    def lines(self) -> list[Line]:
        """The lines that can be read."""
        return [row.line for row in self.rows]

    def between(
        self, documents: Collection[str], values: Callable[[Line], tuple[Any, Any]]
    ) -> tuple[Decisions, list[Line]]:
        """The decisions that two passes can answer for, and the lines of others.

        documents: those that both have. values: what each has for an item; null, null for an entity or a cluster that
        neither has, and then a line that says otherwise is not theirs.
        """

        def ours(line: Line) -> bool:
            if line.documents:
                return not line.documents.isdisjoint(documents)
            return values(line) != (None, None) or (line.a, line.b) == (None, None)

        kept, theirs = list[Row](), list[Line]()
        for row in self.rows:
            if ours(row.line):
                kept.append(row)
            else:
                theirs.append(row.line)
        return replace(self, rows=kept), theirs

    def open(self, why: str, rows: Iterable[Row] | None = None) -> list[Finding]:
        """A finding for each line without a decision, or for each of `rows`."""
        rest = self.rows if rows is None else rows
        return [found for row in rest if not row.line.decision for found in self.placed(row, [_undecided(row, why)])]

    def contradictions(self, found: Iterable[Clash]) -> list[Finding]:
        """A finding for each clash between these lines."""
        return [
            finding for clash in found for finding in self.placed(self.rows[clash.apart], [_clashing(self.rows, clash)])
        ]

    def placed(self, row: Row, problems: Iterable[Problem]) -> list[Finding]:
        """Problems of one line, at their places in the file."""
        return [replace(finding, line=row.number) for finding in placed(problems, self.name, row.text)]


def read(context: Context) -> Decisions:
    """Reads adjudication.jsonl; nothing where there is none. `findings` says all that its lines alone can tell."""
    path = context.workspace.annotations / FILE
    name, profile = context.workspace.relative(path), context.schemas.newest
    if not path.is_file() or profile is None:
        return Decisions(name)
    check = _Check(Shape(profile), context.documents.ids, rules(context.workspace))
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, raw in enumerate(path.read_bytes().split(b"\n"), 1):
        if not raw.strip():
            continue
        parsed = level1.read(raw, name)
        problems = list(check.line(parsed.data)) if parsed.readable else []
        row = Row(number, parsed.text, of(parsed.data)) if parsed.readable and not check.misshapen else None
        if row and not problems:
            problems += check.again(row)
        if row:
            rows.append(row)
        findings += [replace(finding, line=number) for finding in parsed.findings]
        findings += [replace(finding, line=number) for finding in placed(problems, name, parsed.text)]
    found = Decisions(name, rows)
    return replace(found, findings=[*findings, *found.contradictions(clashes(found.lines))])


def check(context: Context) -> list[Finding]:
    """Everything wrong with a workspace's adjudication.jsonl.

    That a line is still to decide is a finding only where the layer's state says that it is adjudicated.
    """
    found = read(context)
    profile = context.schemas.newest
    if not found.rows or profile is None:
        return list(found.findings)
    shape, done = Shape(profile), _adjudicated(context)

    def layers(line: Line) -> Iterator[tuple[str, str]]:
        if line.document is not None:
            yield line.document, line.layer
        elif line.layer in shape.kinds:
            layer = shape.kinds[line.layer].layer
            ends = [end.partition(" ")[0] for end in line.item] if isinstance(line.item, tuple) else list(done)
            yield from ((document, layer) for document in ends)

    said = [row for row in found.rows if any(layer in done.get(id, ()) for id, layer in layers(row.line))]
    return [*found.findings, *found.open("the layer's state in annotated_with is adjudicated", said)]


def rules(workspace: Workspace) -> list[str]:
    """The rules that annotations/GUIDELINES.md numbers, in its order; none where there is no such file."""
    path = workspace.annotations / "GUIDELINES.md"
    text = path.read_bytes().decode("utf-8", "replace") if path.is_file() else ""
    return list(dict.fromkeys(RULE.findall(text)))


def _adjudicated(context: Context) -> dict[str, list[str]]:
    """Per document the layers whose state in annotations/ is adjudicated."""
    found = {}
    for id in context.documents.ids or ():
        path = context.workspace.annotations / f"{id}.json"
        data = context.parsed(path).data if path.is_file() else None
        found[id] = [layer for layer, made in layers(data).items() if made.text("state") == "adjudicated"]
    return found


@dataclass
class _Check:
    """Looks at one line after the other. `documents` is None where SOURCES.toml cannot be read."""

    shape: Shape
    documents: Iterable[str] | None
    rules: Sequence[str]
    misshapen: bool = False
    _seen: dict[Any, int] = field(default_factory=dict)

    def line(self, data: Any) -> list[Problem]:
        """What is wrong with one line. Sets `misshapen` where it cannot be used at all."""
        problems = list(_form(data))
        self.misshapen = bool(problems)
        return problems or [*self._about(data), *self._decided(data)]

    def again(self, row: Row) -> Iterator[Problem]:
        """An item that stood before."""
        first = self._seen.setdefault(row.line.key, row.number)
        if first != row.number:
            yield Problem(
                code="A607",
                pointer="/item",
                message=f"{row.line.name} is decided twice",
                found=f"it stands in line {first} too",
                expected="each item once",
                help="take one of the two lines out",
            )

    def _about(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        document, layer, item = data["document"], data["layer"], data["item"]
        if document is not None and self.documents is not None and document not in self.documents:
            yield _nothing("document", document, "the id of a document in seeds/SOURCES.toml", self.documents)
        known = list(self.shape.kinds if document is None else self.shape.layers)
        if layer not in known:
            what = "what stands over the documents" if document is None else "a layer of a document"
            yield _nothing("layer", layer, f"{what}: {', '.join(known)}", known)
            return
        record = self.shape.kinds[layer].record if document is None else self.shape.layers[layer].record
        properties = self.shape.properties(record)
        if isinstance(item, list):
            yield from self._pair(document, item)
        elif document is not None:
            _, dot, name = item.partition(".")
            if dot and name not in properties:
                yield _nothing("item", item, f"an id, or an id and one of {', '.join(properties)}", ())
        elif split(item, properties)[0] == item and item.rpartition(".")[2] in record.fields:
            yield _nothing("item", item, f"an id, or an id and one of {', '.join(properties)}", ())

    def _pair(self, document: str | None, item: Sequence[Any]) -> Iterator[Problem]:
        if document is not None:
            yield _nothing("item", " = ".join(item), 'an id; a pair stands in a line with "document": null', ())
        for number, end in enumerate(item):
            id, space, record = end.partition(" ")
            if not space or not record or (self.documents is not None and id not in self.documents):
                yield _nothing(f"item/{number}", end, "a document and an id, with a space between", ())

    def _decided(self, data: Mapping[str, Any]) -> Iterator[Problem]:
        decision, rule, paired = data["decision"], data["rule"], isinstance(data["item"], list)
        allowed = ANSWERS if paired else CHOICES
        if decision is not None and decision not in allowed:
            guess = Names(allowed).meant(decision)
            yield Problem(
                code="A602",
                pointer="/decision",
                message=f"{show(decision)} is no decision" + (f": did you mean {show(guess)}?" if guess else ""),
                found=show(decision),
                expected=f"one of {', '.join(allowed)}, or null while it is open",
                help=f"write {show(guess)}" if guess else "write one of these",
            )
        elif (decision == OTHER) != ("value" in data):
            yield Problem(
                code="A602",
                pointer="/value" if "value" in data else "/decision",
                message="a value belongs to the decision other, and to no other decision",
                found=f"{show(decision)} with a value" if "value" in data else "other without a value",
                expected='{"decision": "other", "value": …}, or a decision without value',
                help="write the value, null for none" if decision == OTHER else 'take it out, or write "other"',
            )
        if self.rules and (rule not in self.rules if rule is not None else decision is not None):
            guess = Names(self.rules).meant(rule) if rule else ""
            yield Problem(
                code="A604",
                pointer="/rule",
                message="a decision under no rule of GUIDELINES.md" + (f": did you mean {guess}?" if guess else ""),
                found=show(rule),
                expected="the number of a rule in annotations/GUIDELINES.md",
                help="name the rule; where there is none, the guidelines lack one",
            )
        if paired and decision in ANSWERS and not data["note"].strip():
            yield Problem(
                code="A608",
                pointer="/note",
                message="two records are decided upon without a reason",
                found=f"{show(decision)}, and no note",
                expected="a note that says why, in a few words",
                help="write the note",
            )


def _form(data: Any) -> Iterator[Problem]:
    if not isinstance(data, dict):
        yield _wrong("", kind(data), f"an object {_SHAPE}")
        return
    for key in sorted(_KEYS.keys() - data.keys()):
        yield _wrong("", f"no {show(key)}", f"an object {_SHAPE}")
    for key in sorted(data.keys() - _KEYS.keys() - {*_OPTIONAL}):
        yield _wrong(f"/{key}", f"a key {show(key)}", f"an object {_SHAPE}, with value, at and text where they apply")
    for key, kinds in _KEYS.items():
        if key in data and not isinstance(data[key], kinds):
            names = {str: "a string", list: "a list", type(None): "null"}
            yield _wrong(f"/{key}", kind(data[key]), " or ".join(names[one] for one in kinds))
    item, at = data.get("item"), data.get("at")
    if isinstance(item, list) and not (len(item) == 2 and all(isinstance(end, str) for end in item)):
        yield _wrong("/item", json.dumps(item, ensure_ascii=False), "an id, or a list of two records")
    if at is not None and not (isinstance(at, list) and [type(part) for part in at] == [int, int]):
        yield _wrong("/at", show(at), "a list of start and end, in code points")


def _wrong(pointer: str, found: str, expected: str) -> Problem:
    return Problem(
        code="A601",
        pointer=pointer,
        message="a line of the wrong form",
        found=found,
        expected=expected,
        help="mend it, or take the line out: `wiremark adjudicate` writes it anew",
    )


def _nothing(pointer: str, found: str, expected: str, known: Iterable[str]) -> Problem:
    guess = Names(known).meant(found) if known else ""
    return Problem(
        code="A603",
        pointer=f"/{pointer}",
        message="a line about nothing" + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(found),
        expected=expected,
        help=f"write {show(guess)}" if guess else "mend it, or take the line out",
    )


def stale(line: Line, a: str, b: str) -> Problem:
    """A decided line that does not fit what the passes have, a and b, as JSON."""
    return Problem(
        code="A603",
        pointer="/item",
        message="a line about nothing: the passes do not have what it decides about",
        found=f"{line.name}, decided {line.decision}",
        expected=f"the values that the passes have: a {a}, b {b}",
        help="compare the passes that it is about; or let --drop take the line out, and decide anew where they differ",
    )


def otherwise(against: Against) -> Problem:
    """A decided line that was decided otherwise in the editor since."""
    line, now = against
    shown = show(now.value) if now and now.decision == OTHER else ""
    return Problem(
        code="A609",
        pointer="/decision",
        message=f"{line.name} is decided otherwise in the editor",
        found=f"{line.decision}" + (f", {show(line.value)}" if line.decision == OTHER else ""),
        expected=" ".join(filter(None, (now.decision, shown)))
        if now and now.decision
        else "no line: nothing to decide",
        help="the line stays as it is: change it here or there, or let --overwrite take what the editor has",
    )


def _undecided(row: Row, why: str) -> Problem:
    allowed = ", ".join(ANSWERS if row.line.paired else CHOICES)
    return Problem(
        code="A605",
        pointer="/decision",
        message=f"{row.line.name} is still to decide",
        found="null",
        expected=f"one of {allowed}: {why}",
        help="write the decision",
    )


def _clashing(rows: Sequence[Row], clash: Clash) -> Problem:
    line = rows[clash.apart].line
    chain = [rows[number] for number in clash.chain]
    numbers = ", ".join(str(row.number) for row in chain)
    joined = f"the same by line{'s' if len(chain) > 1 else ''} {numbers}" if chain else "the same in both passes"
    return Problem(
        code="A606",
        pointer="/decision",
        message=f"{line.name} is decided against other lines",
        found=f"{line.decision}; {joined}",
        expected="what is the same as one thing is the same as whatever that is",
        notes=tuple(f"line {row.number}: {row.line.name}, {row.line.decision}" for row in chain),
        help="change one of these decisions"
        if chain
        else "take the line out; who is in which cluster is decided record by record, as `e1.cluster`",
    )
