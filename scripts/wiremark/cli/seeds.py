"""The rows of SOURCES.toml for new articles: `add` writes one to fill in, `init` one for each article it is given."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from wiremark import cleaning, sources
from wiremark.diagnostics import Finding, Refused, Usage
from wiremark.workspace import sha256

FIELDS = (
    ("published", "the article's day, like 2023-03-21, without quotes"),
    ("published_how", "stated, or inferred"),
    ("published_from", "what tells it: the dateline, a weekday beside a known event …"),
    ("language", "BCP 47 tag of the text: en"),
    ("story", "a name for the story, which its articles share; or leave it to `wiremark split`"),
    ("split", "train, validation or test, one for all articles of a story; or leave it to `wiremark split`"),
)
OPTIONAL = ("publisher", "agency", "author", "translated_from")
RIGHTS = (
    ("holder", "who holds the rights in the text"),
    ("licence", "SPDX id, or NOASSERTION"),
    ("basis", "on what ground it is kept"),
)


def row(id: str, file: str, digest: str, guessed: Mapping[str, Any]) -> str:
    """A document's table, with what is guessed, and with what is not to be filled in."""
    import tomlkit

    row = tomlkit.table()
    if guessed:
        row.add(tomlkit.comment("guessed, check it: all but id, file and sha256"))
    row.update({"id": id, "file": file, "sha256": digest})
    for fields, table in ((FIELDS, row), (RIGHTS, rights := tomlkit.table())):
        for key, comment in fields:
            table[key] = guessed[key] if key in guessed else tomlkit.string("").comment(f"fill in: {comment}")
        if table is row:
            table.update({key: guessed[key] for key in OPTIONAL if key in guessed})
            table.add(tomlkit.comment(f"where the article shows them: {', '.join(OPTIONAL)}"))
    row["rights"] = rights
    rows = tomlkit.aot()
    rows.append(row)
    return "\n" + tomlkit.dumps({"documents": rows})


def article(file: Path, id: str, rows: Sequence[Mapping[str, Any]]) -> bytes:
    """The bytes of an article. Raises Usage where it cannot be added to these rows under this id and its name."""
    raw = file.read_bytes()
    if not sources.is_id(id):
        raise Usage(f"{id!r} is no document id", "lower-case letters and digits, parted by - . or _; no reserved name")
    if not sources.is_file_name(file.name):
        raise Usage(f"{file.name!r} cannot be the name of a seed", "rename it: in UTF-8, not hidden, not long")
    for row in rows:
        if row.get("sha256") == sha256(raw):
            raise Usage(f"this article is already here, as {row.get('id')}: {file}", "leave it out")
        if row.get("id") == id:
            raise Usage(f"the id {id} is taken, by seeds/{row.get('file')}", "give another with --id")
        if row.get("file") == file.name:
            raise Usage(f"seeds/{file.name} is the seed of {row.get('id')}", "give the new file another name")
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Usage(f"{file} is not UTF-8: byte {error.start} is 0x{raw[error.start]:02x}", "convert it") from None
    return raw


def stated(file: Path, raw: bytes) -> dict[str, Any]:
    """What a page of HTML says of itself, as far as a row has fields for it; nothing for a text.

    Raises Refused where the page has no article.
    """
    if not cleaning.is_page(file.name):
        return {}
    page = raw.decode("utf-8")
    try:
        cleaning.clean_html(page)
    except cleaning.NoArticle as error:
        raise Refused([no_article(str(file), "the page", error)]) from None
    told = cleaning.stated(page)
    found: dict[str, Any] = {key: told[key] for key in ("language", "publisher") if key in told}
    if "byline" in told:
        found["author"] = told["byline"]
    with suppress(KeyError, ValueError):  # a page without a day, or with one that no calendar has
        found["published"] = datetime.date.fromisoformat(told["published"])
        found |= {"published_how": "stated", "published_from": "what the page says of itself"}
    return found


def no_article(file: str, subject: str, error: cleaning.NoArticle) -> Finding:
    """The finding for a page that cleaning refuses."""
    return Finding(
        code="C301",
        file=file,
        message=f"{subject} has no article",
        found=str(error),
        expected="a page of HTML with an article in it",
        help="leave the page out, its row in SOURCES.toml too; if it is an article, add its text as a .txt file",
    )
