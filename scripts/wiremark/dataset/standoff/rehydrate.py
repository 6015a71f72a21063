"""A stand-off release and a holder's own articles, put together: the whole dataset, as `build` would have made it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from wiremark import cleaning
from wiremark.dataset.build import load_line, write_dataset
from wiremark.dataset.check import refuse_faulty
from wiremark.dataset.folder import (
    BARE,
    JOINED,
    JOINING,
    MANIFEST,
    PARAGRAPHS,
    REHYDRATED,
    STANDOFF,
    replacing,
    settle,
    unsettled,
)
from wiremark.dataset.release import Release, open_release
from wiremark.dataset.standoff import joining, outcome, paragraphs
from wiremark.dataset.standoff.articles import Copy, Found, Sought, find
from wiremark.dataset.standoff.joined import joined
from wiremark.dataset.standoff.joining import Joining
from wiremark.dataset.standoff.outcome import Outcome
from wiremark.dataset.standoff.paragraphs import Paragraph
from wiremark.diagnostics import Finding, Refused, count
from wiremark.sources import MODES
from wiremark.workspace import Workspace, sha256


@dataclass(frozen=True)
class Rehydrated:
    """What was made: in which folder, what became of each span, what has no article. written: False where the folder
    was whole before, and nothing was to do."""

    out: Path
    outcome: Outcome
    findings: tuple[Finding, ...] = ()
    written: bool = True

    def __str__(self) -> str:
        lines = [*self.outcome.lines(), ""]
        if not self.written:
            lines.append("The folder has its texts; nothing was to do.")
        elif not self.outcome.exact:
            lines.append(f"The release is kept in {STANDOFF}/: with better copies, run this again.")
        return "\n".join([*lines, "from datasets import load_dataset", load_line(self.out, Path.cwd())])


def rehydrate(folder: Path, texts: Path, out: Path, here: Workspace) -> Rehydrated:
    """Puts the stand-off release in `folder` and the articles in `texts` together, into `out`, which may be `folder`.

    The folder `out` appears as a whole or not at all. Where every article is that of the release, its data/ is that of
    the full build, byte for byte. Otherwise what is proven is in it, and the release itself, from which the next call
    begins again. here: what findings name files by. Raises Refused where there is no release that can be read, none
    of its articles is in `texts`, it was cleaned in another way, so that another text comes out here, or `out`
    holds anything else; OSError.
    """
    if unsettled(folder):
        settle(here, folder)
    if done := _done(folder, out):
        return Rehydrated(out, done, written=False)
    release = open_release(folder / STANDOFF if (folder / STANDOFF).is_dir() else folder)
    known, documents = read(release, here)
    mode = known.sources.get("clean_mode", MODES[0])
    if mode not in MODES:
        raise _unreadable(release, JOINING, ValueError(f"no mode of cleaning is {mode!r}"))
    found = find(list(documents.values()), texts, mode)
    findings = tuple(_findings(release, documents, found, here.relative(texts)))
    if not found.copies or any(finding.message == _CLEANING for finding in findings):
        raise Refused(findings)
    try:
        inputs, told = joined(release, known, documents, found.copies)
    except (ValueError, KeyError) as error:
        raise _unreadable(release, JOINING, error) from None
    note = _NOTE + _LACKS * (not told.exact)
    if told.sentences:
        note += _OF_NER.format(count(told.sentences, "sentence"))
    with replacing(here, out, *((BARE, JOINED) if out == folder else (JOINED,))) as fresh:
        write_dataset(replace(inputs, note=note), fresh, further={REHYDRATED: outcome.dumps(told)})
        if not told.exact:
            _keep(release, fresh / STANDOFF)
        refuse_faulty(fresh, here.relative(out))
    return Rehydrated(out, told, findings)


_NOTE = f"""\
**For the holder's own use.** `wiremark rehydrate` put this dataset together from a release without texts and from
copies of the articles that its holder had. The articles are third parties', and nobody has licensed them to be passed
on: share the release without texts, not this folder. {REHYDRATED} says which file was taken for which article."""

_LACKS = f"""

