"""What decided pairs make of entities and clusters: which records are together, under which id, and its record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wiremark.annotation.adjudication.draft import ENTITY, Draft, tag
from wiremark.annotation.adjudication.lines import OTHER, SAME, Line, decided
from wiremark.annotation.adjudication.names import free, stems
from wiremark.annotation.adjudication.pairs import Groups, Member, blocks
from wiremark.annotation.adjudication.shape import Kind, split, translated
from wiremark.schema.profile import Array, Node, Record, Text

Object = dict[str, Any]
Records = Mapping[tuple[str, str], list[Object]]
"""The adjudicated records, by document and layer."""

Described = dict[str, dict[str, Object]]
"""Records of entities and clusters, by kind and id."""


@dataclass
class _Grouping:
    """What became of one kind.

    ids: from a record's name to its id, or None. renamed: from the draft's names to the final ones, as they stand and
    tagged with the pass that means them. sources: for an id that no pass has, the draft's name whose attributes it
    takes.
    """

    ids: dict[str, str | None] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def settle(draft: Draft, records: Records, lines: Sequence[Line]) -> Described:
    """Gives every record, in place, the final ids of its entity and cluster. `lines`: all decided.

    Returns the entities and clusters that are new or were decided upon. A cluster takes its attributes from the
    workspace, else from A, else from B.
    """
    groupings = {kind.name: _grouping(draft, kind, records, lines) for kind in draft.shape.kinds.values()}
    renamed = {
        kind.space: _plain(draft, kind) | groupings[kind.name].renamed
        for kind in draft.shape.kinds.values()
        if kind.space == ENTITY
    }
    for (_, name), rows in records.items():
        rows[:] = [translated(row, draft.shape.layers[name].record, renamed) for row in rows]
    for kind in draft.shape.kinds.values():
        _link(draft, kind, groupings[kind.name], records, lines)
    found: Described = {}
    for kind in sorted(draft.shape.kinds.values(), key=lambda kind: kind.space == ENTITY):  # clusters name entities
        found[kind.name] = _described(draft, kind, groupings[kind.name], renamed, lines)
        used = _used(draft, kind, records, found)
        asked = {line.item for line in lines if line.layer == kind.name}
        found[kind.name] = {id: row for id, row in found[kind.name].items() if id in used or id in asked}
    return found


def _plain(draft: Draft, kind: Kind) -> dict[str, str]:
    """The draft's names as each pass means them, as long as no decision says otherwise."""
    names = draft.names[kind.space]
    return {tag(side, name): name for side, given in (("a", names.a), ("b", names.b)) for name in given.values()}


def _grouping(draft: Draft, kind: Kind, records: Records, lines: Sequence[Line]) -> _Grouping:
    """Blocks, joined where a pair was decided to be the same; each group under the name that it shares most with."""
    told = {f"{line.document} {line.subject}" for line in lines if line.layer == kind.layer and _tells(line, kind)}
    there = {name for name, _ in _rows(draft, kind, records)} - told
    members = [member for member in draft.members(kind) if member.name in there]
    pairs = [line.item for line in lines if line.layer == kind.name and line.decision == SAME]
    ends = {end for pair in pairs if isinstance(pair, tuple) for end in pair}
    members += [draft.lone(kind, name) for name in sorted(ends & there - {member.name for member in members})]
    groups = Groups[str]()
    for block in blocks(members):
        for member in block[1:]:
            groups.join(block[0].name, member.name)
    for pair in pairs:
        if isinstance(pair, tuple) and there.issuperset(pair):
            groups.join(*pair)
    parts: dict[str, list[Member]] = {}
    for member in members:
        parts.setdefault(groups.of(member.name), []).append(member)
    found = _Grouping(dict.fromkeys(member.name for member in members))
    _name(draft, kind, [part for part in parts.values() if len(part) > 1 or _stands(part[0])], found)
    return found


def _stands(member: Member) -> bool:
    """A record alone is a cluster where every pass that has it says so; cut off by a decision, it is none."""
    return member.a is not None and member.b is not None


def _tells(line: Line, kind: Kind) -> bool:
    """True where a line itself says in which cluster a record is."""
    return line.item == f"{line.subject}.{kind.member}" or (line.item == line.subject and line.decision == OTHER)


