"""Tasks: what is sent for a document, and which of the annotations that come back counts."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Any

import msgspec

from wiremark.labelstudio.editor.layout import Layout
from wiremark.labelstudio.rows.outgoing import Row
from wiremark.labelstudio.server.mark import is_ours, untouched
from wiremark.text.spelling import Names
from wiremark.validation.level3 import Article
from wiremark.validation.places import Problem, show
from wiremark.workspace import sha256

Task = dict[str, Any]
"""A task as Label Studio's JSON has it."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a task of ours says of itself. base: the digest of the annotation that it was made from, or empty.

    name: which of all servers' tasks it is; empty for one that no server exported: such cannot be told apart.
    decides: it is one of adjudication.
    """

    document: str
    text: str
    text_sha256: str
    schema_version: str
    layers: tuple[str, ...]
    base: str
    name: str = ""
    decides: bool = False


ITEMS = "items"
"""The key in the data of a task of adjudication under which stands what is to decide; no other task has it."""


def task(article: Article, title: str, layout: Layout, base: str = "", items: str | None = None) -> Task:
    """The task of a document, with no annotation yet. Its text is the clean one. items: what is to decide in it."""
    return {
        "data": {
            "document": article.id,
            "title": title,
            "text": article.text,
            "text_sha256": article.text_sha256,
            "schema_version": layout.version,
            "layers": list(layout.layers),
            "base": base or None,
            **({} if items is None else {ITEMS: items}),
        },
        "annotations": [],
        "predictions": [],
    }


def annotation(rows: Sequence[Row]) -> dict[str, Any]:
    """An annotation that holds these rows; not the ground truth, as the server would have it."""
    return {"result": rows, "was_cancelled": False, "ground_truth": False}


def digest(document: Mapping[str, Any], layout: Layout) -> str:
    """What tells whether a document's records are others: sha256 of the layers in the editor, in whatever order."""
    layers = [sorted(document[name], key=itemgetter(layer.key)) for name, layer in layout.layers.items()]
    return sha256(msgspec.json.encode(layers, order="deterministic"))


def asked(task: Any) -> Asked | Problem:
    """What a task says of itself, or why it is none of ours."""
    if not isinstance(task, dict) or not isinstance(task.get("data"), dict):
        pointer, found = ("/data", show(task.get("data"))) if isinstance(task, dict) else ("", show(task))
        return not_ours(pointer, found, "an object `data`, and `annotations` beside it")
    data = task["data"]
    for key in ("document", "text", "text_sha256", "schema_version"):
        if not isinstance(data.get(key), str):
            return not_ours("/data", f"no {key}", f"{key}, as `wiremark labelstudio push` and `export` write it")
    named, base = data.get("layers"), data.get("base")
    if not isinstance(named, list) or not named or not all(isinstance(name, str) for name in named):
        return not_ours("/data/layers", show(named), "a list of layers")
    if base is not None and not isinstance(base, str):
        return not_ours("/data/base", show(base), "a digest, or null")
    for key in ("annotations", "drafts"):
        listed = task.get(key, [])
        if not isinstance(listed, list) or not all(isinstance(item, dict) for item in listed):
            return not_ours(f"/{key}", show(listed), "a list of objects")
    said = (data["document"], data["text"], data["text_sha256"], data["schema_version"])
    given = [task.get(key) for key in ("id", "project", "created_at")]  # a number is given anew once its task is gone
    name = "" if given[0] is None else " ".join("" if one is None else str(one) for one in given).rstrip()
    return Asked(*said, layers=tuple(named), base=base or "", name=name, decides=ITEMS in data)


def belongs(asked: Asked, articles: Mapping[str, Article], version: str, layers: Collection[str]) -> Problem | None:
    """Why a task cannot be taken into a workspace with these documents, this schema version and its layers; or None."""
    if asked.schema_version != version:
        return Problem(
            code="T106",
            pointer="/data/schema_version",
            message="a task of another schema version",
            found=show(asked.schema_version),
            expected=show(version),
            help=f"take its work back with the schema that it was made for, then migrate that: "
            f"`wiremark schema migrate --to {version}`",
        )
    if not set(asked.layers) <= set(layers):
        return not_ours("/data/layers", ", ".join(asked.layers), f"some of {', '.join(layers)}")
    article = articles.get(asked.document)
    if article is None:
        return unknown_document(asked.document, articles)
    return other_text(article, asked.text, asked.text_sha256)


def other_text(article: Article, text: Any, digest: Any) -> Problem | None:
    """What is wrong with a task whose text, or the sha256 that it says of it, is not the article's."""
    if (article.text, article.text_sha256) == (text, digest):
        return None
    other = sha256(text.encode("utf-8", "surrogatepass")) if isinstance(text, str) else show(text)
    of_text = f"its text has sha256 {other}" if article.text_sha256 == digest else ""
    return Problem(
        code="T104",
        pointer="/data/text" if of_text else "/data/text_sha256",
        message=f"the task of {article.id} has a different text",
        found=of_text or f"sha256 {digest}",
        expected=article.lacking or f"sha256 {article.text_sha256}, that of corpus/{article.id}.txt",
        help="take its work back with the text that it was made over, then let it follow: `wiremark reanchor`",
    )