Some articles are edited copies, or were not there. Records whose words could not be proven are left out, so that
something is not annotated here does not say that it was not in the release: {REHYDRATED} lists each."""

_OF_NER = """ `ner` has of an
edited copy only the sentences in paragraphs that are proven to be the article's, with the numbers that they have in
it: {} left out."""

_CLEANING = "the cleaning of this wiremark is not that of the release"


def _done(folder: Path, out: Path) -> Outcome | None:
    """The outcome of an earlier call that left nothing to do in place; None where there is something."""
    if not (folder / REHYDRATED).is_file() or (folder / STANDOFF).is_dir() or out != folder:
        return None
    release = open_release(folder)
    try:
        return outcome.loads((folder / REHYDRATED).read_bytes())
    except ValueError as error:
        raise _unreadable(release, REHYDRATED, error) from None


def read(release: Release, here: Workspace) -> tuple[Joining, dict[str, Sought]]:
    """What the release has beside its tables; its documents in the order of SOURCES.toml. Raises Refused."""
    if release.manifest["texts"]:
        finding = Finding(
            code="D304",
            file=here.relative(release.folder),
            message="this release has its texts",
            found="a dataset with texts",
            expected="a stand-off release, as `wiremark release --standoff` makes it",
            help="nothing is to do: load it as it is",
        )
        raise Refused([finding])
    name = PARAGRAPHS
    try:
        found = paragraphs.loads((release.folder / PARAGRAPHS).read_bytes())
        name = JOINING
        known = joining.loads((release.folder / JOINING).read_bytes())
        rows = {row["document_id"]: row for row in release.rows("documents")}
        documents = {row["id"]: _sought(rows[row["id"]], found[row["id"]]) for row in known.sources["documents"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _unreadable(release, name, error) from None
    return known, documents


def _sought(row: Mapping[str, Any], found: list[Paragraph]) -> Sought:
    return Sought(
        id=row["document_id"],
        file=row["seed"],
        language=row["language"],
        raw_sha256=row["raw_sha256"],
        text_sha256=row["text_sha256"],
        rules_version=row["rules_version"],
        paragraphs=found,
    )


def _findings(release: Release, documents: Mapping[str, Sought], found: Found, texts: str) -> Iterator[Finding]:
    maker = release.manifest["made_with"].get("wiremark", "of that release")
    for id, document in documents.items():
        copy = found.copies.get(id)
        if copy is None:
            yield _no_article(document, found.unproven.get(id), texts)
        elif _other_cleaning(document, copy):
            yield Finding(
                code="D303",
                file=f"{texts}/{copy.name}",
                message=_CLEANING,
                found=f"another clean text of {id}, by rules {cleaning.RULES_VERSION} and the models of this wiremark",
                expected=f"the text that the release has, by rules {document.rules_version} and the models of its time",
                help=f"install wiremark {maker} and run this again",
            )


def _other_cleaning(document: Sought, copy: Copy) -> bool:
    """Whether the text is another because it was cleaned in another way. Of the very file of the release nothing else
    can be the cause: its rules, or a model whose version was not raised."""
    same_file = sha256(copy.raw) == document.raw_sha256
    other_rules = document.rules_version != cleaning.RULES_VERSION
    return (same_file or other_rules) and copy.text_sha256 != document.text_sha256


def _no_article(document: Sought, unproven: str | None, texts: str) -> Finding:
    if unproven:
        return Finding(
            code="D303",
            file=f"{texts}/{unproven}",
            message=f"nothing proves that this is the article of {document.id}",
            found="its name, and no paragraph of the article",
            expected="the article in UTF-8, with paragraphs that are as they were",
            help=f"put another copy of {document.file} into the folder",
        )
    return Finding(
        code="D302",
        file=texts,
        message=f"there is no article for {document.id} here",
        found="no file with its bytes, its text, its name, or half of its paragraphs",
        expected=f"{document.file}, sha256 {document.raw_sha256}",
        help="put a copy of the article into the folder, under any name",
    )


def _unreadable(release: Release, name: str, error: Exception) -> Refused:
    finding = Finding(
        code="D201",
        file=str(release.folder / name),
        message="there is no release here that can be read",
        found=f"{type(error).__name__}: {error}",
        expected="a file that `wiremark release --standoff` wrote",
        help="get the release again",
    )
    return Refused([finding])


def _keep(release: Release, folder: Path) -> None:
    """Copies the files of a release."""
    shards = (shard["path"] for table in release.manifest["tables"].values() for shard in table["shards"])
    for place in (MANIFEST, *release.manifest["files"], *shards):
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_bytes((release.folder / place).read_bytes())
