"""Level 5, entities.json: is each entry one thing, called what the articles call it, and named by something?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from wiremark.schema.profile import RoleRule, plan
from wiremark.validation.folders import Folder, Found, Row
from wiremark.validation.level3 import at
from wiremark.validation.places import Problem, child, show

# Kinds of aliases that may fit several entities: they describe, or name a people under one state and the next.
_SHARED = ("nominal", "title", "demonym")
_OFFICIAL = "official"


def unnamed(folder: Folder, elsewhere: Collection[str]) -> Found:
    """Entities and clusters that nothing names. elsewhere: the ids that the files of other folders name."""
    named = set(elsewhere) | references(folder)
    for what, key in (("entity", "entities"), ("event cluster", "events"), ("utterance", "utterances")):
        for row in folder.entries(key):
            if isinstance(row.data.get("id"), str) and row.id not in named:
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
        own = {} if file.of_document else {p: i.get("id") for rows in file.lists.values() for p, i in rows}
        for path, node in plan(file.file.record).refs:
            for pointer, id in at(data, path):
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
        for pointer, alias in _aliases(row):
            other = aliases.setdefault((data.get("type"), alias.get("kind"), alias.get("form")), row)
            looked_up = qid and other.data.get("qid")
            if other is not row and row.own and not looked_up and alias.get("kind") not in (*_SHARED, _OFFICIAL):
                yield (
                    row.file,
                    Problem(
                        code="A509",
                        severity="warning",
                        pointer=child(pointer, "form"),
                        message=f"two entities of one type have the {alias.get('kind')} form {show(alias.get('form'))}",
                        found=f"{show(row.id)} and {show(other.id)}",
                        expected="one entity, or two Wikidata ids that tell them apart (R-C5)",
                        help="make them one entity if they are, or look up both",
                    ),
                )


def aliases(folder: Folder, complete: bool) -> Found:
    """The forms of a name, as listed and as they occur (R-C5, R-E8). complete: every mention of the corpus is there."""
    occurring: dict[str, set[str]] = defaultdict(set)
    forms = _Forms(folder)
    for mention in folder.records("mentions"):
        entity, form = mention.data.get("entity"), _form(mention)
        if isinstance(entity, str) and form:
            occurring[entity].add(_folded(form))
            yield from _listed(mention, folder.entities.get(entity), form, forms)
    for row in folder.entries("entities"):
        seen = set[tuple[Any, Any]]()
        for pointer, alias in _aliases(row):
            listed, lang = alias.get("form"), alias.get("lang")
            again = "it is the name of the entity" if listed == row.data.get("name") else ""
            again = again or ("it stands there already" if (listed, lang) in seen else "")
            seen.add((listed, lang))
            if again:
                yield (
                    row.file,
                    Problem(
                        code="A510",
                        pointer=child(pointer, "form"),
                        message=f"the alias {show(listed)} says nothing new",
                        found=again,
                        expected="each other form once, with one kind (R-C5)",
                        help="take it out",
                    ),
                )
            elif complete and isinstance(listed, str) and _folded(listed) not in occurring[row.id]:
                yield (
                    row.file,
                    Problem(
                        code="A511",
                        severity="warning",
                        pointer=child(pointer, "form"),
                        message=f"no mention of {show(row.id)} has the form {show(listed)}",
                        found="an alias that does not occur",
                        expected="the forms that occur (R-C5)",
                        help="take it out, or link the mention that has it",
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
    value = row.data.get(key)
    named = [(child(row.pointer, key), value)] if isinstance(value, str) else []
    named += [(child(child(row.pointer, key), n), id) for n, id in enumerate(value if isinstance(value, list) else ())]
    for pointer, id in named:
        entity = folder.entities.get(id) if isinstance(id, str) else None
        type_ = entity.data.get("type") if entity else None
        if isinstance(type_, str) and type_ not in types:
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


class _Forms:
    """Under which forms entities are listed: by entity, from the folded form to the form; and by folded form."""

    def __init__(self, folder: Folder) -> None:
        self.of: dict[str, dict[str, str]] = defaultdict(dict)
        self.called: dict[str, list[str]] = defaultdict(list)
        for id, row in folder.entities.items():
            for form in (row.data.get("name"), *(alias.get("form") for _, alias in _aliases(row))):
                if isinstance(form, str) and _folded(form) not in self.of[id]:
                    self.of[id][_folded(form)] = form
                    self.called[_folded(form)].append(id)


def _listed(mention: Row, entity: Row | None, form: str, forms: _Forms) -> Found:
    """A name under which the entity is not listed. What a pass has from annotations/ its annotator could not list."""
    if entity is None or not entity.own or mention.data.get("form") != "NAM":
        return
    known = forms.of[entity.id]
    if _folded(form) in known or not known:
        return
    meant = next((id for id in forms.called.get(_folded(form), ()) if id != entity.id), None)
    yield (
        mention.file,
        Problem(
            code="A512",
            severity="warning",
            pointer=child(child(mention.pointer, "span"), "text"),
            message=f"{show(form)} is neither the name nor an alias of {show(entity.id)}"
            + (f": did you mean {show(meant)}?" if meant else ""),
            found=show(form),
            expected=f"one of its forms (R-E8, R-C5): {', '.join(list(known.values())[:5])}",
            help=(f"link it to {show(meant)}, or " if meant else "")
            + f"add the form to the aliases of {show(entity.id)} in {entity.file.name}",
        ),
    )


def _form(mention: Row) -> str:
    """The words of a mention, or none where they are not in the article at its offsets: level 3 has said so."""
    span, text = mention.data.get("span"), mention.file.text
    if not isinstance(span, dict) or not isinstance(span.get("text"), str):
        return ""
    start, end = span.get("start"), span.get("end")
    known = type(start) is int and type(end) is int
    return span["text"] if text is None or (known and text[start:end] == span["text"]) else ""


def _aliases(row: Row) -> Iterator[tuple[str, dict[str, Any]]]:
    listed = row.data.get("aliases")
    for number, alias in enumerate(listed if isinstance(listed, list) else ()):
        if isinstance(alias, dict):
            yield child(child(row.pointer, "aliases"), number), alias


def _official(row: Row) -> Iterator[tuple[str, str]]:
    """The name and the official aliases, with their pointers."""
    if isinstance(row.data.get("name"), str):
        yield child(row.pointer, "name"), row.data["name"]
    for pointer, alias in _aliases(row):
        if alias.get("kind") == _OFFICIAL and isinstance(alias.get("form"), str):
            yield child(pointer, "form"), alias["form"]


def _folded(form: str) -> str:
    """A form without regard to case and to how its words are parted."""
    return " ".join(form.split()).casefold()