def _name(draft: Draft, kind: Kind, parts: Sequence[Sequence[Member]], found: _Grouping) -> None:
    """Ids one to one: first that of the workspace with which a group shares most, then A's, then B's."""
    known = draft.present.of(kind).keys()
    votes: list[tuple[int, int, int, str, int]] = []
    labels = [Counter(label for member in part for label in (member.a, member.b) if label) for part in parts]
    for number, part in enumerate(parts):
        now = Counter(name for member in part if (name := draft.now(kind, member.name)) in known and name)
        lent = draft.names[kind.space].all - labels[number].keys()  # what the draft calls something else
        if kind.space == ENTITY:  # nor an entity that the annotators did not mean; but one that was split from theirs
            lent |= {name for name in now if not any(stems(name, label) for label in labels[number])}
        now = Counter({name: count for name, count in now.items() if name not in lent})
        a, b = (Counter(getattr(member, side) for member in part) for side in ("a", "b"))
        votes += [(-now[name], -a[name], -b[name], name, number) for name in sorted({*now, *labels[number]})]
    given: dict[int, str] = {}
    for *_, name, number in sorted(votes):
        if number not in given and name not in given.values():
            given[number] = name
    for number, part in enumerate(parts):
        source = min(labels[number], key=lambda name: (-labels[number][name], name)) if labels[number] else ""
        if number not in given:
            given[number] = free(source or f"{kind.space}", {*given.values(), *known, *draft.names[kind.space].all})
            found.sources[given[number]] = source
        found.ids |= dict.fromkeys((member.name for member in part), given[number])
    for name in sorted({label for counter in labels for label in counter}):
        for side in ("a", "b"):
            shares = [
                (sum(getattr(member, side) == name for member in part), given[number] == name, -number)
                for number, part in enumerate(parts)
            ]
            if max(shares)[0]:
                found.renamed[tag(side, name)] = given[-max(shares)[2]]
        if name not in given.values():
            most = max((counter[name], -number) for number, counter in enumerate(labels))
            found.renamed[name] = given[-most[1]]


def _rows(draft: Draft, kind: Kind, records: Records) -> Iterator[tuple[str, Object]]:
    """The records that are members of a kind, by their names."""
    key = draft.shape.layers[kind.layer].key
    for (document, layer), rows in records.items():
        if layer == kind.layer:
            yield from ((f"{document} {row[key]}", row) for row in rows)


def _link(draft: Draft, kind: Kind, grouping: _Grouping, records: Records, lines: Sequence[Line]) -> None:
    """Writes the final id into every record: that of its group, else that of what the draft calls its cluster."""
    told = {
        f"{line.document} {line.subject}": line for line in lines if line.layer == kind.layer and _tells(line, kind)
    }
    layer = draft.shape.layers[kind.layer]
    final = {id for id in grouping.ids.values() if id} | draft.present.of(kind).keys()
    for name, row in _rows(draft, kind, records):
        id = row.get(kind.member)
        line = told.get(name)
        if line is None and name in grouping.ids:
            id = grouping.ids[name]
        elif id is not None and kind.space != ENTITY and not (line and line.decision == OTHER and id in final):
            side = line.decision if line and line.decision else draft.side(kind, name)
            old = draft.called(kind, id, side)
            id = grouping.renamed.get(tag(side, old)) or grouping.renamed.get(old, old)
        row[kind.member] = id
        if id is None and not layer.record.fields[kind.member].nullable:
            del row[kind.member]


def _described(
    draft: Draft, kind: Kind, grouping: _Grouping, renamed: Mapping[str, Mapping[str, str]], lines: Sequence[Line]
) -> dict[str, Object]:
    """The records of a kind that some pass has, or that were decided upon, by final id."""
    known, found = draft.present.of(kind), dict[str, Object]()
    wanted = {name: name for name in draft.names[kind.space].all} | grouping.sources
    for id, source in sorted(wanted.items()):
        rows = (draft.attributes(kind, source, side, tagged=True) for side in ("a", "b"))
        row = known.get(id) or next(filter(None, rows), None)
        if row is not None:
            found[id] = dict(row)
    for line in lines:
        if line.layer != kind.name or not isinstance(line.item, str):
            continue
        name, key = split(line.item, kind.record.fields)
        id = grouping.renamed.get(name, name)
        if key and (id in found or id in known):
            told = draft.attributes(kind, name, line.decision or "a", tagged=True) if line.decision != OTHER else None
            value = told.get(key) if told else decided(line)
            found[id] = {**known.get(id, {}), **found.get(id, {}), key: value}
        elif not key and isinstance(line.value, dict):
            found[id] = dict(line.value)
    return {id: translated(row, kind.record, renamed) | {kind.key: id} for id, row in found.items()}


def _used(draft: Draft, kind: Kind, records: Records, found: Described) -> set[str]:
    """The ids of a kind that the records name, and of entities also those that clusters and used entities name."""
    named = {
        id for (_, layer), rows in records.items() for id in _refs(rows, draft.shape.layers[layer].record, kind.space)
    }
    if kind.space != ENTITY:
        return named
    for other in draft.shape.kinds.values():
        if other is not kind:
            named |= set(_refs(list(found[other.name].values()), other.record, kind.space))
    queue = sorted(named)
    for id in queue:
        for more in _refs([found[kind.name].get(id, {})], kind.record, kind.space):
            if more not in named:
                named.add(more)
                queue.append(more)
    return named


def _refs(value: Any, node: Node | None, space: str) -> Iterator[str]:
    """The ids of a space that a value refers to. `node`: of the value, or of each item of a list of records."""
    if isinstance(value, list):
        items = node.items if isinstance(node, Array) else node
        for item in value:
            yield from _refs(item, items, space)
    elif isinstance(value, Mapping):
        fields = node.fields if isinstance(node, Record) else {}
        for key, item in value.items():
            yield from _refs(item, fields.get(key), space)
    elif isinstance(node, Text) and node.ref == space and isinstance(value, str):
        yield value
