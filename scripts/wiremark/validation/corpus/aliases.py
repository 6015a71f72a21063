"""The forms of entities: are the names of the articles listed, and do the listed ones occur?"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from wiremark.schema.walk import child
from wiremark.validation.corpus.folders import Folder, Found, Row
from wiremark.validation.places import Problem, show


def aliases(folder: Folder, complete: bool) -> Found:
    """The forms of a name, as listed and as they occur (R-C5, R-E8). complete: every mention of the corpus is there."""
    occurring: dict[str, set[str]] = defaultdict(set)
    forms = _Forms(folder)
    for mention in folder.records("mentions"):
        entity, form = mention.text("entity"), _form(mention)
        if entity is not None and form:
            occurring[entity].add(_folded(form))
            yield from _listed(mention, folder.entities.get(entity), form, forms)
    for row in folder.entries("entities"):
        seen = set[tuple[Any, Any]]()
        for alias in row.objects("aliases"):
            listed, lang = alias.data.get("form"), alias.data.get("lang")
            again = "it is the name of the entity" if listed == row.data.get("name") else ""
            again = again or ("it stands there already" if (listed, lang) in seen else "")
            seen.add((listed, lang))
            if again:
                yield (
                    row.file,
                    Problem(
                        code="A510",
                        pointer=child(alias.pointer, "form"),
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
                        pointer=child(alias.pointer, "form"),
                        message=f"no mention of {show(row.id)} has the form {show(listed)}",
                        found="an alias that does not occur",
                        expected="the forms that occur (R-C5)",
                        help="take it out, or link the mention that has it",
                    ),
                )


class _Forms:
    """Under which forms entities are listed: by entity, from the folded form to the form; and by folded form."""

    def __init__(self, folder: Folder) -> None:
        self.of: dict[str, dict[str, str]] = defaultdict(dict)
        self.called: dict[str, list[str]] = defaultdict(list)
        for id, row in folder.entities.items():
            for form in (row.text("name"), *(alias.text("form") for alias in row.objects("aliases"))):
                if form is not None and _folded(form) not in self.of[id]:
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


def _folded(form: str) -> str:
    """A form without regard to case and to how its words are parted."""
    return " ".join(form.split()).casefold()