def unknown_document(id: str, articles: Mapping[str, Article]) -> Problem:
    """A task of a document that the workspace does not have."""
    guess = Names(articles).meant(id)
    return Problem(
        code="T103",
        pointer="/data/document",
        message="a task for an unknown document" + (f": did you mean {show(guess)}?" if guess else ""),
        found=show(id),
        expected="the id of a document in seeds/SOURCES.toml",
        help="name the workspace that the task was made in: `wiremark -C DIR …`, or leave the task out",
    )


@dataclass(frozen=True, slots=True)
class Work:
    """An annotation that counts: its number in the task, and its maker, by the server's id and the e-mail address.

    untouched: it is one that we pushed, and nobody has changed it.
    """

    number: int
    annotation: dict[str, Any]
    user: str
    email: str
    untouched: bool

    @property
    def updated(self) -> str:
        """When it was last changed, as the server says it; empty where it does not."""
        return str(self.annotation.get("updated_at") or "")

    @property
    def pointer(self) -> str:
        """Where its rows stand in the task."""
        return f"/annotations/{self.number}/result"

    @property
    def suggested(self) -> bool:
        """Whether it began from a suggestion."""
        rows = self.annotation.get("result")
        origins = [row.get("origin") for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        return self.annotation.get("parent_prediction") is not None or any(
            str(origin).startswith("prediction") for origin in origins
        )


def counting(task: Task) -> tuple[list[Work], list[Problem]]:
    """The annotations of a task that count, one for each user, and warnings of what does not.

    Of several that a user submitted, the one that was last changed; none that was cancelled, and no draft.
    """
    problems = []
    latest: dict[str, Work] = {}
    listed = task.get("annotations", [])
    makers = [_maker(made) for made in listed]
    emails = {user: email for user, email in makers if user and email}
    for number, (made, (user, email)) in enumerate(zip(listed, makers, strict=True)):
        work = Work(number, made, user, email or emails.get(user, ""), untouched(made))
        who = user or email
        if made.get("was_cancelled"):
            problems.append(_cancelled(number))
            continue
        before = latest.get(who)
        if before is None:
            latest[who] = work
            continue
        older, newer = sorted((before, work), key=lambda one: (str(one.annotation.get("updated_at", "")), one.number))
        latest[who] = newer
        problems.append(_older(older, newer))
    problems += _drafts(task, listed)
    return [work for number, _ in enumerate(listed) for work in latest.values() if work.number == number], problems


def _maker(annotation: Mapping[str, Any]) -> tuple[str, str]:
    """Whose work it is, by id and e-mail address where they are said: of one that we pushed, who changed it."""
    changed = annotation.get("updated_by") if is_ours(annotation) else None
    user = annotation.get("completed_by") if changed is None else changed
    if isinstance(user, dict):
        id, email = user.get("id"), user.get("email")
        return "" if id is None else str(id), email if isinstance(email, str) else ""
    return "" if user is None else str(user), ""


def _drafts(task: Task, annotations: Sequence[dict[str, Any]]) -> Iterator[Problem]:
    """Work that was begun and not submitted."""
    submitted = {str(made.get("id")): str(made.get("updated_at", "")) for made in annotations}
    for number, draft in enumerate(task.get("drafts", [])):
        of = draft.get("annotation")
        saved = str(draft.get("updated_at", ""))
        if not draft.get("result") and of is None:
            continue
        if of is None or saved > submitted.get(str(of), ""):
            yield Problem(
                code="T108",
                severity="warning",
                pointer=f"/drafts/{number}",
                message="work that was not submitted is left out" if of is None else "changes that were not submitted",
                found=f"a draft{f' saved at {saved}' if saved else ''}",
                expected="an annotation",
                help="submit it in the editor (Submit, or Update), or delete it there",
            )


def _cancelled(number: int) -> Problem:
    return Problem(
        code="T107",
        severity="warning",
        pointer=f"/annotations/{number}",
        message="an annotation that was skipped or cancelled is left out",
        found="was_cancelled",
        expected="a submitted annotation",
        help="annotate the task, or leave it",
    )


def _older(older: Work, newer: Work) -> Problem:
    when = newer.annotation.get("updated_at")
    return Problem(
        code="T109",
        severity="warning",
        pointer=f"/annotations/{older.number}",
        message="one annotator has several annotations of this task; the one that was changed last counts",
        found=f"this one, changed {older.annotation.get('updated_at') or 'at a time that is not said'}",
        expected=f"annotation {newer.number + 1} of the task{f', changed {when}' if when else ''}",
        help="delete the others in the editor",
    )


def not_ours(pointer: str, found: str, expected: str) -> Problem:
    """A task of a different form."""
    return Problem(
        code="T102",
        pointer=pointer,
        message="this is no task that wiremark has made",
        found=found,
        expected=expected,
        help="push or export the documents with wiremark; tasks of other tools cannot be told apart",
    )
