"""entities.json: is each entry one thing, of a type that can be where it is named, and named by something?"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wiremark.schema.profile import RoleRule, plan
from wiremark.schema.walk import along, child
from wiremark.validation.corpus.folders import Folder, Found, Row
from wiremark.validation.places import Problem, show

# Kinds of aliases that may fit several entities: they describe, or name a people under one state and the next.
_SHARED = ("nominal", "title", "demonym")
_OFFICIAL = "official"


def unnamed(folder: Folder, elsewhere: Collection[str]) -> Found:
    """Entities and clusters that nothing names. elsewhere: the ids that the files of other folders name."""
    named = set(elsewhere) | references(folder)
    for what, key in (("entity", "entities"), ("event cluster", "events"), ("utterance", "utterances")):
        for row in folder.entries(key):
            if row.text("id") is not None and row.id not in named:
                members = "a mention, a speaker, a holder …" if key == "entities" else "a record in a document"
                yield (
                    row.file,
                    Problem(
                        code="A505",
                        severity="warning",
                        pointer=child(row.pointer, "id"),
                        message=f"nothing names the {what} {show(row.id)}",
                        found="no reference to it",
                        expected=f"{members} that names it",
                        help="link what it was made for, or take it out",
                    ),
                )


def opened(folder: Folder) -> set[str]:
    """The ids of the folder's own entities and clusters."""
    return {row.id for key in ("entities", "events", "utterances") for row in folder.entries(key)}


def references(folder: Folder) -> set[str]:
    """The ids that the folder's files name; of a row in entities.json or clusters.json, not its own."""
    found = set[str]()
    for file in folder.files:
        data = file.file.data
        own = {} if file.of_document else {item.pointer: item.id for items in file.lists.values() for item in items}
        for path, node in plan(file.file.record).refs:
            for pointer, id in along(data, path):
                if isinstance(id, str) and id not in node.names and own.get("/".join(pointer.split("/")[:3])) != id:
                    found.add(id)
    return found


def identities(folder: Folder) -> Found:
    """Two entries for one thing: by Wikidata id, by name, by alias; and an id that contradicts its status (R-C5)."""
    qids, names, aliases = dict[str, Row](), dict[tuple[Any, str], Row](), dict[tuple[Any, ...], Row]()
    for row in sorted(folder.entities.values(), key=lambda row: row.own):
        data, qid = row.data, row.data.get("qid")
        if row.own:
            yield from _status(row)
        if isinstance(qid, str):
            other = qids.setdefault(qid, row)
            if other is not row and row.own:
                yield (
                    row.file,
                    Problem(
                        code="A506",
                        pointer=child(row.pointer, "qid"),
                        message=f"two entities have the Wikidata id {qid}",
                        found=f"{show(row.id)} and {show(other.id)}",
                        expected="each Wikidata id once (R-C5)",
                        help="make them one entity, or look up which of the two it is",
                    ),
                )
        for pointer, form in _official(row):
            other = names.setdefault((data.get("type"), form), row)
            if other is not row and row.own and not (qid and other.data.get("qid")):
                yield (
                    row.file,
                    Problem(
                        code="A508",
                        pointer=pointer,
                        message=f"two entities of type {show(data.get('type'))} have the name {show(form)}",
                        found=f"{show(row.id)} and {show(other.id)}",
                        expected="a name that tells them apart (R-C5)",
                        help="make them one entity, or add what they differ in: Ministry of Trade (Norland)",
                    ),
                )
        for alias in row.objects("aliases"):
            kind, listed = alias.data.get("kind"), alias.data.get("form")
            other = aliases.setdefault((data.get("type"), kind, listed), row)
            looked_up = qid and other.data.get("qid")
            if other is not row and row.own and not looked_up and kind not in (*_SHARED, _OFFICIAL):
                yield (
                    row.file,
                    Problem(
                        code="A509",
                        severity="warning",
                        pointer=child(alias.pointer, "form"),
                        message=f"two entities of one type have the {kind} form {show(listed)}",
                        found=f"{show(row.id)} and {show(other.id)}",
                        expected="one entity, or two Wikidata ids that tell them apart (R-C5)",
                        help="make them one entity if they are, or look up both",
                    ),
                )


def kinds(folder: Folder, roles: Mapping[str, RoleRule]) -> Found:
    """Entities in a place that their type cannot fill. roles: the schema's, whose actors speak, hold and are held."""
    actors = roles["actor"].range if "actor" in roles else ()
    places = roles["place"].range if "place" in roles else ()
    if not actors:
        return
    for row in folder.records("events"):
        yield from _fitting(row, "factuality_source", actors, folder, "someone who can commit to it (R-V10)")
    for row in folder.records("quotes"):
        for key in ("speaker", "addressee", "chain"):
            yield from _fitting(row, key, actors, folder, "someone who can speak and hear (R-Q3)")
    for row in folder.entries("utterances"):
        yield from _fitting(row, "speaker", actors, folder, "someone who can speak (R-Q3)")
    for row in folder.entries("entities"):
        yield from _fitting(row, "holder", (*actors, *places), folder, "someone or some place it can belong to (R-C5)")
        own = row.data.get("type")
        alike = {one for group in (actors, places, (own,)) if own in group for one in group}
        yield from _fitting(row, "members", tuple(alike), folder, f"parts of a plural {own} (R-C5)")


def _fitting(row: Row, key: str, types: Collection[Any], folder: Folder, what: str) -> Found:
    one = row.text(key)
    for pointer, id in row.pointed(key) if one is None else [(row.at(key), one)]:
        entity = folder.entities.get(id)
        type_ = entity.text("type") if entity else None
        if type_ is not None and type_ not in types:
            yield (
                row.file,
                Problem(
                    code="A515",
                    pointer=pointer,
                    message=f"{show(id)} is {show(type_)} and cannot be {_CALLED[key]} of {row.id}",
                    found=show(type_),
                    expected=f"{what}: {', '.join(dict.fromkeys(map(str, types)))}",
                    help="name another entity, or mend the type of this one",
                ),
            )


_CALLED = {
    "factuality_source": "the source",
    "speaker": "the speaker",
    "addressee": "the addressee",
    "chain": "a reporter",
    "holder": "the holder",
    "members": "a member",
}


def _status(row: Row) -> Found:
    qid, status = row.data.get("qid"), row.data.get("qid_status")
    if (status == "verified" and "qid" in row.data and qid is None) or (status == "none" and qid is not None):
        yield (
            row.file,
            Problem(
                code="A507",
                pointer=child(row.pointer, "qid_status"),
                message=f"{show(row.id)} is {show(status)} and has {'no' if qid is None else 'a'} Wikidata id",
                found=show(qid),
                expected="verified with an id that was looked up; none without one (R-C5)",
                help='write "candidate", or add the id that was looked up'
                if qid is None
                else 'write "verified" if it was looked up, or take the id out',
            ),
        )


def _official(row: Row) -> Iterator[tuple[str, str]]:
    """The name and the official aliases, with their pointers."""
    if (name := row.text("name")) is not None:
        yield row.at("name"), name
    for alias in row.objects("aliases"):
        if alias.data.get("kind") == _OFFICIAL and (form := alias.text("form")) is not None:
            yield alias.at("form"), form
